using System.Text.Json;
using NetStackSim.Cli.Output;
using NetStackSim.Kernel;
using NetStackSim.Tap;

namespace NetStackSim.Cli.Status;

/// <summary>The state of a running tool at one moment, as <c>docs/tool.md</c> describes it.</summary>
internal sealed class StatusSnapshot
{
    private readonly OrderedDictionary<string, long> _outstanding = [];
    private readonly OrderedDictionary<string, long> _drops = [];
    private readonly OrderedDictionary<string, long> _counters = [];

    /// <summary>"running" or "stopped".</summary>
    public required string State { get; init; }

    /// <summary>Number of the snapshot, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>Time since the start.</summary>
    public required long TimeNs { get; init; }

    /// <summary>Exceptions that ended the run.</summary>
    public required long UnhandledExceptions { get; init; }

    /// <summary>What had not come back after the shutdown; 0 while running.</summary>
    public required long Leaks { get; init; }

    /// <summary>Bytes that the garbage collector holds.</summary>
    public required long ManagedBytes { get; init; }

    /// <summary>Bytes of pinned packet memory.</summary>
    public required long SlabBytes { get; init; }

    /// <summary>Reads all counters of a network.</summary>
    public static StatusSnapshot Take(
        SimNetwork network, TapPort port, IReadOnlyList<TcpService> services, string state, long sequence, long unhandledExceptions, long leaks)
    {
        StatusSnapshot snapshot = new()
        {
            State = state,
            Sequence = sequence,
            TimeNs = network.NowNs,
            UnhandledExceptions = unhandledExceptions,
            Leaks = leaks,
            ManagedBytes = GC.GetTotalMemory(forceFullCollection: false),
            SlabBytes = network.Wire.Frames.SlabBytes,
        };
        snapshot.Add(port);
        snapshot.Add(services);
        foreach (SimHost host in network.Hosts)
        {
            snapshot.Add(host);
        }

        snapshot.Add("frames", network.Wire.Frames.Outstanding);
        snapshot.Add(network.Wire.Drops);
        return snapshot;
    }

    /// <summary>The snapshot as a JSON document.</summary>
    public byte[] ToJson() => JsonOutput.ToBytes(json =>
    {
        json.WriteString("state", State);
        json.WriteNumber("seq", Sequence);
        json.WriteNumber("time_ns", TimeNs);
        json.WriteNumber("unhandled_exceptions", UnhandledExceptions);
        json.WriteNumber("leaks", Leaks);
        Write(json, "outstanding", _outstanding);
        Write(json, "drops", _drops);
        Write(json, "counters", _counters);
        json.WriteStartObject("memory");
        json.WriteNumber("managed", ManagedBytes);
        json.WriteNumber("slabs", SlabBytes);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, string name, OrderedDictionary<string, long> values)
    {
        json.WriteStartObject(name);
        foreach (KeyValuePair<string, long> value in values)
        {
            json.WriteNumber(value.Key, value.Value);
        }

        json.WriteEndObject();
    }

    private static void Sum(OrderedDictionary<string, long> values, string name, long value) => values[name] = values.GetValueOrDefault(name) + value;

    private void Add(TapPort port)
    {
        _counters["tap.frames.in"] = port.FramesRead;
        _counters["tap.bytes.in"] = port.BytesRead;
        _counters["tap.frames.out"] = port.FramesWritten;
        _counters["tap.bytes.out"] = port.BytesWritten;
    }

    private void Add(IReadOnlyList<TcpService> services)
    {
        foreach (TcpService service in services)
        {
            Sum(_counters, $"service.{service.Name}.open", service.OpenConnections);
            Sum(_counters, $"service.{service.Name}.accepted", service.AcceptedConnections);
            Sum(_counters, $"service.{service.Name}.bytes.in", service.BytesReceived);
            Sum(_counters, $"service.{service.Name}.bytes.out", service.BytesSent);
        }
    }

    private void Add(SimHost host)
    {
        foreach (KeyValuePair<string, long> statistic in host.Stack.Store.GetStatistics())
        {
            Sum(_counters, statistic.Key, statistic.Value);
        }

        foreach (IKernelPool pool in host.Kernel.Pools.Pools)
        {
            Add(pool.Name, pool.Outstanding);
        }

        Add(host.Kernel.Drops);
    }

    private void Add(string pool, long outstanding) => Sum(_outstanding, pool, outstanding);

    private void Add(DropCounters drops)
    {
        foreach (DropCount drop in drops.Snapshot())
        {
            Sum(_drops, drop.Reason.ToString(), drop.Count);
        }
    }
}
