using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// The two layers that a packet is shown at on its way out.
internal sealed partial class IpSender<TFamily>
    where TFamily : struct, IIpFamily
{
    // OUTBOUND_TRANSPORT: top of the network layer, data at the transport header.
    private void InspectTransport(ref NetBufferListChain chain, IpPath path, IInspectionHandler handler)
    {
        InspectionContext context = default;
        NetBufferListChain passed = chain.TakeFirst(CountPermitted(chain.Head, path, handler, ref context, hasPorts: true));
        while (chain.RemoveFirst() is { } list)
        {
            Describe(ref context, list, path, hasPorts: true);
            context.State = null;
            context.EndpointHandle = 0;
            context.Send = null;
            context.IcmpIdAndSequence = 0;
            if (list.Owner is RawSender raw)
            {
                raw.DescribeFlow(ref context, list);
            }
            else
            {
                _network.Transports[list.Network.Protocol]?.DescribeFlow(ref context);
            }

            Keep(PacketInspection.Run(_network.OutboundTransport, handler, ref context, _network.Drops), list, ref passed, headers: 0);
        }

        chain = passed;
    }

    // OUTBOUND_IPPACKET: complete header, before fragmentation, data at the IP header.
    private void InspectNetwork(ref NetBufferListChain chain, IpPath path, IInspectionHandler handler)
    {
        InspectionContext context = default;
        NetBufferListChain passed = chain.TakeFirst(CountPermitted(chain.Head, path, handler, ref context, hasPorts: false));
        while (chain.RemoveFirst() is { } list)
        {
            list.Advance(path.LinkHeaderSize);
            Describe(ref context, list, path, hasPorts: false);
            context.PathMtu = path.Mtu;
            InspectionAction action = PacketInspection.Run(_network.OutboundNetwork, handler, ref context, _network.Drops);
            if (action == InspectionAction.Permit)
            {
                list.Retreat(path.LinkHeaderSize);
            }

            Keep(action, list, ref passed, headers: TFamily.HeaderSize);
        }

        chain = passed;
    }

    // IPFORWARD for packets of ours that leave by another interface than the one whose address they carry (weak host): data at the IP header.
    private void InspectPassThrough(ref NetBufferListChain chain, IpPath path, IInspectionHandler handler)
    {
        uint origin = _network.FindLocal(path.Source, null)?.Interface.Index ?? 0;
        NetBufferListChain passed = default;
        while (chain.RemoveFirst() is { } list)
        {
            list.Advance(path.LinkHeaderSize);
            InspectionContext context = default;
            Describe(ref context, list, path, hasPorts: false);
            context.InterfaceIndex = origin;
            context.SubInterfaceIndex = origin;
            context.ForwardInterfaceIndex = path.Interface.Index;
            context.Flags |= InspectionFlags.OutboundPassThrough;
            InspectionAction action = PacketInspection.Run(_network.ForwardPoint, handler, ref context, _network.Drops);
            if (action == InspectionAction.Permit)
            {
                list.Retreat(path.LinkHeaderSize);
            }

            Keep(action, list, ref passed, headers: TFamily.HeaderSize);
        }

        chain = passed;
    }

    /// <summary>Shows injected packets, data at the IP header, and sends those that may leave.</summary>
    internal void SendInjected(ref NetBufferListChain chain, IpPath path)
    {
        if (_network.OutboundNetwork.Handler is { } handler)
        {
            NetBufferListChain passed = default;
            while (chain.RemoveFirst() is { } list)
            {
                DescribeAddresses(list, path);
                InspectionContext context = default;
                PacketInspection.Describe(ref context, list, inbound: false);
                context.PathMtu = path.Mtu;
                Keep(PacketInspection.Run(_network.OutboundNetwork, handler, ref context, _network.Drops), list, ref passed, headers: 0);
            }

            chain.Append(ref passed);
        }

        SendPrepared(ref chain, path);
    }

    /// <summary>Sends a packet whose client wrote the IP header: it is held apart while the transport layer looks, then put in front.</summary>
    internal void SendIncluded(NetBufferList list, IpPath path, byte[] header)
    {
        if (_network.OutboundTransport.Handler is { } handler)
        {
            InspectionContext context = default;
            Describe(ref context, list, path, hasPorts: true);
            (list.Owner as RawSender)?.DescribeFlow(ref context, list);
            context.IncludedHeader = header;
            InspectionAction action = PacketInspection.Run(_network.OutboundTransport, handler, ref context, _network.Drops);
            if (action != InspectionAction.Permit)
            {
                NetBufferListChain none = default;
                Keep(action, list, ref none, headers: 0);
                return;
            }
        }

        if (!list.Retreat(header.Length).IsSuccess)
        {
            Fail(list, IpDrops.SendAllocation, NtStatus.InsufficientResources);
            return;
        }

        list.FirstNetBuffer.CopyFrom(0, header);
        list.Network.IpHeaderSize = (ushort)header.Length;
        list.Network.Flags |= NetworkFlags.HeaderIncluded;
        _network.Statistics.OutRequestsCount++;
        NetBufferListChain one = new(list);
        SendInjected(ref one, path);
    }

    // A packet that is going to be cut is shown once, whole; fragments are never shown.
    private bool InspectWhole(NetBufferList list, IpPath path, IInspectionHandler handler)
    {
        IpSendFields fields = Fields(list, path);
        fields.PacketLength = Math.Min(TFamily.HeaderSize + list.FirstNetBuffer.DataLength, TFamily.MaximumPacket);
        if (!AddHeaders(list.FirstNetBuffer, path, fields))
        {
            Fail(list, IpDrops.SendAllocation, NtStatus.InsufficientResources);
            return false;
        }

        NetBufferListChain one = new(list);
        InspectNetwork(ref one, path, handler);
        if (one.IsEmpty)
        {
            return false;
        }

        list.FirstNetBuffer.Advance(path.Template.Length);
        return true;
    }

    private void Keep(InspectionAction action, NetBufferList list, ref NetBufferListChain passed, int headers)
    {
        if (action == InspectionAction.Permit)
        {
            passed.Add(list);
        }
        else if (action == InspectionAction.Block)
        {
            list.Advance(headers);
            _network.Statistics.OutDiscardsCount++;
            _network.CompleteUnsent(list, NtStatus.AccessDenied);
        }
    }

    // How many lists from the first on are permitted without being looked at. Mostly that is the whole chain, which then needs no second look.
    private static int CountPermitted(NetBufferList? first, IpPath path, IInspectionHandler handler, ref InspectionContext context, bool hasPorts)
    {
        int count = 0;
        for (NetBufferList? list = first; list is not null; list = list.Next)
        {
            Describe(ref context, list, path, hasPorts);
            if (!handler.TryPermit(ref context))
            {
                break;
            }

            count++;
        }

        return count;
    }

    private static void Describe(ref InspectionContext context, NetBufferList list, IpPath path, bool hasPorts)
    {
        DescribeAddresses(list, path);
        PacketInspection.Describe(ref context, list, inbound: false);
        if (hasPorts)
        {
            TransportPorts.Describe(ref context, list);
            context.IpHeaderSize = 0;
        }
    }

    private static void DescribeAddresses(NetBufferList list, IpPath path)
    {
        ref NetworkLayerInfo network = ref list.Network;
        network.Source = path.Source;
        network.Destination = path.Destination;
        network.InterfaceIndex = path.Interface.Index;
        network.Flags = (byte)(path.IsLoopback ? network.Flags | NetworkFlags.Loopback : network.Flags & ~NetworkFlags.Loopback);
    }
}
