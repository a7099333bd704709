namespace NetStackSim.Kernel;

/// <summary>The processes of one host. Ids are given in order, so that equal runs have equal ids. IRQL: Passive.</summary>
public sealed class ProcessTable
{
    private readonly List<SimProcess> _processes = [];
    private readonly List<IProcessObserver> _observers = [];

    internal ProcessTable(SimKernel kernel)
    {
        Kernel = kernel;
        Idle = new SimProcess(this, 0, "Idle", SimToken.System, null, 0);
        System = new SimProcess(this, 4, "System", SimToken.System, null, 0);
        _processes.Add(Idle);
        _processes.Add(System);
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>Process 0.</summary>
    public SimProcess Idle { get; }

    /// <summary>Process 4: every driver runs as it.</summary>
    public SimProcess System { get; }

    /// <summary>Processes that have not exited, in the order of their start.</summary>
    public IReadOnlyList<SimProcess> All => _processes;

    /// <summary>The process with an id; null if there is none.</summary>
    /// <param name="id">The id.</param>
    public SimProcess? Find(int id)
    {
        foreach (SimProcess process in _processes)
        {
            if (process.Id == id)
            {
                return process;
            }
        }

        return null;
    }

    /// <summary>Starts a process.</summary>
    /// <param name="imagePath">Image as an NT device path.</param>
    /// <param name="token">Who it is.</param>
    /// <param name="parent">Who starts it; null: the system.</param>
    [WindowsDdi("PsCreateSystemProcess")]
    public SimProcess Start(string imagePath, SimToken token, SimProcess? parent = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        ArgumentNullException.ThrowIfNull(token);
        SimProcess process = new(this, Kernel.NextClientId(), imagePath, token, parent ?? System, Kernel.Now);
        _processes.Add(process);
        foreach (IProcessObserver observer in _observers)
        {
            observer.OnProcessStarted(process);
        }

        return process;
    }

    /// <summary>Ends a process: tells the observers, then closes its handles, newest first.</summary>
    /// <param name="process">A process that this table started.</param>
    /// <param name="exitCode">What it leaves behind.</param>
    public async ValueTask Exit(SimProcess process, int exitCode = 0)
    {
        if (process.HasExited || process.Id is 0 or 4)
        {
            throw new InvalidOperationException($"Process {process} cannot exit{(process.HasExited ? " twice" : "")}.");
        }

        process.HasExited = true;
        process.ExitCode = exitCode;
        for (int i = _observers.Count - 1; i >= 0; i--)
        {
            _observers[i].OnProcessExiting(process);
        }

        while (process.Files.Count > 0)
        {
            FileObject file = process.Files[^1];
            while (file.HandleCount > 0)
            {
                await Kernel.Io.CloseHandle(file);
            }
        }

        _processes.Remove(process);
    }

    /// <summary>Ends all processes but the first two, newest first.</summary>
    public async ValueTask ExitAll()
    {
        while (_processes.Count > 2)
        {
            await Exit(_processes[^1]);
        }
    }

    /// <summary>Registers somebody who wants to know about processes.</summary>
    /// <param name="observer">Called in the order of registration at a start, in the reverse order at an exit.</param>
    [WindowsDdi("PsSetCreateProcessNotifyRoutine")]
    public void AddObserver(IProcessObserver observer) => _observers.Add(observer);

    /// <summary>Ends a registration.</summary>
    /// <param name="observer">The observer.</param>
    public void RemoveObserver(IProcessObserver observer) => _observers.Remove(observer);

    /// <summary>The machine is off: what still ran is gone, and the handles it left open are leaks.</summary>
    internal void PowerOff()
    {
        foreach (SimProcess process in _processes)
        {
            process.HasExited = process.Id is not (0 or 4);
        }

        _processes.RemoveRange(2, _processes.Count - 2);
    }
}
