namespace NetStackSim.Kernel;

/// <summary>How a loop's time passes.</summary>
public enum EventLoopMode
{
    /// <summary>Time jumps to the next due event.</summary>
    Virtual,

    /// <summary>Time is the clock of the <see cref="IPacer"/>; the loop waits until the next event is due.</summary>
    Real,

    /// <summary>Time jumps as in virtual mode, but each event waits for an <see cref="IStepper"/> or an explicit <see cref="EventLoop.RunOne"/>.</summary>
    Stepped,
}
