using System.Numerics;

namespace NetStackSim.TcpIp;

/// <summary>SipHash-2-4 over 64-bit words: the keyed function F of RFC 6528, and every other secret of the transport.</summary>
internal readonly struct SipHash(ulong key0, ulong key1)
{
    private readonly ulong _key0 = key0;
    private readonly ulong _key1 = key1;

    /// <summary>The hash of whole words, taken as little-endian bytes.</summary>
    public ulong Compute(ReadOnlySpan<ulong> words)
    {
        ulong v0 = _key0 ^ 0x736f6d6570736575;
        ulong v1 = _key1 ^ 0x646f72616e646f6d;
        ulong v2 = _key0 ^ 0x6c7967656e657261;
        ulong v3 = _key1 ^ 0x7465646279746573;
        foreach (ulong word in words)
        {
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
        }

        ulong last = (ulong)(words.Length * sizeof(ulong)) << 56;
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xFF;
        for (int round = 0; round < 4; round++)
        {
            Round(ref v0, ref v1, ref v2, ref v3);
        }

        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
