using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Where the memory of a host lies for its devices: every page of every array has a frame of its own, no two of them together.</summary>
/// <remarks>That is the worst case of real memory, and the same in every run: an array gets its number when a device first sees it.</remarks>
internal sealed class PhysicalMemory
{
    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    private const int FrameBits = 40;
    private const ulong LowFrames = (1UL << 20) - 1;

    private readonly ConditionalWeakTable<byte[], StrongBox<ulong>> _numbers = [];
    private ulong _last;

    /// <summary>The address of a byte.</summary>
    /// <param name="array">Its array.</param>
    /// <param name="offset">Its place in the array.</param>
    /// <param name="below4GiB">True for the address by which a device of 32 bits reaches it, through a map register.</param>
    public ulong AddressOf(byte[] array, int offset, bool below4GiB)
    {
        ulong number = _numbers.GetValue(array, _ => new StrongBox<ulong>(++_last)).Value;
        ulong frame = StableHash.Avalanche((number << 24) | (uint)(offset / PageSize)) >> (64 - FrameBits);
        return ((below4GiB ? frame & LowFrames : frame) * PageSize) + (uint)(offset % PageSize);
    }
}
