namespace NetStackSim.Packets.Tests.Checksums;

/// <summary>The text-book loop of RFC 1071 section 4.1, two bytes at a time: the twin that the fast code must equal.</summary>
internal static class NaiveChecksum
{
    internal static ushort Sum(ReadOnlySpan<byte> data)
    {
        ulong sum = 0;
        for (int i = 0; i < data.Length; i += 2)
        {
            sum += ((ulong)data[i] << 8) | (i + 1 < data.Length ? data[i + 1] : 0UL);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)sum;
    }
}
