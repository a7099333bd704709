namespace NetStackSim;

/// <summary>The send buffers of a host's streams: one is rented at the first write of a stream and comes back when the stream has ended.</summary>
internal sealed class SendBufferPool
{
    /// <summary>Bytes that a stream may have written and not seen acknowledged.</summary>
    public const int BufferSize = 256 * 1024;

    private readonly Stack<byte[]> _free = new();

    /// <summary>Rents a buffer; the last one returned is the first one out, because it is still in the cache.</summary>
    public byte[] Rent() => _free.TryPop(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(BufferSize);

    /// <summary>Takes a buffer back; nothing may refer to it any more.</summary>
    public void Return(byte[] buffer) => _free.Push(buffer);
}
