namespace NetStackSim.Kernel;

/// <summary>Told about the processes of a host; sockets close with their process this way.</summary>
public interface IProcessObserver
{
    /// <summary>A process was started. Runs at Passive.</summary>
    /// <param name="process">The process.</param>
    void OnProcessStarted(SimProcess process)
    {
    }

    /// <summary>A process exits; its handles are still open. Runs at Passive.</summary>
    /// <param name="process">The process.</param>
    void OnProcessExiting(SimProcess process);
}
