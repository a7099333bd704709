namespace NetStackSim.Kernel;

/// <summary>Decides when the world outside the loop has come to rest, so that virtual time may jump.</summary>
public interface IQuiescence
{
    /// <summary>Waits until no code outside the loop is running that could still post to it.</summary>
    /// <param name="loop">The loop that is about to jump.</param>
    /// <returns>False when the outside did not come to rest within the patience of the implementation; the run then fails.</returns>
    bool WaitForQuiet(EventLoop loop);
}
