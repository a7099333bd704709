using System.Buffers.Binary;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Fills inspection contexts from lists and runs packet layers; used only when a point is armed.</summary>
internal static class PacketInspection
{
    /// <summary>Fills what <see cref="NetBufferList.Network"/> knows, over whatever the packet before left there.</summary>
    /// <param name="context">The context, cleared before the first packet.</param>
    /// <param name="list">The packet.</param>
    /// <param name="inbound">True: the destination is local; false: the source is.</param>
    internal static void Describe(ref InspectionContext context, NetBufferList list, bool inbound)
    {
        ref NetworkLayerInfo network = ref list.Network;
        context.Direction = inbound ? InspectionDirection.Inbound : InspectionDirection.Outbound;
        context.LocalAddress = inbound ? network.Destination : network.Source;
        context.RemoteAddress = inbound ? network.Source : network.Destination;
        context.Protocol = network.Protocol;
        context.InterfaceIndex = network.InterfaceIndex;
        context.SubInterfaceIndex = network.InterfaceIndex;
        context.Compartment = 1;
        context.IpHeaderSize = network.IpHeaderSize;
        context.TransportHeaderSize = network.TransportHeaderSize;
        context.List = list;
        context.DataLength = list.DataLength;
        bool isLoopback = (network.Flags & NetworkFlags.Loopback) != 0;
        context.InterfaceType = isLoopback ? IpInterface.LoopbackType : IpInterface.EthernetType;
        context.Flags = (isLoopback ? InspectionFlags.Loopback : 0) | ((network.Flags & NetworkFlags.Reassembled) != 0 ? InspectionFlags.Reassembled : 0);
        if (!inbound && IsRaw(network.Flags))
        {
            context.Flags |= InspectionFlags.RawEndpoint;
        }
    }

    /// <summary>True for the flags of a packet that a raw endpoint sends.</summary>
    internal static bool IsRaw(byte flags) => (flags & (NetworkFlags.RawEndpoint | NetworkFlags.HeaderIncluded)) == NetworkFlags.RawEndpoint;

    /// <summary>Adds ports, or ICMP type and code.</summary>
    internal static void DescribePorts(ref InspectionContext context, ushort local, ushort remote)
    {
        context.LocalPort = local;
        context.RemotePort = remote;
        context.HasPorts = true;
    }

    /// <summary>Maps IPv4 addresses for the IPv6 layers of ALE, which show what belongs to a dual-mode endpoint.</summary>
    internal static void MapAddresses(ref InspectionContext context, IpFamily family)
    {
        if (family == IpFamily.V6 && context.LocalAddress.IsV4)
        {
            context.LocalAddress = context.LocalAddress.MapToV6();
            context.RemoteAddress = context.RemoteAddress.MapToV6();
        }
    }

    /// <summary>Adds identifier and sequence number of an ICMP echo; data at the ICMP header.</summary>
    internal static void DescribeEcho(ref InspectionContext context, scoped ReadOnlySpan<byte> header) =>
        context.IcmpIdAndSequence = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);

    /// <summary>Shows a packet to a layer.</summary>
    /// <param name="point">The layer.</param>
    /// <param name="handler">Its handler.</param>
    /// <param name="context">The facts.</param>
    /// <param name="drops">Where a block is counted.</param>
    /// <returns>What becomes of the packet.</returns>
    internal static InspectionAction Run(InspectionPoint point, IInspectionHandler handler, ref InspectionContext context, DropPoint drops)
    {
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action == InspectionAction.Block)
        {
            drops.Blocked(point, verdict, ref context);
        }

        // A packet layer cannot wait: whoever pends there takes the packet over.
        return verdict.Action == InspectionAction.Pend ? InspectionAction.Absorb : verdict.Action;
    }
}
