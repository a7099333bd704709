namespace NetStackSim.Kernel;

/// <content>The I/O manager, the module registrar and the object tables of the host.</content>
public sealed partial class SimKernel
{
    /// <summary>IRPs, drivers, devices, files and their names.</summary>
    public IoManager Io { get; private set; } = null!;

    /// <summary>The network module registrar.</summary>
    public NetworkModuleRegistrar Nmr { get; private set; } = null!;

    /// <summary>The processes.</summary>
    public ProcessTable Processes { get; private set; } = null!;

    /// <summary>The registry. It outlives the host: give it to the next one in <see cref="SimKernelOptions.Registry"/>, and that is a reboot.</summary>
    public RegistryHive Registry { get; private set; } = null!;

    /// <summary>The process whose thread runs; the system process in DPCs, work items and user code.</summary>
    [WindowsDdi("PsGetCurrentProcess")]
    public SimProcess CurrentProcess => CurrentThread?.Process ?? Processes.System;

    /// <summary>Starts a simulated thread of a process. Its first step runs as an event of its own.</summary>
    /// <param name="process">The owner.</param>
    /// <param name="name">Name in reports.</param>
    /// <param name="body">The thread's code; it awaits where a real thread would block.</param>
    /// <param name="processor">Where it runs; null for processor 0.</param>
    /// <returns>The thread.</returns>
    [WindowsDdi("CreateThread")]
    [RequiresIrql(Max = Irql.Passive)]
    public SimThread StartThread(SimProcess process, string name, Func<SimThread, Task> body, Processor? processor = null)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (process.HasExited)
        {
            throw new InvalidOperationException($"Process {process} has exited.");
        }

        SimThread thread = StartThread(name, body, processor);
        thread.Process = process;
        return thread;
    }

    partial void InitializeObjects(SimKernelOptions options)
    {
        Registry = options.Registry ?? new RegistryHive();
        Io = new IoManager(this);
        Nmr = new NetworkModuleRegistrar(this);
        Processes = new ProcessTable(this);

        // The first observer to be added is the last to be told when the host goes down.
        AddPhaseObserver(new ObjectsAtPowerOff());
    }
}
