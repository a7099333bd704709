namespace NetStackSim.Nic.Tests;

/// <summary>Coalesces descriptions of packets by the rules as they are written, and builds the resulting packets from scratch.</summary>
internal static class NaiveCoalescer
{
    public static List<byte[]> Coalesce(List<TestFrames.Spec> packets)
    {
        List<Unit> units = [];
        Dictionary<(bool, ushort), Unit> open = [];
        foreach (TestFrames.Spec packet in packets)
        {
            (bool, ushort) key = (packet.IsV6, packet.SourcePort);
            bool eligible = packet.Payload.Length > 0 && (packet.Flags & ~0x08) == 0x10;
            if (open.TryGetValue(key, out Unit? unit))
            {
                TestFrames.Spec last = unit.Parts[^1];
                bool continues = eligible && packet.Sequence == last.Sequence + (uint)last.Payload.Length;
                if (continues && packet.Service == unit.Parts[0].Service && unit.Length + packet.Payload.Length <= 65535)
                {
                    unit.Parts.Add(packet);
                    continue;
                }

                open.Remove(key);
                eligible = continues;
            }

            Unit started = new();
            started.Parts.Add(packet);
            units.Add(started);
            if (eligible)
            {
                open.Add(key, started);
            }
        }

        return [.. units.Select(unit => unit.Build())];
    }

    private sealed class Unit
    {
        public List<TestFrames.Spec> Parts { get; } = [];

        public int Length => Parts[0].NetworkHeaderSize + Parts[0].TransportHeaderSize + Parts.Sum(x => x.Payload.Length);

        public byte[] Build() => TestFrames.Transport(Parts[0] with
        {
            Payload = [.. Parts.SelectMany(x => x.Payload)],
            HopLimit = Parts.Min(x => x.HopLimit),
            Flags = (byte)Parts.Aggregate(0, (flags, x) => flags | x.Flags),
            Acknowledgment = Parts[^1].Acknowledgment,
            Window = Parts[^1].Window,
            Timestamp = Parts[^1].Timestamp,
            TimestampEcho = Parts[^1].TimestampEcho,
        });
    }
}
