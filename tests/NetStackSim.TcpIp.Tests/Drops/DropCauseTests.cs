using System.Reflection;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Drops;

/// <summary>Every reason for which the stack gives a packet up has a module and a reason of Windows, and a discard layer that hears of it.</summary>
public sealed class DropCauseTests
{
    private static readonly InspectionLayer[] WithTwin =
    [
        InspectionLayer.InboundNetwork, InspectionLayer.OutboundNetwork, InspectionLayer.Forward, InspectionLayer.InboundTransport, InspectionLayer.OutboundTransport,
        InspectionLayer.Datagram, InspectionLayer.InboundIcmpError, InspectionLayer.OutboundIcmpError, InspectionLayer.Bind, InspectionLayer.Listen,
        InspectionLayer.Accept, InspectionLayer.Connect, InspectionLayer.FlowEstablished,
    ];

    // The table of section 12: what of it can be said of a single cause.
    public static TheoryData<string, InspectionLayer, string> Rows => new()
    {
        { "Ip/HeaderTooShort", InspectionLayer.InboundNetwork, "Network/BadLength" },
        { "Ip/OptionMalformed", InspectionLayer.InboundNetwork, "Network/MalformedHeader" },
        { "Ip/NotLocallyDestined", InspectionLayer.InboundNetwork, "Network/NotLocallyDestined" },
        { "Ip/ProtocolUnreachable", InspectionLayer.InboundNetwork, "Network/ProtocolUnreachable" },
        { "Udp/NoEndpoint", InspectionLayer.InboundNetwork, "Network/PortUnreachable" },
        { "Tcp/NoEndpoint", InspectionLayer.InboundTransport, "Transport/EndpointNotFound" },
        { "Tcp/BadChecksum", InspectionLayer.InboundTransport, "Transport/ChecksumInvalid" },
        { "Udp/BadChecksum", InspectionLayer.InboundTransport, "Transport/ChecksumInvalid" },
        { "Tcp/HeaderTooShort", InspectionLayer.InboundTransport, "Transport/HeaderInvalid" },
        { "Udp/HeaderTooShort", InspectionLayer.InboundTransport, "Transport/HeaderInvalid" },
        { "Tcp/OutsideWindow", InspectionLayer.InboundTransport, "Transport/OutsideWindow" },
        { "Tcp/DuplicateSegment", InspectionLayer.InboundTransport, "Transport/DuplicateSegment" },
        { "Tcp/Paws", InspectionLayer.InboundTransport, "Transport/PawsFailed" },
        { "Tcp/AckTooNew", InspectionLayer.InboundTransport, "Transport/AckInvalid" },
        { "Tcp/ClosedWindow", InspectionLayer.InboundTransport, "Transport/ClosedWindow" },
        { "Tcp/LandAttack", InspectionLayer.InboundTransport, "Transport/LandAttack" },
        { "Ip/HopLimitExceeded", InspectionLayer.Forward, "Network/HopLimitExceeded" },
        { "Ip/ForwardNoRoute", InspectionLayer.Forward, "Network/NoRoute" },
        { "Ip/ForwardBeyondScope", InspectionLayer.Forward, "Network/BeyondScope" },
        { "Ip/SendNoSource", InspectionLayer.OutboundNetwork, "Network/AddressUnreachable" },
        { "Ip/SendNoRoute", InspectionLayer.OutboundNetwork, "Network/NoRoute" },
        { "Ip/NeighbourUnresolved", InspectionLayer.OutboundNetwork, "Network/AddressResolutionTimeout" },
        { "Ip/NeighbourCacheFull", InspectionLayer.OutboundNetwork, "Network/AddressResolutionFailure" },
        { "Ip/SendTooBig", InspectionLayer.OutboundNetwork, "Network/DontFragmentMtuExceeded" },
        { "Ip/SendIpsecFailed", InspectionLayer.OutboundNetwork, "Network/IpsecFailure" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Section12_Row_HasItsLayerAndReason(string cause, InspectionLayer layer, string discard)
    {
        DropCause found = Assert.Single(All(), c => c.Reason.ToString() == cause);
        Assert.Equal((layer, discard), (found.Layer, found.Discard.ToString()));
    }

    [Fact]
    public void EveryCause_HasAReasonOfWindowsAndALayerThatHearsOfIt()
    {
        HashSet<DropReason> known = [.. Reasons(typeof(NetworkDrop)), .. Reasons(typeof(TransportDrop)), .. Reasons(typeof(GeneralDrop))];
        List<DropCause> all = All();
        Assert.True(all.Count > 180, $"{all.Count}");
        Assert.All(all, cause =>
        {
            Assert.Contains(cause.Discard, known);
            Assert.Contains(cause.Layer, cause.Reason.Module == DropModule.Ethernet ? [InspectionLayer.InboundFrame] : WithTwin);
        });
    }

    [Theory]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, true)]
    public void Drop_EveryCause_TellsTheDiscardPointAndTakesItsAnswer(IpFamily family, bool suppresses)
    {
        SimKernel kernel = new(new EventLoop());
        InspectionPoints points = new();
        Recorder recorder = new(suppresses);
        points[InspectionLayer.Discard, family].Handler = recorder;
        DropPoint drops = new(kernel, points);
        foreach (DropCause cause in All())
        {
            long before = kernel.Drops[cause.Reason];
            Assert.Equal(suppresses, drops.Drop(cause, family, null));
            Assert.Equal((cause.Layer, cause.Discard, before + 1), (recorder.Layer, recorder.Reason, kernel.Drops[cause.Reason]));
        }
    }

    private static List<DropCause> All() =>
    [
        .. typeof(DropCause).Assembly.GetTypes()
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static field => field.FieldType == typeof(DropCause) && field.IsInitOnly)
            .Select(static field => (DropCause)field.GetValue(null)!),
    ];

    private static IEnumerable<DropReason> Reasons(Type module) =>
        module.GetProperties(BindingFlags.Static | BindingFlags.Public).Select(static property => (DropReason)property.GetValue(null)!);

    private sealed class Recorder(bool blocks) : IInspectionHandler
    {
        internal InspectionLayer Layer { get; private set; }

        internal DropReason Reason { get; private set; }

        public InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
        {
            Layer = context.DropLayer;
            Reason = context.DropReason;
            return new InspectionVerdict(blocks ? InspectionAction.Block : InspectionAction.Permit);
        }
    }
}
