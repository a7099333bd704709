using System.Diagnostics;
using System.Numerics;

namespace NetStackSim.Kernel;

/// <summary>All timers of one class: a hierarchical wheel for the far ones, a heap for those of the present tick. Exact order by (due, sequence).</summary>
/// <remarks>
/// <code>
///  tick = due >> 12 (4.1 us)      level 0: 64 slots of one tick    level k: 64 slots of 64^k ticks
///
///   position                 slots hold ticks after the position         near heap: ticks up to the position, exact
///      v
///  ----+---------+-----------+----------------------- ...
/// </code>
/// A slot's place follows from the highest six bits in which its ticks differ from the position. The announcement to the loop is a lower bound;
/// when it has come first, <see cref="ConfirmHead"/> moves the position there, spreads the slot, and announces exactly. So a cancelled timer
/// neither moves time nor counts as an event.
/// </remarks>
internal sealed class TimerWheel : EventSource
{
    private const int TickBits = 12;
    private const int LevelBits = 6;
    private const int SlotsPerLevel = 1 << LevelBits;
    private const int Levels = 9;

    // Slots with no more timers are searched for their first one instead of being spread level by level.
    private const int FewTimers = 16;

    private readonly LoopTimer?[] _slots = new LoopTimer?[Levels * SlotsPerLevel];
    private readonly ulong[] _occupied = new ulong[Levels];
    private readonly TimerHeap _near = new();
    private uint _occupiedLevels;
    private long _position;
    private long _announcedDue = long.MaxValue;
    private long _announcedSequence;
    private bool _isFiring;

    public TimerWheel(EventLoop loop, EventClass cls, string name)
        : base(loop, cls, name) => VerifiesHead = true;

    /// <summary>Timers that will expire.</summary>
    public int ArmedCount { get; set; }

    /// <summary>Puts a timer where its due time belongs.</summary>
    public void Requeue(LoopTimer timer)
    {
        Dequeue(timer);
        if (!timer.IsArmed)
        {
            timer.IsArmed = true;
            ArmedCount++;
        }

        Insert(timer);
        if (!_isFiring && (timer.Due < _announcedDue || HeapIndex < 0))
        {
            Announce(timer.Due, timer.Sequence);
        }
    }

    /// <summary>Takes a timer out of its slot or of the heap.</summary>
    public void Dequeue(LoopTimer timer)
    {
        if (timer.Slot >= 0)
        {
            Unlink(timer);
        }
        else if (timer.Slot == LoopTimer.Near)
        {
            _near.RemoveAt(timer.HeapIndex);
            timer.Slot = LoopTimer.NotQueued;
        }
    }

    public void ReportPending(StallReport report)
    {
        foreach (LoopTimer timer in Armed())
        {
            report.Add("timer", $"{timer.Description}, due at {timer.Due} ns");
        }
    }

    /// <summary>The armed timers in the order in which they will expire. Cold: collects and sorts.</summary>
    public List<LoopTimer> Armed()
    {
        List<LoopTimer> timers = [];
        _near.CollectArmed(timers);
        foreach (LoopTimer? first in _slots)
        {
            for (LoopTimer? timer = first; timer is not null; timer = timer.Next)
            {
                if (timer.IsArmed)
                {
                    timers.Add(timer);
                }
            }
        }

        timers.Sort(static (a, b) => (a.Due, a.Sequence).CompareTo((b.Due, b.Sequence)));
        return timers;
    }

    internal override bool ConfirmHead()
    {
        // Ends: every round drops or moves an entry, spreads a slot, or returns.
        while (true)
        {
            if (_near.Count > 0)
            {
                LoopTimer timer = _near.First;
                if (timer.IsArmed && timer.Sequence == _near.FirstSequence)
                {
                    return ConfirmExact(timer);
                }

                _near.RemoveAt(0);
                Reinsert(timer);
            }
            else if (_occupiedLevels == 0)
            {
                GoIdle();
                return false;
            }
            else if (!ConfirmSlot(EarliestSlot()))
            {
                return false;
            }
        }
    }

    protected internal override void RunHead()
    {
        LoopTimer timer = _near.First;
        Debug.Assert(timer.IsArmed && timer.Due == _announcedDue);
        _near.RemoveAt(0);
        timer.Slot = LoopTimer.NotQueued;
        timer.IsArmed = false;
        ArmedCount--;
        _isFiring = true;
        try
        {
            timer.Fire();
        }
        finally
        {
            _isFiring = false;
            AnnounceNext();
        }
    }

    // True when the slot was spread or became empty, false when a later announcement was made instead.
    private bool ConfirmSlot(int slot)
    {
        if (!TryFindFirst(slot, out LoopTimer? first))
        {
            long start = EarliestSlotTick() << TickBits;
            if (start > _announcedDue)
            {
                Announce(start, 0);
                return false;
            }

            Spread(slot, EarliestSlotTick());
        }
        else if (first is not null)
        {
            if (!ConfirmExact(first))
            {
                return false;
            }

            // No timer lies before the first one of the earliest slot, so the position may go straight to it.
            Spread(slot, first.Due >> TickBits);
        }

        return true;
    }

