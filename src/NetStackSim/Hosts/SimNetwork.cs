using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Simulation;

namespace NetStackSim;

/// <summary>
/// Simulated hosts and the wires between them, on one event loop. Build it, then <see cref="Run(Func{Task})"/> the programme: virtual time jumps
/// from event to event until the programme's task ends.
/// </summary>
/// <example>
/// <code>
/// using var network = new SimNetwork(seed: 7);
/// SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
/// SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
/// network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000, Loss = 0.05 });
/// </code>
/// </example>
public sealed class SimNetwork : IDisposable
{
    private readonly SimNetworkOptions _options;
    private readonly List<SimHost> _hosts = [];
    private readonly List<Link> _links = [];
    private readonly List<Switch> _switches = [];
    private bool _disposed;

    /// <summary>Makes an empty network in virtual time.</summary>
    /// <param name="seed">The seed of all randomness.</param>
    public SimNetwork(ulong seed = 1)
        : this(new SimNetworkOptions { Seed = seed })
    {
    }

    /// <summary>Makes an empty network.</summary>
    /// <param name="options">How it runs.</param>
    public SimNetwork(SimNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Loop = new EventLoop(new EventLoopOptions
        {
            Mode = options.Mode,
            Seed = options.Seed,
            Epoch = options.Epoch,
            Pacer = options.Pacer,
            FuzzSchedule = options.FuzzSchedule,
        });
        Wire = new WireContext(Loop);
    }

    /// <summary>The loop that runs everything.</summary>
    public EventLoop Loop { get; }

    /// <summary>What all ports of this network share: frames, drop counters, trace.</summary>
    public WireContext Wire { get; }

    /// <summary>The hosts in the order in which they were added.</summary>
    public IReadOnlyList<SimHost> Hosts => _hosts;

    /// <summary>The links in the order in which they were made.</summary>
    public IReadOnlyList<Link> Links => _links;

    /// <summary>Virtual time since the network was made.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Loop.Now / 100);

    /// <summary>Virtual time since the network was made, in nanoseconds.</summary>
    public long NowNs => Loop.Now;

    /// <summary>Names the run so far: equal for equal seeds and programmes, whoever watches.</summary>
    public ulong Digest => Loop.Digest;

    /// <summary>The virtual clock for .NET code.</summary>
    public TimeProvider TimeProvider => Loop.TimeProvider;

    internal SimNetworkOptions Options => _options;

    /// <summary>Adds a Windows host with its whole stack, running.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="configure">Addresses, adapters, drivers, profile.</param>
    /// <returns>The host.</returns>
    public SimHost AddHost(string name, Action<SimHostBuilder>? configure = null)
    {
        var builder = new SimHostBuilder();
        configure?.Invoke(builder);
        var host = new SimHost(this, name, _hosts.Count + 1, builder);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Adds a learning switch.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its table and MTU.</param>
    /// <returns>The switch.</returns>
    public Switch AddSwitch(string name, SwitchOptions? options = null)
    {
        var added = new Switch(Wire, name, options);
        _switches.Add(added);
        return added;
    }

    /// <summary>Connects the first adapters of two hosts.</summary>
    /// <param name="a">One host.</param>
    /// <param name="b">The other.</param>
    /// <param name="options">Delay, rate and impairments of each direction; null is a cable without any.</param>
    /// <returns>The link.</returns>
    public Link Connect(SimHost a, SimHost b, LinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Connect(a.Nic, b.Nic, options);
    }

    /// <summary>Connects the first adapter of a host to a new port of a switch.</summary>
    /// <param name="host">The host.</param>
    /// <param name="to">The switch.</param>
    /// <param name="options">Delay, rate and impairments of each direction; null is a cable without any.</param>
    /// <returns>The link.</returns>
    public Link Connect(SimHost host, Switch to, LinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(to);
        return Connect(host.Nic, to.AddPort(), options);
    }

    /// <summary>Connects two ports: adapters, switch ports, TAP devices.</summary>
    /// <param name="a">One port.</param>
    /// <param name="b">The other.</param>
    /// <param name="options">Delay, rate and impairments of each direction; null is a cable without any.</param>
    /// <param name="back">The direction from <paramref name="b"/> to <paramref name="a"/> when it differs.</param>
    /// <returns>The link.</returns>
    public Link Connect(IWirePort a, IWirePort b, LinkOptions? options = null, LinkOptions? back = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Link link = Link.Connect(Wire, $"{a.Name}-{b.Name}", a, b, Digested(options), Digested(back ?? options));
        _links.Add(link);
        return link;
    }

    /// <summary>Finds the address of a host by its name, as a hosts file would.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Its first address, or null.</returns>
    public Packets.IpAddress? Resolve(string name)
    {
        foreach (SimHost host in _hosts)
        {
            if (string.Equals(host.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return host.Address;
            }
        }

        return null;
    }

    /// <summary>Runs asynchronous code on the simulation context until its task ends, jumping from event to event.</summary>
    /// <param name="programme">The code; it awaits simulated operations and delays of <see cref="TimeProvider"/>.</param>
    /// <exception cref="SimulationStalledException">The task waits for something that no pending event can bring.</exception>
    public void Run(Func<Task> programme) => Loop.Run(programme);

    /// <summary>Runs asynchronous code until its task ends and returns its result.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="programme">The code.</param>
    /// <returns>The result.</returns>
    /// <exception cref="SimulationStalledException">The task waits for something that no pending event can bring.</exception>
    public T Run<T>(Func<Task<T>> programme) => Loop.Run(programme);

    /// <summary>Lets virtual time pass.</summary>
    /// <param name="time">How much.</param>
    public void RunFor(TimeSpan time) => Loop.RunFor(time.Ticks * 100);

    /// <summary>Dispatches events until none is left.</summary>
    public void RunUntilIdle() => Loop.RunUntilIdle();

    /// <summary>What has not come back on any host and on the wires. Meaningful once the programme has closed its sockets.</summary>
    /// <returns>The report; empty when all is well.</returns>
    public LeakReport CheckLeaks()
    {
        var report = new LeakReport();
        foreach (SimHost host in _hosts)
        {
            foreach (Leak leak in host.Kernel.CheckLeaks().Leaks)
            {
                report.Add(leak.Kind, $"{host.Name}: {leak.Name}", leak.Count);
            }
        }

        return report;
    }

    /// <summary>Shuts all hosts down in reverse order and reports what they left behind.</summary>
    /// <returns>The report; empty when all is well.</returns>
    public LeakReport Shutdown()
    {
        for (int i = _hosts.Count - 1; i >= 0; i--)
        {
            _hosts[i].Shutdown();
        }

        foreach (Link link in _links)
        {
            link.SetUp(false);
        }

        LeakReport report = CheckLeaks();
        Wire.Frames.ReportLeaks(report);
        return report;
    }

    /// <summary>Ends the network without looking for leaks; <see cref="Shutdown"/> does.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (SimHost host in _hosts)
        {
            host.Kernel.Trace = null;
        }
    }

    // The times of events are often the same for two seeds; what the frames say is not.
    private LinkOptions Digested(LinkOptions? options)
    {
        LinkOptions given = options ?? new LinkOptions();
        return _options.DigestFrames ? given with { DigestFrames = true } : given;
    }
}
