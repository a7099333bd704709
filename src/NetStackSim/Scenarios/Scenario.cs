using NetStackSim.Kernel;
using NetStackSim.Packets.Capture;
using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>Base of the scenarios: runs build, programme and shutdown, and collects the result. Derive from it to make your own.</summary>
public abstract class Scenario : IScenario
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Summary { get; }

    /// <inheritdoc/>
    public abstract string Topology { get; }

    /// <summary>When there is most to see for an inspector; null for the end of the programme, with the hosts still up.</summary>
    public virtual TimeSpan? InspectAt => null;

    /// <summary>The host to inspect; null for the first.</summary>
    public virtual string? InspectHost => null;

    /// <inheritdoc/>
    public ScenarioResult Run(ScenarioContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using SimNetwork network = new(new SimNetworkOptions { Seed = context.Seed, Verifier = context.Verifier });
        Build(network);
        Watch(network, context);
        using WireCapture? capture = Capture(network, context);
        using LayerCapture? layers = CaptureLayers(network, context);
        context.Inspection?.Begin?.Invoke(network);
        ScenarioRun run = new(network);
        ScenarioLook? look = context.Inspection is { } inspection ? new ScenarioLook(network, inspection, InspectAt) : null;
        network.Run(() => RunAsync(run));
        look?.AtEnd();
        (ulong digest, long end, long events) = (network.Digest, network.NowNs, network.Loop.EventsDispatched);
        List<KeyValuePair<string, long>> counters = ScenarioCounters.Collect(network);

        // What is under way arrives before the cables are pulled.
        network.RunFor(Settling);
        LeakReport leaks = network.Shutdown();
        return new ScenarioResult(
            Name, context.Seed, digest, end, events, run.Values, counters, ScenarioCounters.CollectDrops(network), leaks.Leaks, run.Failures)
        {
            Notes = run.Notes,
        };
    }

    /// <summary>Adds hosts, switches and links.</summary>
    /// <param name="network">An empty network.</param>
    protected abstract void Build(SimNetwork network);

    /// <summary>The programme; it ends when the scenario has shown what it shows, with its sockets and services closed.</summary>
    /// <param name="run">The network, and where results go.</param>
    protected abstract Task RunAsync(ScenarioRun run);

    /// <summary>The links whose frames a capture holds: all of them by default.</summary>
    /// <param name="network">The network as it was built.</param>
    protected virtual IReadOnlyList<Link> CapturedLinks(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Links;
    }

    private static void Watch(SimNetwork network, ScenarioContext context)
    {
        if (context.Trace is not { } trace)
        {
            return;
        }

        network.Wire.Trace = trace;
        foreach (SimHost host in network.Hosts)
        {
            host.Kernel.Trace = trace;
        }
    }

    private WireCapture? Capture(SimNetwork network, ScenarioContext context)
    {
        if (context.Capture is not { } stream)
        {
            return null;
        }

        WireCapture capture = new(network.Loop, stream, new PcapngWriterOptions { LeaveOpen = true });
        foreach (Link link in CapturedLinks(network))
        {
            capture.Attach(link);
        }

        return capture;
    }

    private static LayerCapture? CaptureLayers(SimNetwork network, ScenarioContext context)
    {
        if (context.LayerCapture is not { } stream)
        {
            return null;
        }

        LayerCapture capture = new(network.Loop, stream, new PcapngWriterOptions { LeaveOpen = true });
        foreach (SimHost host in network.Hosts)
        {
            capture.Attach(host.Kernel, host.Ndis.CapturePoints);
        }

        return capture;
    }
}
