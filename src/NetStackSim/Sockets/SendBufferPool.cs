using System.Numerics;

namespace NetStackSim;

/// <summary>The send buffers of a host's streams: one is rented at the first write of a stream and comes back when the stream has ended, or outgrew it.</summary>
internal sealed class SendBufferPool
{
    /// <summary>Bytes that a stream may have written and not seen acknowledged, at first.</summary>
    public const int FirstSize = 256 * 1024;

    /// <summary>The same at most: a power of two times <see cref="FirstSize"/>.</summary>
    public const int LargestSize = 4 * 1024 * 1024;

    private readonly Stack<byte[]>[] _free = new Stack<byte[]>[BitOperations.Log2(LargestSize / FirstSize) + 1];

    /// <summary>Rents a buffer; the last one returned is the first one out, because it is still in the cache.</summary>
    /// <param name="size"><see cref="FirstSize"/> times a power of two.</param>
    public byte[] Rent(int size) => ClassOf(size).TryPop(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(size, pinned: true);

    /// <summary>Takes a buffer back; nothing may refer to it any more.</summary>
    public void Return(byte[] buffer) => ClassOf(buffer.Length).Push(buffer);

    private Stack<byte[]> ClassOf(int size) => _free[BitOperations.Log2((uint)size / FirstSize)] ??= new Stack<byte[]>();
}
