using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>The kernel of one simulated host: handed to every component that lives on it. Belongs to exactly one loop.</summary>
/// <remarks>Loop thread only. Code of the user that calls in runs on processor 0 at <see cref="Irql.Passive"/>.</remarks>
public sealed partial class SimKernel
{
    private readonly Processor[] _processors;
    private readonly List<ILeakSource> _leakSources = [];
    private readonly List<IHostPhaseObserver> _phaseObservers = [];
    private TraceRing? _trace;
    private ulong _lastCorrelation;

    /// <summary>Makes a host that is off.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="options">Settings; null for one processor, verifier on.</param>
    public SimKernel(EventLoop loop, SimKernelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loop);
        options ??= new SimKernelOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ProcessorCount, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ProcessorCount, 64, nameof(options));
        Loop = loop;
        Name = options.Name;
        HostIndex = options.HostIndex;
        _processors = new Processor[options.ProcessorCount];
        for (int i = 0; i < _processors.Length; i++)
        {
            _processors[i] = new Processor(this, i, options);
        }

        CurrentProcessor = BootProcessor;
        Waits = new KernelWaits(this);
        loop.AddStallReporter(Waits);
        Drops = new DropCounters(this);
        Verifier = options.Verifier ? new Verifier(this) : null;
        Mdls = new MdlPool(Pools, "mdl");
        AddLeakSource(Pools);
        AddLeakSource(new TimerLeaks(this));
        AddLeakSource(new ThreadLeaks(this));
        InitializeObjects(options);
    }

    /// <summary>Name of the host.</summary>
    public string Name { get; }

    /// <summary>Number of the host.</summary>
    public int HostIndex { get; }

    /// <summary>The loop that the host belongs to.</summary>
    public EventLoop Loop { get; }

    /// <summary>The loop's time in nanoseconds since the start.</summary>
    [WindowsDdi("KeQueryInterruptTime")]
    public long Now => Loop.Now;

    /// <summary>The processors.</summary>
    public ReadOnlySpan<Processor> Processors => _processors;

    /// <summary>The processor whose code runs; processor 0 while none of this host does.</summary>
    [WindowsDdi("KeGetCurrentProcessorNumberEx")]
    public Processor CurrentProcessor { get; internal set; }

    /// <summary>Processor 0.</summary>
    public Processor BootProcessor => _processors[0];

    /// <summary>Drops of this host by reason.</summary>
    public DropCounters Drops { get; }

    /// <summary>Copied bytes of this host by reason.</summary>
    public CopyLedger Copies { get; } = new();

    /// <summary>The pools of this host.</summary>
    public PoolRegistry Pools { get; } = new();

    /// <summary>Describing MDLs for every layer.</summary>
    public MdlPool Mdls { get; }

    /// <summary>The verifier; null when off.</summary>
    public Verifier? Verifier { get; }

    /// <summary>Where trace events go; null when nobody looks.</summary>
    public TraceRing? Trace
    {
        get => _trace;
        set
        {
            _trace = value;
            DropComponent = value?.Component(Name + "/drop") ?? 0;
            KernelComponent = value?.Component(Name + "/kernel") ?? 0;
        }
    }

    /// <summary>Where the host is in its life.</summary>
    public HostPhase Phase { get; private set; }

    internal LockOrderGraph LockOrder { get; } = new();

    internal ushort DropComponent { get; private set; }

    internal ushort KernelComponent { get; private set; }

    /// <summary>The random stream of a purpose on this host.</summary>
    /// <param name="name">The purpose, for example <c>tcp.isn</c>.</param>
    /// <returns>The stream <c>host/name</c> of the loop.</returns>
    public RandomStream RandomStream(string name) => Loop.Random[$"{Name}/{name}"];

    /// <summary>Gives a list or frame that is created here its identity (out-of-band slot 13).</summary>
    /// <returns>Host number in the upper 16 bits, a counter from 1 below.</returns>
    public ulong NextCorrelationId() => ((ulong)HostIndex << 48) | ++_lastCorrelation;

    /// <summary>Stops the run because an invariant is broken.</summary>
    /// <param name="code">Stop code.</param>
    /// <param name="p1">First parameter.</param>
    /// <param name="p2">Second parameter.</param>
    /// <param name="p3">Third parameter.</param>
    /// <param name="p4">Fourth parameter.</param>
    /// <param name="culprit">Driver or component that broke it.</param>
    /// <param name="reportText">What happened, in words; null for none.</param>
    /// <exception cref="BugCheckException">Always.</exception>
    [DoesNotReturn]
    [WindowsDdi("KeBugCheckEx")]
    public void BugCheck(BugCheckCode code, ulong p1, ulong p2, ulong p3, ulong p4, string culprit, string? reportText = null) =>
        throw new BugCheckException(code, culprit, $"{Name}: {reportText ?? code.ToString()}", p1, p2, p3, p4);

    /// <summary>Goes to the next phase and tells the observers, in the order in which they were added (when stopping, in reverse).</summary>
    /// <param name="phase">The phase; the one that follows the present one, or Stopping from BootTime.</param>
    public void EnterPhase(HostPhase phase)
    {
        HostPhase before = Phase;
        bool isNext = phase == (HostPhase)(((int)before + 1) % 4) || (before == HostPhase.BootTime && phase == HostPhase.Stopping);
        if (!isNext)
        {
            throw new InvalidOperationException($"Host '{Name}' cannot go from {before} to {phase}.");
        }

        Phase = phase;
        bool upwards = phase is HostPhase.BootTime or HostPhase.Running;
        int count = _phaseObservers.Count;
        for (int i = 0; i < count; i++)
        {
            _phaseObservers[upwards ? i : count - 1 - i].OnPhaseChanged(this, before);
        }
    }

    /// <summary>Adds somebody who is told of phase changes.</summary>
    /// <param name="observer">Told from the next change on.</param>
    public void AddPhaseObserver(IHostPhaseObserver observer) => _phaseObservers.Add(observer);

    /// <summary>Adds somebody who knows what is outstanding.</summary>
    /// <param name="source">Asked by <see cref="CheckLeaks"/>, in the order of adding.</param>
    public void AddLeakSource(ILeakSource source) => _leakSources.Add(source);

    /// <summary>Collects what is outstanding on this host: pool objects, armed timers, and whatever the other sources know.</summary>
    /// <returns>The report; clean when all is back.</returns>
    public LeakReport CheckLeaks()
    {
        LeakReport report = new();
        foreach (ILeakSource source in _leakSources)
        {
            source.ReportLeaks(report);
        }

        return report;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // The I/O manager, the registrar and the object tables hook themselves in here.
    partial void InitializeObjects(SimKernelOptions options);
}
