using System.Runtime.CompilerServices;

namespace NetStackSim.Kernel;

/// <summary>What all timers of a loop share: a place in a <see cref="TimerWheel"/>. Use <see cref="KernelTimer"/>, or the <see cref="SimTimeProvider"/>.</summary>
public abstract class LoopTimer
{
    /// <summary>Slot number of a timer that is in no structure of the wheel.</summary>
    internal const int NotQueued = -1;

    /// <summary>Slot number of a timer in the wheel's near heap.</summary>
    internal const int Near = -2;

    private protected LoopTimer(TimerWheel wheel) => Wheel = wheel;

    /// <summary>True while the timer will expire.</summary>
    public bool IsSet => IsArmed;

    /// <summary>When the timer expires, in nanoseconds; meaningful while it is set.</summary>
    public long DueNs => Due;

    internal TimerWheel Wheel { get; }

    internal long Due { get; private set; }

    internal long Sequence { get; private set; }

    internal bool IsArmed { get; set; }

    // Lower bound of Due under which the wheel has the timer; Due may have moved later since.
    internal long QueuedDue { get; set; }

    internal int Slot { get; set; } = NotQueued;

    internal int HeapIndex { get; set; }

    internal LoopTimer? Next { get; set; }

    internal LoopTimer? Previous { get; set; }

    /// <summary>Name in reports.</summary>
    internal abstract string Description { get; }

    /// <summary>Runs the expired timer.</summary>
    internal abstract void Fire();

    internal static long SaturatingAdd(long time, long span) => span > long.MaxValue - time ? long.MaxValue : time + span;

    // A timer that moves later stays where it is queued; the wheel moves it when it gets there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Arm(long due)
    {
        Due = due;
        Sequence = Wheel.Loop.NextSequence();
        if (Slot != NotQueued && due >= QueuedDue)
        {
            if (!IsArmed)
            {
                IsArmed = true;
                Wheel.ArmedCount++;
            }

            return;
        }

        Wheel.Requeue(this);
    }

    // The wheel drops the entry when it gets there, unless the timer is armed again before.
    internal bool Disarm()
    {
        if (!IsArmed)
        {
            return false;
        }

        IsArmed = false;
        Wheel.ArmedCount--;
        return true;
    }

    internal void Remove()
    {
        Disarm();
        Wheel.Dequeue(this);
    }
}
