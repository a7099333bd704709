using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The one place through which every drop of the stack goes: counter, trace event, and the discard point of the family.</summary>
internal sealed class DropPoint
{
    private readonly DropCounters _counters;
    private readonly DiscardCounters _discards;
    private readonly InspectionPoint _discardV4;
    private readonly InspectionPoint _discardV6;

    internal DropPoint(SimKernel kernel, InspectionPoints points)
    {
        _counters = kernel.Drops;
        _discards = points.Discards;
        _discardV4 = points[InspectionLayer.Discard, IpFamily.V4];
        _discardV6 = points[InspectionLayer.Discard, IpFamily.V6];
    }

    /// <summary>Counts a drop and tells the discard layer. The list stays the caller's, who returns or completes it.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="family">The family.</param>
    /// <param name="list">What is dropped; null when there is no packet.</param>
    /// <returns>True when a filter at the discard layer forbids to answer with a reset or an ICMP error (stealth mode).</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool Drop(DropCause cause, IpFamily family, NetBufferList? list)
    {
        _counters.Count(cause.Reason, list?.CorrelationId ?? 0, list?.DataLength ?? 0);
        _discards.Count(cause.Layer, family, cause.Discard, filterId: 0);
        return TellDiscard(cause.Layer, cause.Discard, family, list);
    }

    /// <summary>Counts an ICMP error that is not sent and tells the discard layer what it would have been.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="packet">What it would have been about.</param>
    /// <param name="type">ICMP type.</param>
    /// <param name="code">ICMP code.</param>
    internal void DropError(DropCause cause, NetBufferList packet, byte type, byte code)
    {
        _counters.Count(cause.Reason, packet.CorrelationId);
        InspectionPoint point = packet.Network.Source.IsV4 ? _discardV4 : _discardV6;
        if (point.Handler is not { } handler)
        {
            return;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, packet, inbound: true);
        PacketInspection.DescribePorts(ref context, type, code);
        context.Direction = InspectionDirection.Outbound;
        context.Protocol = IcmpFormat.Protocol(point.Family);
        context.List = null;
        context.DataLength = 0;
        context.IpHeaderSize = 0;
        context.TransportHeaderSize = 0;
        context.DropReason = cause.Discard;
        context.DropLayer = cause.Layer;
        handler.Inspect(point, ref context);
    }

    /// <summary>Counts what a filter blocked and tells the discard layer, which sees what the filter saw.</summary>
    /// <param name="at">Where it was blocked.</param>
    /// <param name="verdict">The block.</param>
    /// <param name="context">What was shown there.</param>
    internal void Blocked(InspectionPoint at, in InspectionVerdict verdict, ref InspectionContext context)
    {
        DropReason reason = verdict.Reason == default ? GeneralDrop.FirewallPolicy : verdict.Reason;
        _counters.Count(reason, context.List?.CorrelationId ?? 0, context.DataLength, verdict.FilterId);
        _discards.Count(at.Layer, at.Family, reason, verdict.FilterId);
        InspectionPoint point = at.Family == IpFamily.V4 ? _discardV4 : _discardV6;
        if (point.Handler is { } handler)
        {
            context.DropReason = reason;
            context.DropLayer = at.Layer;
            context.DropFilterId = verdict.FilterId;
            handler.Inspect(point, ref context);
        }
    }

    /// <summary>Counts a datagram that became no packet, because nothing leads to its destination, and tells the discard layer.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="family">The family.</param>
    /// <param name="context">Addresses, ports and owner; no packet.</param>
    internal void DropUnsent(DropCause cause, IpFamily family, ref InspectionContext context)
    {
        _counters.Count(cause.Reason, bytes: context.DataLength);
        _discards.Count(cause.Layer, family, cause.Discard, filterId: 0);
        InspectionPoint point = family == IpFamily.V4 ? _discardV4 : _discardV6;
        if (point.Handler is { } handler)
        {
            context.DropReason = cause.Discard;
            context.DropLayer = cause.Layer;
            handler.Inspect(point, ref context);
        }
    }

    private bool TellDiscard(InspectionLayer layer, DropReason reason, IpFamily family, NetBufferList? list)
    {
        InspectionPoint point = family == IpFamily.V4 ? _discardV4 : _discardV6;
        if (point.Handler is not { } handler)
        {
            return false;
        }

        bool inbound = IsInbound(layer);
        InspectionContext context = default;
        if (list is not null)
        {
            // A forwarded packet has source and destination in the places of local and remote address.
            PacketInspection.Describe(ref context, list, inbound && layer != InspectionLayer.Forward);
            DescribePorts(ref context, list, inbound);
        }

        context.Direction = inbound ? InspectionDirection.Inbound : InspectionDirection.Outbound;
        context.DropReason = reason;
        context.DropLayer = layer;
        return handler.Inspect(point, ref context).Action == InspectionAction.Block;
    }

    // Known once the transport header was read; before that the layer has no ports.
    private static void DescribePorts(ref InspectionContext context, NetBufferList list, bool inbound)
    {
        ref NetworkLayerInfo network = ref list.Network;
        if (network.TransportHeaderSize > 0 && network.Protocol is (byte)IpProtocol.Tcp or (byte)IpProtocol.Udp)
        {
            ushort local = inbound ? network.DestinationPort : network.SourcePort;
            PacketInspection.DescribePorts(ref context, local, inbound ? network.SourcePort : network.DestinationPort);
        }
    }

    private static bool IsInbound(InspectionLayer layer) =>
        layer is InspectionLayer.InboundNetwork or InspectionLayer.InboundTransport or InspectionLayer.InboundIcmpError
            or InspectionLayer.Accept or InspectionLayer.Forward;
}
