namespace NetStackSim.Kernel;

/// <content>The queues of a processor and the announcement of their head.</content>
public sealed partial class Processor
{
    private InterruptObject? _firstInterrupt;
    private Dpc? _firstDpc;
    private Dpc? _lastDpc;
    private PassiveWork? _firstWork;
    private PassiveWork? _lastWork;
    private int _dpcsInRow;

    /// <summary>DPCs that wait.</summary>
    public int QueuedDpcs { get; private set; }

    /// <summary>DPCs that ran.</summary>
    public long DpcCount { get; private set; }

    internal void Enqueue(InterruptObject interrupt)
    {
        interrupt.IsPending = true;
        interrupt.Sequence = Loop.NextSequence();
        if (_firstInterrupt is null || _firstInterrupt.Dirql < interrupt.Dirql)
        {
            interrupt.Next = _firstInterrupt;
            _firstInterrupt = interrupt;
            Announce();
            return;
        }

        // Behind all of the same or a higher level; a host has a handful of interrupts.
        InterruptObject previous = _firstInterrupt;
        while (previous.Next is { } next && next.Dirql >= interrupt.Dirql)
        {
            previous = next;
        }

        interrupt.Next = previous.Next;
        previous.Next = interrupt;
    }

    internal void Enqueue(Dpc dpc)
    {
        dpc.IsQueued = true;
        dpc.Sequence = Loop.NextSequence();
        QueuedDpcs++;
        if (_firstDpc is null)
        {
            _firstDpc = _lastDpc = dpc;
            Announce();
        }
        else if (dpc.IsImportant)
        {
            dpc.Next = _firstDpc;
            _firstDpc = dpc;
        }
        else
        {
            _lastDpc!.Next = dpc;
            _lastDpc = dpc;
        }
    }

    internal bool Remove(Dpc dpc)
    {
        Dpc? previous = null;
        for (Dpc? queued = _firstDpc; queued is not null; previous = queued, queued = queued.Next)
        {
            if (!ReferenceEquals(queued, dpc))
            {
                continue;
            }

            Unlink(dpc, previous);
            Announce();
            return true;
        }

        return false;
    }

    internal void Enqueue(PassiveWork work)
    {
        work.IsQueued = true;
        work.Sequence = Loop.NextSequence();
        if (_firstWork is null)
        {
            _firstWork = _lastWork = work;
            Announce();
        }
        else
        {
            _lastWork!.Next = work;
            _lastWork = work;
        }
    }

    private InterruptObject TakeInterrupt()
    {
        InterruptObject interrupt = _firstInterrupt!;
        _firstInterrupt = interrupt.Next;
        interrupt.Next = null;
        interrupt.IsPending = false;
        return interrupt;
    }

    private Dpc TakeDpc()
    {
        Dpc dpc = _firstDpc!;
        Unlink(dpc, null);
        _dpcsInRow++;
        DpcCount++;
        return dpc;
    }

    private void Unlink(Dpc dpc, Dpc? previous)
    {
        if (previous is null)
        {
            _firstDpc = dpc.Next;
        }
        else
        {
            previous.Next = dpc.Next;
        }

        if (ReferenceEquals(_lastDpc, dpc))
        {
            _lastDpc = previous;
        }

        dpc.Next = null;
        dpc.IsQueued = false;
        QueuedDpcs--;
    }

    private PassiveWork TakePassive()
    {
        _dpcsInRow = 0;
        PassiveWork? previous = Loop.ScheduleFuzz is { } fuzz ? PickPrevious(fuzz) : null;
        PassiveWork work = previous is null ? _firstWork! : previous.Next!;
        if (previous is null)
        {
            _firstWork = work.Next;
        }
        else
        {
            previous.Next = work.Next;
        }

        if (ReferenceEquals(_lastWork, work))
        {
            _lastWork = previous;
        }

        work.Next = null;
        work.IsQueued = false;
        return work;
    }

    // Windows runs work items in several threads, so any order among them is legal. Gives the one before the chosen one; null for the first.
    private PassiveWork? PickPrevious(RandomStream fuzz)
    {
        int count = 0;
        for (PassiveWork? work = _firstWork; work is not null; work = work.Next)
        {
            count++;
        }

        PassiveWork? previous = null;
        for (int skip = fuzz.Next(count); skip > 0; skip--)
        {
            previous = previous is null ? _firstWork : previous.Next;
        }

        return previous;
    }

    // After a full quota of DPCs one piece of passive work gets its turn, so that a DPC that queues itself cannot starve threads.
    private EventClass HeadClass() =>
        _firstInterrupt is not null ? EventClass.Isr
        : _firstDpc is not null && (_dpcsInRow < _dpcQuota || _firstWork is null) ? EventClass.Dpc
        : EventClass.Passive;

    private void Announce()
    {
        if (_isDispatching)
        {
            return;
        }

        EventClass cls = HeadClass();
        long sequence = cls switch
        {
            EventClass.Isr => _firstInterrupt!.Sequence,
            EventClass.Dpc => _firstDpc!.Sequence,
            _ => _firstWork?.Sequence ?? 0,
        };
        if (sequence == 0)
        {
            _dpcsInRow = 0;
            SetIdle();
            return;
        }

        SetNext(Math.Max(Loop.Now, BusyUntil), cls, Loop.ScheduleFuzz is { } fuzz ? FuzzedSequence(fuzz) : sequence);
    }

    // Processors run side by side: which of two dispatches at one instant comes first is open.
    private static long FuzzedSequence(RandomStream fuzz) => (long)(fuzz.NextUInt64() >> (64 - EventLoop.SequenceBits));
}