    // Finds the first timer of a slot with few timers; drops the cancelled ones and moves the re-armed ones on the way. False: too many to look at.
    private bool TryFindFirst(int slot, out LoopTimer? first)
    {
        first = null;
        int looked = 0;
        for (LoopTimer? timer = _slots[slot], next; timer is not null; timer = next)
        {
            if (++looked > FewTimers)
            {
                return false;
            }

            next = timer.Next;
            if (!timer.IsArmed || timer.Due != timer.QueuedDue)
            {
                Unlink(timer);
                Reinsert(timer);
            }

            // A timer that moved by little may be in this slot again.
            if (timer.Slot != slot)
            {
                continue;
            }

            if (first is null || timer.Due < first.Due || (timer.Due == first.Due && timer.Sequence < first.Sequence))
            {
                first = timer;
            }
        }

        return true;
    }

    private bool ConfirmExact(LoopTimer timer)
    {
        if (timer.Due == _announcedDue && timer.Sequence == _announcedSequence)
        {
            return true;
        }

        Announce(timer.Due, timer.Sequence);
        return false;
    }

    private void AnnounceNext()
    {
        if (_near.Count > 0)
        {
            Announce(_near.FirstDue, _near.FirstSequence);
        }
        else if (_occupiedLevels != 0)
        {
            Announce(EarliestSlotTick() << TickBits, 0);
        }
        else
        {
            GoIdle();
        }
    }

    private void Announce(long due, long sequence)
    {
        _announcedDue = due;
        _announcedSequence = sequence;
        SetNext(due, sequence);
    }

    private void GoIdle()
    {
        // Nothing is queued, so the position may follow the clock: the next timers then lie in low levels.
        _position = Loop.Now >> TickBits;
        _announcedDue = long.MaxValue;
        SetIdle();
    }

    private void Insert(LoopTimer timer)
    {
        timer.QueuedDue = timer.Due;
        long tick = timer.Due >> TickBits;
        if (tick <= _position)
        {
            timer.Slot = LoopTimer.Near;
            _near.Add(timer);
            return;
        }

        int level = BitOperations.Log2((ulong)(tick ^ _position)) / LevelBits;
        int digit = (int)(tick >> (level * LevelBits)) & (SlotsPerLevel - 1);
        Link(timer, (level * SlotsPerLevel) + digit);
    }

    private void Link(LoopTimer timer, int slot)
    {
        LoopTimer? first = _slots[slot];
        timer.Slot = slot;
        timer.Previous = null;
        timer.Next = first;
        if (first is not null)
        {
            first.Previous = timer;
        }

        _slots[slot] = timer;
        int level = slot / SlotsPerLevel;
        _occupied[level] |= 1UL << slot;
        _occupiedLevels |= 1u << level;
    }

    private void Unlink(LoopTimer timer)
    {
        int slot = timer.Slot;
        if (timer.Previous is { } previous)
        {
            previous.Next = timer.Next;
        }
        else
        {
            _slots[slot] = timer.Next;
            if (timer.Next is null)
            {
                MarkEmpty(slot);
            }
        }

        if (timer.Next is { } next)
        {
            next.Previous = timer.Previous;
        }

        timer.Next = null;
        timer.Previous = null;
        timer.Slot = LoopTimer.NotQueued;
    }

    private void MarkEmpty(int slot)
    {
        int level = slot / SlotsPerLevel;
        _occupied[level] &= ~(1UL << slot);
        if (_occupied[level] == 0)
        {
            _occupiedLevels &= ~(1u << level);
        }
    }

    // The lowest occupied level holds the earliest timers, and in it the lowest slot: all ticks are after the position and share its higher digits.
    private int EarliestSlot()
    {
        int level = BitOperations.TrailingZeroCount(_occupiedLevels);
        return (level * SlotsPerLevel) + BitOperations.TrailingZeroCount(_occupied[level]);
    }

    private long EarliestSlotTick()
    {
        int slot = EarliestSlot();
        int shift = slot / SlotsPerLevel * LevelBits;
        long higher = _position >> shift >> LevelBits << LevelBits;
        return (higher | (long)(slot & (SlotsPerLevel - 1))) << shift;
    }

    private void Spread(int slot, long position)
    {
        _position = position;
        LoopTimer? timer = _slots[slot];
        _slots[slot] = null;
        MarkEmpty(slot);
        while (timer is not null)
        {
            LoopTimer? next = timer.Next;
            timer.Next = null;
            timer.Previous = null;
            Reinsert(timer);
            timer = next;
        }
    }

    private void Reinsert(LoopTimer timer)
    {
        timer.Slot = LoopTimer.NotQueued;
        if (timer.IsArmed)
        {
            Insert(timer);
        }
    }
}
