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

    partial void InitializeObjects(SimKernelOptions options)
    {
        Io = new IoManager(this);
        Nmr = new NetworkModuleRegistrar(this);
        Processes = new ProcessTable(this);
    }
}
