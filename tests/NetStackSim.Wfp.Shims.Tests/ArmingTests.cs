using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims.Tests;

public sealed class ArmingTests
{
    private readonly ShimHost _host = new();

    [Fact]
    public void Table_TheLayersThatAreIndicated_HaveAShim()
    {
        SortedSet<string> served = new(StringComparer.Ordinal);
        foreach (ShimEntry entry in ShimTable.Entries)
        {
            ushort v4 = (ushort)entry.LayerV4;
            served.Add(Name(v4));
            served.Add(Name((ushort)(v4 + entry.V6Distance)));
            if (ShimTable.DiscardTwinV4(entry.Point) is { } twin && twin != LayerId.StreamV4Discard)
            {
                served.Add(Name((ushort)twin));
                served.Add(Name((ushort)(twin + 2)));
            }
        }

        Assert.Equal(
            LayerCatalog.Current.Layers.ToArray().Where(static l => LayerIndication.Of(l).IsIndicated).Select(static l => l.Name).Order(StringComparer.Ordinal),
            served);

        static string Name(ushort id) => LayerCatalog.Current.Find(id)!.Name;
    }

    [Fact]
    public void Attach_NoFilter_LeavesEveryPointEmpty()
    {
        foreach (InspectionPoint point in _host.Points.All)
        {
            Assert.Null(point.Handler);
        }
    }

    [Theory]
    [InlineData(LayerId.InboundIpPacketV4, InspectionLayer.InboundNetwork, IpFamily.V4)]
    [InlineData(LayerId.OutboundIpPacketV6, InspectionLayer.OutboundNetwork, IpFamily.V6)]
    [InlineData(LayerId.IpForwardV4, InspectionLayer.Forward, IpFamily.V4)]
    [InlineData(LayerId.InboundTransportV6, InspectionLayer.InboundTransport, IpFamily.V6)]
    [InlineData(LayerId.OutboundTransportV4, InspectionLayer.OutboundTransport, IpFamily.V4)]
    [InlineData(LayerId.StreamV6, InspectionLayer.Stream, IpFamily.V6)]
    [InlineData(LayerId.StreamPacketV6, InspectionLayer.StreamPacket, IpFamily.V6)]
    [InlineData(LayerId.DatagramDataV4, InspectionLayer.Datagram, IpFamily.V4)]
    [InlineData(LayerId.InboundIcmpErrorV4, InspectionLayer.InboundIcmpError, IpFamily.V4)]
    [InlineData(LayerId.OutboundIcmpErrorV6, InspectionLayer.OutboundIcmpError, IpFamily.V6)]
    [InlineData(LayerId.AleResourceAssignmentV4, InspectionLayer.Bind, IpFamily.V4)]
    [InlineData(LayerId.AleAuthListenV4, InspectionLayer.Listen, IpFamily.V4)]
    [InlineData(LayerId.AleAuthRecvAcceptV6, InspectionLayer.Accept, IpFamily.V6)]
    [InlineData(LayerId.AleAuthConnectV4, InspectionLayer.Connect, IpFamily.V4)]
    [InlineData(LayerId.AleFlowEstablishedV6, InspectionLayer.FlowEstablished, IpFamily.V6)]
    [InlineData(LayerId.AleResourceReleaseV6, InspectionLayer.Release, IpFamily.V6)]
    [InlineData(LayerId.AleEndpointClosureV4, InspectionLayer.Closure, IpFamily.V4)]
    [InlineData(LayerId.AleConnectRedirectV6, InspectionLayer.ConnectRedirect, IpFamily.V6)]
    [InlineData(LayerId.AleBindRedirectV4, InspectionLayer.BindRedirect, IpFamily.V4)]
    [InlineData(LayerId.InboundTransportV4Discard, InspectionLayer.Discard, IpFamily.V4)]
    [InlineData(LayerId.AleAuthRecvAcceptV6Discard, InspectionLayer.Discard, IpFamily.V6)]
    public void Commit_FilterAtALayer_ArmsItsPointAlone(LayerId layer, InspectionLayer point, IpFamily family)
    {
        ulong id = _host.Add(layer, FilterActionType.Permit);
        Assert.NotNull(_host.Points[point, family].Handler);
        int armed = 0;
        foreach (InspectionPoint any in _host.Points.All)
        {
            armed += any.Handler is null ? 0 : 1;
        }

        Assert.Equal(1, armed);
        _host.Session.FilterDeleteById(id);
        Assert.Null(_host.Points[point, family].Handler);
    }

    [Fact]
    public void Commit_AtAuthorizationLayer_RaisesThePolicyEpoch()
    {
        ulong before = _host.Points.PolicyEpoch;
        _host.Add(LayerId.OutboundTransportV4, FilterActionType.Permit);
        Assert.Equal(before, _host.Points.PolicyEpoch);
        _host.Add(LayerId.AleAuthConnectV4, FilterActionType.Permit);
        Assert.Equal(before + 1, _host.Points.PolicyEpoch);
    }
}
