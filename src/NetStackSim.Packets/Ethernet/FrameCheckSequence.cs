namespace NetStackSim.Packets;

/// <summary>The Ethernet frame check sequence: CRC-32 with the reflected polynomial 0xEDB88320 (IEEE 802.3 section 3.2.9).</summary>
/// <remarks>Frames in this library carry no check sequence; this serves captures that include one and tests.</remarks>
public static class FrameCheckSequence
{
    /// <summary>Bytes of the sequence on the wire.</summary>
    public const int Size = 4;

    private const uint Polynomial = 0xEDB8_8320;
    private static readonly uint[] Table = BuildTable();

    /// <summary>Computes the sequence over a frame; on the wire it follows least significant byte first.</summary>
    public static uint Compute(ReadOnlySpan<byte> frame)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in frame)
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] BuildTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
