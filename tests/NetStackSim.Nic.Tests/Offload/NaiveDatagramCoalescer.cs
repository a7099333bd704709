namespace NetStackSim.Nic.Tests.Offload;

/// <summary>Joins descriptions of datagrams by the rules of URO as they are written, and builds the resulting packets from scratch.</summary>
internal static class NaiveDatagramCoalescer
{
    public static List<(byte[] Bytes, int Segments, int Size)> Join(IEnumerable<TestFrames.Spec> datagrams)
    {
        List<List<TestFrames.Spec>> units = [];
        Dictionary<(bool, ushort), List<TestFrames.Spec>> open = [];
        foreach (TestFrames.Spec datagram in datagrams)
        {
            (bool, ushort) key = (datagram.IsV6, datagram.SourcePort);
            bool fit = datagram.Payload.Length > 0 && datagram.NetworkOptions == 0;
            if (open.TryGetValue(key, out List<TestFrames.Spec>? unit))
            {
                TestFrames.Spec first = unit[0];
                int total = first.NetworkHeaderSize + 8 + unit.Sum(x => x.Payload.Length) + datagram.Payload.Length;
                if (fit && datagram.Payload.Length <= first.Payload.Length && total <= 65535 && datagram.Service == first.Service && datagram.HopLimit == first.HopLimit
                    && datagram.SourceMac == first.SourceMac)
                {
                    unit.Add(datagram);
                    if (datagram.Payload.Length < first.Payload.Length)
                    {
                        open.Remove(key);
                    }

                    continue;
                }

                open.Remove(key);
            }

            List<TestFrames.Spec> started = [datagram];
            units.Add(started);
            if (fit)
            {
                open.Add(key, started);
            }
        }

        return [.. units.Select(Build)];
    }

    private static (byte[] Bytes, int Segments, int Size) Build(List<TestFrames.Spec> unit) => unit.Count == 1
        ? (TestFrames.Transport(unit[0]), 0, 0)
        : (TestFrames.Transport(unit[0] with { Payload = [.. unit.SelectMany(x => x.Payload)] }), unit.Count, unit[0].Payload.Length);
}
