using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

/// <summary>The mixing step behind every hash of this assembly: the same value in every process and on every machine.</summary>
internal static class StableMix
{
    private const ulong First = 0x9E37_79B9_7F4A_7C15;
    private const ulong Second = 0xD6E8_FEB8_6659_FD93;

    /// <summary>Multiplies two keyed words to 128 bits and folds the halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left ^ First, right ^ Second, out ulong low);
        return high ^ low;
    }
}
