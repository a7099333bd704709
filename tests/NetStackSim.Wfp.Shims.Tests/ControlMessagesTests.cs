using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims.Tests;

public sealed class ControlMessagesTests
{
    [Fact]
    public void Of_NothingAsked_IsEmpty() => Assert.Empty(ControlMessages.Of(new DatagramSend(), IpFamily.V4));

    [Fact]
    public void Of_EverythingAsked_IsAChainOfHeadersOf64BitWindows()
    {
        DatagramSend send = new() { InterfaceIndex = 5, HopLimit = 3, TrafficClass = 0xB8 };
        Assert.Equal(
            "18000000000000000000000013000000" + "0000000005000000"
            + "14000000000000000000000015000000" + "0300000000000000"
            + "14000000000000000000000027000000" + "B800000000000000",
            Convert.ToHexString(ControlMessages.Of(send, IpFamily.V4)));
        Assert.StartsWith(
            "24000000000000002900000013000000" + "00000000000000000000000000000000" + "0500000000000000",
            Convert.ToHexString(ControlMessages.Of(send, IpFamily.V6)), StringComparison.Ordinal);
    }

    [Fact]
    public void Transport_WithOptionsOfOneDatagram_TellsThemToCallouts()
    {
        ShimHost host = new();
        ClassifyMetadata seen = default;
        TestCallout callout = new((ClassifyValues _, ref ClassifyMetadata m, object? _, ref ClassifyOut o) =>
        {
            seen = m;
            o.Continue();
        });
        Guid key = host.AddCallout(LayerId.OutboundTransportV4, callout);
        host.Add(LayerId.OutboundTransportV4, FilterActionType.CalloutInspection, key);
        InspectionContext context = ShimHost.Connect();
        context.Send = new DatagramSend { HopLimit = 3 };
        host.Ask(InspectionLayer.OutboundTransport, ref context);
        Assert.True(seen.Has(MetadataFields.TransportControlData | MetadataFields.RemoteScopeId | MetadataFields.SystemFlags));
        Assert.Equal(24, seen.ControlData.Length);
        context = ShimHost.Connect();
        host.Ask(InspectionLayer.OutboundTransport, ref context);
        Assert.False(seen.Has(MetadataFields.TransportControlData));
    }
}
