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
    private void InspectTransport(ref NetBufferListChain chain, Path path, IInspectionHandler handler)
    {
        NetBufferListChain passed = default;
        while (chain.RemoveFirst() is { } list)
        {
            DescribeAddresses(list, path);
            InspectionContext context = default;
            PacketInspection.Describe(ref context, list, inbound: false);
            TransportPorts.Describe(ref context, list);
            context.IpHeaderSize = 0;
            Keep(PacketInspection.Run(_network.OutboundTransport, handler, ref context, _network.Drops), list, ref passed, headers: 0);
        }

        chain.Append(ref passed);
    }

    // OUTBOUND_IPPACKET: complete header, before fragmentation, data at the IP header.
    private void InspectNetwork(ref NetBufferListChain chain, Path path, IInspectionHandler handler)
    {
        NetBufferListChain passed = default;
        while (chain.RemoveFirst() is { } list)
        {
            DescribeAddresses(list, path);
            list.Advance(path.LinkHeaderSize);
            InspectionContext context = default;
            PacketInspection.Describe(ref context, list, inbound: false);
            InspectionAction action = PacketInspection.Run(_network.OutboundNetwork, handler, ref context, _network.Drops);
            if (action == InspectionAction.Permit)
            {
                list.Retreat(path.LinkHeaderSize);
            }

            Keep(action, list, ref passed, headers: TFamily.HeaderSize);
        }

        chain.Append(ref passed);
    }

    // A packet that is going to be cut is shown once, whole; fragments are never shown.
    private bool InspectWhole(NetBufferList list, Path path, IInspectionHandler handler)
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

    private static void DescribeAddresses(NetBufferList list, Path path)
    {
        ref NetworkLayerInfo network = ref list.Network;
        network.Source = path.Source;
        network.Destination = path.Destination;
        network.InterfaceIndex = path.Interface.Index;
        network.Flags = (byte)(path.IsLoopback ? network.Flags | NetworkFlags.Loopback : network.Flags & ~NetworkFlags.Loopback);
    }
}
