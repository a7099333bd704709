using System.Diagnostics;

namespace NetStackSim.Kernel;

/// <summary>A FIFO of pending IRPs that may be cancelled at any time (IoCsq*). Allocates nothing; the links lie in the IRPs.</summary>
/// <remarks>
/// The queue sets and clears the cancel routine, so that exactly one side completes an IRP (rule 11): who gets it from <see cref="RemoveNext()"/> or
/// <see cref="Remove"/> completes it; an IRP that is being cancelled goes to the owner's <see cref="IIrpQueueOwner.CompleteCanceledIrp"/>. One loop is
/// one thread, so the queue needs no lock of its own. IRQL: at most Dispatch.
/// </remarks>
public sealed class IrpQueue
{
    private static readonly IrpCancelRoutine CancelRoutine = static (_, irp) => CancelQueued(irp);

    private readonly IIrpQueueOwner? _owner;
    private Irp? _head;
    private Irp? _tail;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="name">Appears in reports.</param>
    /// <param name="owner">Told about cancelled IRPs; null: they are completed with CANCELLED and nobody is told.</param>
    [WindowsDdi("IoCsqInitialize")]
    public IrpQueue(string name, IIrpQueueOwner? owner = null)
    {
        Name = name;
        _owner = owner;
    }

    /// <summary>Name for reports.</summary>
    public string Name { get; }

    /// <summary>IRPs in the queue.</summary>
    public int Count { get; private set; }

    /// <summary>True if no IRP waits.</summary>
    public bool IsEmpty => _head is null;

    /// <summary>The IRP that waits longest, which stays in the queue; null if there is none.</summary>
    public Irp? Peek => _head;

    /// <summary>Marks the IRP pending and puts it at the end. If it has been cancelled already, it is completed as cancelled at once.</summary>
    /// <remarks>The caller returns <see cref="NtStatus.Pending"/> in either case and must not touch the IRP.</remarks>
    /// <param name="irp">An IRP the caller's driver holds.</param>
    [WindowsDdi("IoCsqInsertIrp")]
    public void Insert(Irp irp)
    {
        Debug.Assert(irp.Queue is null, "an IRP waits in one queue");
        irp.MarkPending();
        irp.QueuePrevious = _tail;
        irp.QueueNext = null;
        if (_tail is null)
        {
            _head = irp;
        }
        else
        {
            _tail.QueueNext = irp;
        }

        _tail = irp;
        Arm(irp);
    }

    /// <summary>Puts an IRP back at the front, e.g. one whose buffer is only half full. Marks it pending.</summary>
    /// <param name="irp">An IRP the caller's driver holds.</param>
    public void InsertFirst(Irp irp)
    {
        Debug.Assert(irp.Queue is null, "an IRP waits in one queue");
        irp.MarkPending();
        irp.QueueNext = _head;
        irp.QueuePrevious = null;
        if (_head is null)
        {
            _tail = irp;
        }
        else
        {
            _head.QueuePrevious = irp;
        }

        _head = irp;
        Arm(irp);
    }

    /// <summary>Takes the IRP that waits longest; the caller completes it. Null if there is none that is not being cancelled.</summary>
    [WindowsDdi("IoCsqRemoveNextIrp")]
    public Irp? RemoveNext()
    {
        for (Irp? irp = _head; irp is not null; irp = irp.QueueNext)
        {
            if (TryTake(irp))
            {
                return irp;
            }
        }

        return null;
    }

    /// <summary>Takes the IRP about one file that waits longest (what a cleanup does in a loop).</summary>
    /// <param name="file">The file object.</param>
    [WindowsDdi("IoCsqRemoveNextIrp")]
    public Irp? RemoveNext(FileObject file)
    {
        for (Irp? irp = _head; irp is not null; irp = irp.QueueNext)
        {
            if (ReferenceEquals(irp.CurrentStackLocation.FileObject, file) && TryTake(irp))
            {
                return irp;
            }
        }

        return null;
    }

    /// <summary>Takes one certain IRP. False if it is not here any more or is being cancelled: then the caller must leave it alone.</summary>
    /// <param name="irp">The IRP.</param>
    [WindowsDdi("IoCsqRemoveIrp")]
    public bool Remove(Irp irp) => ReferenceEquals(irp.Queue, this) && TryTake(irp);

    /// <summary>Takes out and completes all IRPs, oldest first.</summary>
    /// <param name="status">Their final status.</param>
    public void CompleteAll(NtStatus status)
    {
        // New IRPs that a completion routine puts in are not part of this sweep.
        for (int n = Count; n > 0 && RemoveNext() is { } irp; n--)
        {
            irp.Complete(status);
        }
    }

    private static void CancelQueued(Irp irp)
    {
        IrpQueue queue = irp.Queue!;
        queue.Unlink(irp);
        irp.ReleaseCancelLock();
        irp.Status = NtStatus.Cancelled;
        irp.Information = 0;
        queue.CompleteCanceled(irp);
    }

    private void CompleteCanceled(Irp irp)
    {
        if (_owner is null)
        {
            irp.Complete();
            return;
        }

        _owner.CompleteCanceledIrp(this, irp);
    }

    private void Arm(Irp irp)
    {
        irp.Queue = this;
        Count++;
        irp.SetCancelRoutine(CancelRoutine);
        if (irp.Cancel && irp.SetCancelRoutine(null) is not null)
        {
            // Cancelled before it came here: nobody will call the routine.
            Unlink(irp);
            irp.Status = NtStatus.Cancelled;
            irp.Information = 0;
            CompleteCanceled(irp);
        }
    }

    private bool TryTake(Irp irp)
    {
        if (irp.SetCancelRoutine(null) is null)
        {
            return false;
        }

        Unlink(irp);
        return true;
    }

    private void Unlink(Irp irp)
    {
        if (irp.QueuePrevious is { } previous)
        {
            previous.QueueNext = irp.QueueNext;
        }
        else
        {
            _head = irp.QueueNext;
        }

        if (irp.QueueNext is { } next)
        {
            next.QueuePrevious = irp.QueuePrevious;
        }
        else
        {
            _tail = irp.QueuePrevious;
        }

        irp.QueueNext = null;
        irp.QueuePrevious = null;
        irp.Queue = null;
        Count--;
    }
}
