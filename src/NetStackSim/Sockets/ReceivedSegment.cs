using System.Buffers;
using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>One piece of received data in the sequence of a pipe reader; it lies in the memory that the NIC received into.</summary>
internal sealed class ReceivedSegment : ReadOnlySequenceSegment<byte>
{
    /// <summary>The indication that lent the memory.</summary>
    public RetainedIndication? Indication { get; private set; }

    /// <summary>The segment behind this one.</summary>
    public ReceivedSegment? Following => (ReceivedSegment?)Next;

    /// <summary>Describes memory and links the segment behind <paramref name="last"/>.</summary>
    public void Set(Mdl mdl, int offset, int length, RetainedIndication indication, ReceivedSegment? last)
    {
        Memory = mdl.Buffer.AsMemory(mdl.Offset + offset, length);
        Indication = indication;
        Next = null;
        RunningIndex = last is null ? 0 : last.RunningIndex + last.Memory.Length;
        if (last is not null)
        {
            last.Next = this;
        }
    }

    /// <summary>Forgets everything, for reuse.</summary>
    public void Clear()
    {
        Memory = default;
        Indication = null;
        Next = null;
    }
}
