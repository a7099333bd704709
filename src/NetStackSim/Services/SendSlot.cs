using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>One send of a service: an IRP and two descriptors, kept and used again, so that a send in steady state allocates nothing.</summary>
internal sealed class SendSlot(Irp irp)
{
    /// <summary>The request.</summary>
    public Irp Irp { get; } = irp;

    /// <summary>Describes memory of the service; a second one describes what follows it in the same send.</summary>
    public Mdl First { get; } = new();

    /// <summary>Linked behind <see cref="First"/> when a send has two parts.</summary>
    public Mdl Second { get; } = new();

    /// <summary>Whose send it is.</summary>
    public ServiceConnection? Connection { get; set; }

    /// <summary>The received data that the send refers to; null when it refers to memory of the service.</summary>
    public EchoBatch? Batch { get; set; }

    /// <summary>Bytes of the send.</summary>
    public int Length { get; set; }

    /// <summary>Describes one piece of memory.</summary>
    /// <returns>The buffer to send.</returns>
    public WskBuffer Describe(byte[] memory, int offset, int count)
    {
        Set(First, memory, offset, count);
        return new WskBuffer(First, 0, count);
    }

    /// <summary>Describes two pieces that leave as one send.</summary>
    /// <returns>The buffer to send.</returns>
    public WskBuffer Describe(byte[] head, int headCount, byte[] body, int bodyOffset, int bodyCount)
    {
        Set(First, head, 0, headCount);
        Set(Second, body, bodyOffset, bodyCount);
        First.Next = Second;
        return new WskBuffer(First, 0, headCount + bodyCount);
    }

    /// <summary>Forgets what was sent.</summary>
    public void Clear()
    {
        First.Next = null;
        First.Buffer = [];
        Second.Buffer = [];
        Connection = null;
        Batch = null;
        Length = 0;
    }

    private static void Set(Mdl mdl, byte[] memory, int offset, int count)
    {
        mdl.Buffer = memory;
        mdl.Offset = offset;
        mdl.ByteCount = count;
    }
}
