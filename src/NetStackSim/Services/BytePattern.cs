namespace NetStackSim;

/// <summary>The bytes of <c>/bytes/N</c>: the same for everybody, without a period that a lost or swapped segment could hide behind.</summary>
/// <remarks>Byte i is (j xor (j / 256)) mod 256 with j = i mod 65521, the largest prime below 2^16.</remarks>
public static class BytePattern
{
    /// <summary>Bytes after which the pattern repeats.</summary>
    public const int Period = 65521;

    /// <summary>Fills memory with the pattern.</summary>
    /// <param name="position">Position in the pattern of the first byte.</param>
    /// <param name="destination">What to fill.</param>
    public static void Fill(long position, Span<byte> destination)
    {
        int j = (int)(position % Period);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (byte)(j ^ (j >> 8));
            j = j + 1 == Period ? 0 : j + 1;
        }
    }

    /// <summary>Compares memory with the pattern.</summary>
    /// <param name="position">Position in the pattern of the first byte.</param>
    /// <param name="data">What to compare.</param>
    /// <returns>Index of the first byte that differs; -1 when all are right.</returns>
    public static int FindDifference(long position, ReadOnlySpan<byte> data)
    {
        int j = (int)(position % Period);
        for (int i = 0; i < data.Length; i++)
        {
            if (data[i] != (byte)(j ^ (j >> 8)))
            {
                return i;
            }

            j = j + 1 == Period ? 0 : j + 1;
        }

        return -1;
    }
}
