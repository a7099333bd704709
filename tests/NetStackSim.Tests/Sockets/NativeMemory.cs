using System.Buffers;

namespace NetStackSim.Tests.Sockets;

/// <summary>Memory that hides the array behind it, as memory outside of the managed heap does.</summary>
internal sealed class NativeMemory(int size) : MemoryManager<byte>
{
    private readonly byte[] _bytes = new byte[size];

    public override Span<byte> GetSpan() => _bytes;

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
