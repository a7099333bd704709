using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>What a packet of a flow that was permitted a moment ago pays at a packet layer with a thousand filters.</summary>
internal static class FlowCacheCost
{
    private const int Filters = 1_000;
    private const int Flows = 16;
    private static long s_permits;

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        using var run = new BulkRun(1500, offloads: false, copies: true);
        run.AddFilters([LayerId.InboundTransportV4], Filters);
        IInspectionHandler handler = run.Receiver.Stack.Inspection[InspectionLayer.InboundTransport, IpFamily.V4].Handler!;
        InspectionPoint point = run.Receiver.Stack.Inspection[InspectionLayer.InboundTransport, IpFamily.V4];
        for (int flow = 0; flow < Flows; flow++)
        {
            InspectionContext context = Packet(flow);
            handler.Inspect(point, ref context);
        }

        yield return new("wfp.flow-cached.1", 1e9 / CpuMeter.Rate(() => Repeat(handler, 1_000_000, 1)), "ns");
        yield return new("wfp.flow-cached.16", 1e9 / CpuMeter.Rate(() => Repeat(handler, 1_000_000, Flows)), "ns");
        if (s_permits == 0)
        {
            throw new InvalidOperationException("no packet was permitted from the cache");
        }
    }

    private static double Repeat(IInspectionHandler handler, int times, int flows)
    {
        InspectionContext context = Packet(0);
        for (int i = 0; i < times; i++)
        {
            context.RemotePort = (ushort)(5000 + ((i & (flows - 1)) << 3));
            s_permits += handler.TryPermit(ref context) ? 1 : 0;
        }

        return times;
    }

    private static InspectionContext Packet(int flow) => new()
    {
        Direction = InspectionDirection.Inbound,
        LocalAddress = IpAddress.Parse("10.0.0.2"),
        RemoteAddress = IpAddress.Parse("10.0.0.1"),
        LocalPort = 9,
        RemotePort = (ushort)(5000 + (flow << 3)),
        HasPorts = true,
        Protocol = 6,
        InterfaceIndex = 2,
        InterfaceType = 6,
    };
}
