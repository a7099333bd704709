namespace NetStackSim.Kernel;

/// <summary>Brings continuations of a simulated thread back to it.</summary>
internal sealed class SimThreadContext(SimThread thread) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state)
    {
        UserWork step = new(d, state);
        if (thread.Kernel.Loop.IsLoopThread)
        {
            thread.AddStep(step);
        }
        else
        {
            thread.Kernel.Loop.Post(posted => thread.AddStep((UserWork)posted!), step);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing waits for a simulated thread by blocking.");

    public override SynchronizationContext CreateCopy() => this;
}
