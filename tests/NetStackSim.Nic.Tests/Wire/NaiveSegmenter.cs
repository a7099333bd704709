namespace NetStackSim.Nic.Tests;

/// <summary>Cuts a large packet the slow way: every piece is built from the description of the whole.</summary>
internal static class NaiveSegmenter
{
    public static List<byte[]> Cut(TestFrames.Spec whole, int segmentSize)
    {
        List<byte[]> pieces = [];
        int offset = 0;
        do
        {
            int length = Math.Min(segmentSize, whole.Payload.Length - offset);
            bool first = offset == 0;
            bool last = offset + length == whole.Payload.Length;
            int flags = whole.Flags;
            if (!first)
            {
                flags &= ~0x80;
            }

            if (!last)
            {
                flags &= ~0x09;
            }

            int index = pieces.Count;
            int identification = whole.IsTcp
                ? (whole.Identification & 0x8000) + ((whole.Identification + index) % 0x8000)
                : (whole.Identification + index) % 0x10000;
            pieces.Add(TestFrames.Transport(whole with
            {
                Payload = whole.Payload[offset..(offset + length)],
                Sequence = whole.Sequence + (uint)offset,
                Flags = (byte)flags,
                Identification = (ushort)identification,
            }));
            offset += length;
        }
        while (offset < whole.Payload.Length);

        return pieces;
    }
}
