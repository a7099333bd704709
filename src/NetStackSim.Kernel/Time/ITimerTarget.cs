namespace NetStackSim.Kernel;

/// <summary>Receives the expiry of a <see cref="KernelTimer"/>.</summary>
[WindowsDdi("KDEFERRED_ROUTINE")]
public interface ITimerTarget
{
    /// <summary>The timer expired. It is no longer set and may be set again. Runs at <see cref="Irql.Dispatch"/> on the timer's processor.</summary>
    /// <param name="id">The number given to the timer when it was made.</param>
    void OnTimer(int id);
}
