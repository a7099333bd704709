namespace NetStackSim.Kernel;

/// <summary>Receives one-shot events of <see cref="EventLoop.Schedule"/>.</summary>
public interface IEventTarget
{
    /// <summary>The event is due.</summary>
    /// <param name="token">The number given when it was scheduled.</param>
    void OnEvent(int token);
}
