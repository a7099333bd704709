namespace NetStackSim.Kernel;

/// <content>The owner of a thread.</content>
public sealed partial class SimThread
{
    private SimProcess? _process;

    /// <summary>The process that the thread belongs to; the system process for threads of drivers.</summary>
    [WindowsDdi("PsGetThreadProcess")]
    public SimProcess Process
    {
        get => _process ?? Kernel.Processes.System;
        internal set => _process = value;
    }
}
