using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Puts packets of a filter engine into the stack. Lists that were sent come back when the link is done, lists that were received when their transport returns them.</summary>
internal sealed class StackInjection(TcpIpStack stack) : IStackInjection
{
    /// <inheritdoc/>
    public void Release(NetBufferList list, InspectionLayer layer, InspectionDirection direction)
    {
        if (direction == InspectionDirection.Inbound)
        {
            stack.Ip.ReturnReceived(list);
            return;
        }

        // With the IP header in place the data start goes back to where the sender had it.
        list.Status = NtStatus.Success;
        NetBufferListChain one = new(list);
        if (layer == InspectionLayer.OutboundNetwork)
        {
            stack.Ip.CompleteSend(ref one, linkHeaderSize: 0);
        }
        else
        {
            list.Owner?.SendComplete(ref one);
        }
    }

    /// <inheritdoc/>
    public void OnClonesGone(NetBufferList list) => stack.Ip.OnClonesGone(list);

    /// <inheritdoc/>
    public NtStatus SendNetwork(ref NetBufferListChain lists, IpFamily family, uint compartment) => SendComplete(ref lists, family, outgoing: null);

    /// <inheritdoc/>
    public NtStatus Forward(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex)
    {
        IpInterface? outgoing = interfaceIndex == 0 ? null : stack.FindInterface(interfaceIndex);
        return interfaceIndex != 0 && outgoing is null ? NtStatus.NoInterface : SendComplete(ref lists, family, outgoing);
    }

    /// <inheritdoc/>
    public NtStatus ReceiveNetwork(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex) =>
        Receive(ref lists, family, interfaceIndex);

    /// <inheritdoc/>
    public NtStatus ReceiveTransport(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex) =>
        Receive(ref lists, family, interfaceIndex);

    /// <inheritdoc/>
    public NtStatus SendTransport(ref NetBufferListChain lists, IpFamily family, uint compartment)
    {
        IpNetwork network = stack.Ip.For(family);
        while (lists.RemoveFirst() is { } list)
        {
            NtStatus status = network.Paths.TryGet(list.Network.Destination, list.Network.Source, ScopeOf(list), out IpPath? path);
            if (status.IsSuccess)
            {
                list.Network.InterfaceIndex = path!.Interface.Index;
                list.Network.Flags = NetworkFlags.None;
                list.Network.IpHeaderSize = 0;
                if (IsShown(list))
                {
                    NetBufferListChain one = new(list);
                    network.Send(ref one, path);
                }
            }
            else
            {
                stack.Drops.Drop(network.Paths.WhyNone(status, list.Network.Destination, list.Network.Source, 0), family, list);
                network.CompleteUnsent(list, status);
            }
        }

        return NtStatus.Pending;
    }

    // An address that means something on one link only names its interface.
    private static uint ScopeOf(NetBufferList list)
    {
        ref NetworkLayerInfo network = ref list.Network;
        bool isScoped = !network.Destination.IsV4 && (network.Destination.IsLinkLocal || network.Destination.IsLinkLocalMulticast);
        return isScoped ? network.InterfaceIndex : 0;
    }

    // A datagram passes DATAGRAM_DATA once more. False when it was blocked or absorbed there: then it has gone home.
    private bool IsShown(NetBufferList list)
    {
        InspectionPoint point = stack.Inspection[InspectionLayer.Datagram, list.Network.Source.Family];
        if (list.Network.Protocol == (byte)IpProtocol.Tcp || point.Handler is not { } handler)
        {
            return true;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound: false);
        TransportPorts.Describe(ref context, list);
        stack.Ip.For(list.Network.Source.Family).Transports[list.Network.Protocol]?.DescribeFlow(ref context);
        InspectionAction action = PacketInspection.Run(point, handler, ref context, stack.Drops);
        if (action == InspectionAction.Block)
        {
            stack.Ip.For(list.Network.Source.Family).CompleteUnsent(list, NtStatus.AccessDenied);
        }

        return action == InspectionAction.Permit;
    }

    // Data starts at the IP header, which is sent as it is.
    private NtStatus SendComplete(ref NetBufferListChain lists, IpFamily family, IpInterface? outgoing)
    {
        IpNetwork network = stack.Ip.For(family);
        while (lists.RemoveFirst() is { } list)
        {
            list.Network.IpHeaderSize = 0;
            list.Network.Flags = NetworkFlags.HeaderIncluded;
            IpPath? path = TryReadDestination(list, family, out IpAddress destination) ? FindPath(network, destination, outgoing) : null;
            if (path is not null)
            {
                NetBufferListChain one = new(list);
                if (outgoing is null)
                {
                    network.SendInjected(ref one, path);
                }
                else
                {
                    network.SendPrepared(ref one, path);
                }
            }
            else
            {
                stack.Drops.Drop(IpDrops.SendNoRoute, family, list);
                network.CompleteUnsent(list, NtStatus.NetworkUnreachable);
            }
        }

        return NtStatus.Pending;
    }

    private static IpPath? FindPath(IpNetwork network, in IpAddress destination, IpInterface? outgoing)
    {
        IpAddress any = destination.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        if (outgoing is null && network.Paths.TryGet(destination, any, 0, out IpPath? own).IsSuccess)
        {
            return own;
        }

        IpPath? forward = network.Paths.TryGetForward(destination);
        return forward is not null && (outgoing is null || forward.Interface == outgoing) ? forward : null;
    }

    private NtStatus Receive(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex)
    {
        if (stack.FindInterface(interfaceIndex) is not { } incoming)
        {
            return NtStatus.NoInterface;
        }

        // They go home through their owner, which the release of lists of the stack takes care of.
        foreach (NetBufferList list in lists)
        {
            list.Network.Flags = NetworkFlags.StackOwned;
            list.Network.ReceiveDataOffset = list.FirstNetBuffer.DataOffset;
            list.Network.ReceiveDataLength = list.FirstNetBuffer.DataLength;
        }

        stack.Ip.For(family).Receive(ref lists, incoming);
        return NtStatus.Pending;
    }

    private static bool TryReadDestination(NetBufferList list, IpFamily family, out IpAddress destination)
    {
        Span<byte> header = stackalloc byte[IPv6Header.Size];
        int wanted = family == IpFamily.V4 ? IPv4Header.Size : IPv6Header.Size;
        destination = default;
        if (list.FirstNetBuffer.CopyTo(0, header[..wanted]) < wanted)
        {
            return false;
        }

        destination = IpAddress.Read(family, header[(family == IpFamily.V4 ? 16 : 24)..]);
        return true;
    }
}
