using System.Globalization;
using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>Receive-side scaling in virtual processor time: the same burst of many flows into hosts of four processors whose cards have one, two and four queues.</summary>
/// <remarks>Interrupts, DPCs and lists cost processor time as <see cref="Costs"/> says, and the burst comes faster than four processors can take it.</remarks>
public sealed class RssScenario : Scenario
{
    private const ushort Port = 9;
    private const int Processors = 4;
    private const int Flows = 3072;
    private const int DatagramsPerFlow = 1;
    private const int Payload = 1000;

    private static readonly int[] QueueCounts = [1, 2, 4];

    /// <summary>What work costs on the receiving hosts, in virtual nanoseconds.</summary>
    public static CostModel Costs { get; } = new() { PerIsr = 500, PerDpc = 1_000, PerList = 2_000, PerBytePicoseconds = 250 };

    /// <inheritdoc/>
    public override string Name => "rss";

    /// <inheritdoc/>
    public override string Summary => "3,072 datagrams, each a flow of its own, into hosts with four processors: one, two and four receive queues, with the share of each processor.";

    /// <inheritdoc/>
    public override string Topology => "source1 -- queues1, source2 -- queues2, source4 -- queues4 (40 Gbit/s each)";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(101);

    /// <inheritdoc/>
    public override string InspectHost => "queues4";

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (int queues in QueueCounts)
        {
            SimHost source = network.AddHost($"source{queues}", host => host.Address($"10.0.{queues}.1/24"));
            SimHost target = network.AddHost($"queues{queues}", host => host
                .Processors(Processors).Costs(Costs).Adapter(new VirtualNicOptions { Queues = queues, MaxNblsToIndicate = 32 }).Address($"10.0.{queues}.2/24"));
            network.Connect(source.Nic, target.Nic, new LinkOptions { DelayNs = 1_000, BitsPerSecond = 40_000_000_000 });
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        long[] rates = new long[QueueCounts.Length];
        for (int i = 0; i < rates.Length; i++)
        {
            rates[i] = await MeasureAsync(run, QueueCounts[i]);
            run.Report($"{QueueCounts[i]} queues: speed-up in percent", rates[i] * 100 / rates[0]);
        }

        run.Check(rates[^1] * 10 >= rates[0] * 35, $"four queues take {rates[^1]} datagrams/s, one takes {rates[0]}: less than 3.5 times.");
    }

    private static async Task<long> MeasureAsync(ScenarioRun run, int queues)
    {
        (SimHost source, SimHost target) = (run.Host($"source{queues}"), run.Host($"queues{queues}"));
        RssSink sink = new(target.Kernel);
        await using SimUdpSocket receiver = target.Sockets.OpenUdp(new IpEndpoint(target.Address, Port), sink);
        await source.PingAsync(target.Address);
        long[] busyBefore = Busy(target);
        long start = run.Network.NowNs;
        await SendAsync(source, new IpEndpoint(target.Address, Port));
        await Task.Delay(TimeSpan.FromMilliseconds(50), run.Network.TimeProvider);
        run.Check(sink.Total == Flows * DatagramsPerFlow, $"{sink.Total} of {Flows * DatagramsPerFlow} datagrams reached the socket of {target}.");
        long end = Report(run, target, sink, busyBefore, queues, start);
        long rate = sink.Total * 1_000_000_000 / Math.Max(1, end - start);
        run.Report($"{queues} queues: datagrams per second", rate);
        return rate;
    }

    private static async Task SendAsync(SimHost source, IpEndpoint target)
    {
        byte[] payload = new byte[Payload];
        for (int flow = 0; flow < Flows; flow++)
        {
            await using SimUdpSocket sender = source.Sockets.OpenUdp(new IpEndpoint(source.Address, 0));
            for (int i = 0; i < DatagramsPerFlow; i++)
            {
                await sender.SendToAsync(payload, target);
            }
        }
    }

    private static long Report(ScenarioRun run, SimHost target, RssSink sink, long[] busyBefore, int queues, long start)
    {
        long[] busy = Busy(target);
        long end = start;
        for (int i = 0; i < Processors; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{queues} queues: cpu{i}");
            run.Report(name + " lists", sink.ListsOn(i));
            run.Report(name + " busy ns", busy[i] - busyBefore[i]);
            end = sink.ListsOn(i) > 0 ? Math.Max(end, target.Kernel.Processors[i].BusyUntil) : end;
        }

        return end;
    }

    private static long[] Busy(SimHost host)
    {
        long[] busy = new long[Processors];
        for (int i = 0; i < busy.Length; i++)
        {
            busy[i] = host.Kernel.Processors[i].BusyNs;
        }

        return busy;
    }
}
