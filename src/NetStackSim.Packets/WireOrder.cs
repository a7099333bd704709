using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

/// <summary>Turns a value loaded in the machine's byte order into network byte order and back (the same operation both ways).</summary>
internal static class WireOrder
{
    /// <summary>Swaps a 16-bit field on a little-endian machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ushort Convert(ushort value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    /// <summary>Swaps a 32-bit field on a little-endian machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Convert(uint value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    /// <summary>Swaps a 64-bit field on a little-endian machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Convert(ulong value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
