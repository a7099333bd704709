namespace NetStackSim.Kernel;

/// <summary>Lets events through one by one in stepped mode: a lab that waits for a key, a debugger page.</summary>
public interface IStepper
{
    /// <summary>Asked before each event; may block as long as it likes and look at everything, but must not create or cancel events.</summary>
    /// <param name="loop">The loop; its time is still that of the event before.</param>
    /// <param name="next">The event that would run.</param>
    /// <returns>False to leave the event pending and return from the running method of the loop.</returns>
    bool Approve(EventLoop loop, in PendingEvent next);
}
