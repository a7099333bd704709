using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>Which shim serves which point.</summary>
internal static class ShimTable
{
    /// <summary>All shims but the discard layers, which share one point per family.</summary>
    internal static IReadOnlyList<ShimEntry> Entries { get; } =
    [
        new(InspectionLayer.InboundNetwork, LayerId.InboundIpPacketV4, 2, LayerMetadata.IpIn, static (p, l) => new InboundNetworkShim(p, l)),
        new(InspectionLayer.OutboundNetwork, LayerId.OutboundIpPacketV4, 2, LayerMetadata.IpOut, static (p, l) => new OutboundNetworkShim(p, l)),
        new(InspectionLayer.Forward, LayerId.IpForwardV4, 2, LayerMetadata.Forward, static (p, l) => new ForwardShim(p, l)),
        new(InspectionLayer.InboundTransport, LayerId.InboundTransportV4, 2, LayerMetadata.TransportIn, static (p, l) => new InboundTransportShim(p, l)),
        new(InspectionLayer.OutboundTransport, LayerId.OutboundTransportV4, 2, LayerMetadata.TransportOut, static (p, l) => new OutboundTransportShim(p, l)),
        new(InspectionLayer.Stream, LayerId.StreamV4, 2, LayerMetadata.Stream, static (p, l) => new StreamShim(p, l)),
        new(InspectionLayer.StreamPacket, LayerId.StreamPacketV4, 1, LayerMetadata.StreamPacket, static (p, l) => new StreamPacketShim(p, l)),
        new(InspectionLayer.Datagram, LayerId.DatagramDataV4, 2, LayerMetadata.Datagram, static (p, l) => new DatagramShim(p, l)),
        new(InspectionLayer.InboundIcmpError, LayerId.InboundIcmpErrorV4, 2, LayerMetadata.IcmpErrorIn, static (p, l) => new InboundIcmpErrorShim(p, l)),
        new(InspectionLayer.OutboundIcmpError, LayerId.OutboundIcmpErrorV4, 2, LayerMetadata.IcmpErrorOut, static (p, l) => new OutboundIcmpErrorShim(p, l)),
        new(InspectionLayer.Bind, LayerId.AleResourceAssignmentV4, 2, LayerMetadata.Request, static (p, l) => new ResourceAssignmentShim(p, l)),
        new(InspectionLayer.Listen, LayerId.AleAuthListenV4, 2, LayerMetadata.Request, static (p, l) => new ListenShim(p, l)),
        new(InspectionLayer.Accept, LayerId.AleAuthRecvAcceptV4, 2, LayerMetadata.Accept, static (p, l) => new AcceptShim(p, l)),
        new(InspectionLayer.Connect, LayerId.AleAuthConnectV4, 2, LayerMetadata.Connect, static (p, l) => new ConnectShim(p, l)),
        new(InspectionLayer.FlowEstablished, LayerId.AleFlowEstablishedV4, 2, LayerMetadata.Established, static (p, l) => new FlowEstablishedShim(p, l)),
        new(InspectionLayer.Release, LayerId.AleResourceReleaseV4, 1, LayerMetadata.Release, static (p, l) => new ReleaseShim(p, l)),
        new(InspectionLayer.Closure, LayerId.AleEndpointClosureV4, 1, LayerMetadata.Closure, static (p, l) => new ClosureShim(p, l)),
        new(InspectionLayer.ConnectRedirect, LayerId.AleConnectRedirectV4, 1, LayerMetadata.ConnectRedirect, static (p, l) => new ConnectRedirectShim(p, l)),
        new(InspectionLayer.BindRedirect, LayerId.AleBindRedirectV4, 1, LayerMetadata.BindRedirect, static (p, l) => new BindRedirectShim(p, l)),
        new(InspectionLayer.InboundFrame, LayerId.InboundMacFrameEthernet, 0, LayerMetadata.Frame, static (p, l) => new EthernetFrameShim(p, l)),
        new(InspectionLayer.OutboundFrame, LayerId.OutboundMacFrameEthernet, 0, LayerMetadata.Frame, static (p, l) => new EthernetFrameShim(p, l)),
        new(InspectionLayer.InboundNativeFrame, LayerId.InboundMacFrameNative, 0, LayerMetadata.Frame, static (p, l) => new NativeFrameShim(p, l)),
        new(InspectionLayer.OutboundNativeFrame, LayerId.OutboundMacFrameNative, 0, LayerMetadata.Frame, static (p, l) => new NativeFrameShim(p, l)),
    ];

    /// <summary>The discard twin of the layer behind a point; null for points without one.</summary>
    internal static LayerId? DiscardTwinV4(InspectionLayer point)
    {
        foreach (ShimEntry entry in Entries)
        {
            if (entry.Point == point)
            {
                return entry.V6Distance == 2 ? (LayerId)((ushort)entry.LayerV4 + 1) : null;
            }
        }

        return null;
    }
}
