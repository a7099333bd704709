using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The sending side of a UDP endpoint: a header of eight bytes in memory of ours, the payload described in the client's.</summary>
internal sealed class UdpSender : INetBufferListOwner
{
    private const int HeaderSize = UdpHeader.Size;
    private const int MaximumPayloadV4 = 65_507;
    private const int MaximumPayloadV6 = 65_527;
    private const byte Protocol = (byte)IpProtocol.Udp;

    private readonly UdpProtocol _udp;
    private readonly UdpEndpoint _endpoint;
    private readonly TcpIpStack _stack;
    private readonly InspectionPoint _redirectPoint;
    private IpPath? _path;
    private IpAddress _pathDestination;
    private uint _pathInterface;

    internal UdpSender(UdpProtocol udp, UdpEndpoint endpoint)
    {
        _udp = udp;
        _endpoint = endpoint;
        _stack = udp.Stack;
        _redirectPoint = _stack.Inspection[InspectionLayer.ConnectRedirect, endpoint.Family];
    }

    /// <summary>Datagrams that have not come back.</summary>
    internal int Outstanding { get; private set; }

    /// <summary>Peers whose redirection a filter holds.</summary>
    internal List<UdpRedirect> Waiting { get; } = [];

    /// <summary>Forgets the cached path.</summary>
    internal void Reset() => _path = null;

    /// <summary>Connects to a peer: redirection and authorisation now, so that the first datagram only establishes the flow.</summary>
    /// <returns>Success, an error of routing, or AccessDenied.</returns>
    internal NtStatus Connect(in IpEndpoint remote)
    {
        IpEndpoint target = remote;
        NtStatus status = Redirect(ref target, out UdpRedirect? redirect);
        if (status == NtStatus.Pending)
        {
            redirect!.HoldConnect();
            return status;
        }

        return status.IsSuccess ? AuthoriseConnect(target, redirect) : status;
    }

    /// <summary>Goes on with a connect whose redirection a filter had held.</summary>
    /// <returns>As <see cref="Connect"/>.</returns>
    internal NtStatus GoOnConnecting(UdpRedirect redirect) => AuthoriseConnect(redirect.Target, redirect);

    /// <summary>The endpoint closes: datagrams that wait for a filter come back.</summary>
    internal void Abandon()
    {
        while (Waiting.Count > 0)
        {
            UdpRedirect redirect = Waiting[^1];
            Waiting.RemoveAt(Waiting.Count - 1);
            redirect.Abandon();
        }
    }

    /// <summary>Sends a chain of requests; each completes by itself.</summary>
    internal void Send(DatagramSend first)
    {
        NetBufferListChain run = default;
        IpPath? runPath = null;
        DatagramSend? failed = null;
        DatagramSend? lastFailed = null;
        DatagramSend? next;
        for (DatagramSend? send = first; send is not null; send = next)
        {
            next = send.Next;
            send.Next = null;
            NtStatus status = Prepare(send, out NetBufferList? list, out IpPath? path);
            if (list is null && status == NtStatus.Pending)
            {
                // A filter took the datagram over; it completes when the filter gives it back.
                continue;
            }

            if (list is null)
            {
                send.Status = status;
                Link(ref failed, ref lastFailed, send);
                continue;
            }

            if (path != runPath)
            {
                Flush(ref run, runPath);
                runPath = path;
            }

            run.Add(list);
        }

        Flush(ref run, runPath);
        if (failed is not null)
        {
            _endpoint.Client.OnSendComplete(failed);
        }
    }

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        DatagramSend? first = null;
        DatagramSend? last = null;
        while (chain.RemoveFirst() is { } list)
        {
            DatagramSend send = (DatagramSend)list.ProtocolReserved0!;
            send.Status = list.Status;
            list.ProtocolReserved0 = null;
            list.Free();
            Outstanding--;
            Link(ref first, ref last, send);
        }

        if (first is not null)
        {
            _endpoint.Client.OnSendComplete(first);
        }

        _endpoint.OnIdle();
    }

    /// <summary>Adds a request to a chain of them.</summary>
    internal static void Link(ref DatagramSend? first, ref DatagramSend? last, DatagramSend send)
    {
        if (last is null)
        {
            first = send;
        }
        else
        {
            last.Next = send;
        }

        last = send;
    }

    private void Flush(ref NetBufferListChain run, IpPath? path)
    {
        if (path is null || run.IsEmpty)
        {
            return;
        }

        _udp.Statistics.OutDatagramsCount += run.Count;
        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.HeaderAdded, _udp.Component, run.Head, HeaderSize);
        }

        _stack.Ip.Send(ref run, path);
    }

    private NtStatus Prepare(DatagramSend send, out NetBufferList? list, out IpPath? path)
    {
        list = null;
        IpEndpoint remote = send.Remote.Address.IsUnspecified && send.Remote.Port == 0 ? _endpoint.Remote : send.Remote;
        UdpRedirect? redirect = null;
        if ((_redirectPoint.Handler is not null || _endpoint.Redirects is not null) && Redirect(ref remote, out redirect) is var answer && answer != NtStatus.Success)
        {
            path = null;
            return answer == NtStatus.Pending && !redirect!.TryHold(send) ? NtStatus.InsufficientResources : answer;
        }

        IpAddress address = remote.Address.Unmap();
        path = null;
        if (address.IsUnspecified || remote.Port == 0 || !_endpoint.Serves(address.Family))
        {
            return NtStatus.InvalidAddress;
        }

        if (send.Length > (address.IsV4 ? MaximumPayloadV4 : MaximumPayloadV6))
        {
            return NtStatus.InvalidBufferSize;
        }

        NtStatus status = TryGetPath(address, send.InterfaceIndex != 0 ? send.InterfaceIndex : _endpoint.Options.UnicastInterface, out path);
        if (!status.IsSuccess)
        {
            return status;
        }

        if (path!.IsGroup && !address.IsMulticast && !_endpoint.Options.Broadcast)
        {
            return NtStatus.AccessDenied;
        }

        return Build(send, remote, path, redirect, out list);
    }

    private NtStatus Build(DatagramSend send, in IpEndpoint remote, IpPath path, UdpRedirect? redirect, out NetBufferList? list)
    {
        if (!_udp.SendPool.TryRent(out list))
        {
            return NtStatus.InsufficientResources;
        }

        NetBuffer buffer = list.FirstNetBuffer;
        buffer.DataLength = HeaderSize;
        Span<byte> header = buffer.GetWritable(HeaderSize);
        UdpHeader.Write(header, _endpoint.Local.Port, remote.Port, HeaderSize + send.Length);
        if (send.Length > 0 && !_stack.Buffers.TryDescribe(send.Mdl!, send.Offset, send.Length, buffer))
        {
            list.Free();
            list = null;
            return NtStatus.InsufficientResources;
        }

        Describe(list, send, remote, path);
        WriteChecksum(list, header, path);
        Outstanding++;
        NtStatus status = Authorise(list, remote, redirect);
        if (status != NtStatus.Success)
        {
            list = null;
        }

        return status;
    }

    private void Describe(NetBufferList list, DatagramSend send, in IpEndpoint remote, IpPath path)
    {
        UdpOptions options = _endpoint.Options;
        list.Owner = this;
        list.ProtocolReserved0 = send;
        list.CorrelationId = _stack.Kernel.NextCorrelationId();
        ref NetworkLayerInfo network = ref list.Network;
        network.Protocol = Protocol;
        network.HopLimit = send.HopLimit != 0 ? send.HopLimit
            : options.HopLimit != 0 && !path.Destination.IsMulticast ? options.HopLimit
            : path.Destination.IsMulticast ? _stack.Profile.MulticastHopLimit
            : path.Interface.For(path.Family).HopLimit;
        network.TrafficClass = send.TrafficClass != 0 ? send.TrafficClass : options.TrafficClass;
        network.Flags = (byte)((options.DontFragment ? NetworkFlags.DontFragment : NetworkFlags.None)
            | (path.IsLoopback ? NetworkFlags.Loopback : NetworkFlags.None));
        network.TransportHeaderSize = HeaderSize;
        network.IpHeaderSize = 0;
        network.Source = path.Source;
        network.Destination = path.Destination;
        network.SourcePort = _endpoint.Local.Port;
        network.DestinationPort = remote.Port;
        network.InterfaceIndex = path.Interface.Index;
    }

    // The NIC computes it when it can and the datagram is not going to be cut.
    private void WriteChecksum(NetBufferList list, Span<byte> header, IpPath path)
    {
        bool isV4 = path.Destination.IsV4;
        if (isV4 && _endpoint.Options.NoChecksum)
        {
            return;
        }

        int length = list.FirstNetBuffer.DataLength;
        uint pseudo = InternetChecksum.PseudoHeader(path.Source, path.Destination, Protocol, (uint)length);
        ChecksumOffloads task = isV4 ? ChecksumOffloads.TransmitUdpIPv4 : ChecksumOffloads.TransmitUdpIPv6;
        int ipHeader = isV4 ? IPv4Header.Size : IPv6Header.Size;
        if (path.Offloads.Has(task) && length + ipHeader <= path.Mtu)
        {
            list.TransmitChecksum = TransmitChecksumInfo.ForUdp(isV4, path.Template.Length);
            UdpHeader.SetChecksum(header, InternetChecksum.Fold(pseudo));
            return;
        }

        UdpHeader.SetChecksum(header, InternetChecksum.FinishUdp(pseudo + HeaderSum(list, length) + PayloadSum(list)));
    }

    // The header is three known numbers and starts the datagram: nothing has to be read back.
    private static uint HeaderSum(NetBufferList list, int length) => (uint)list.Network.SourcePort + list.Network.DestinationPort + (uint)length;

    private static uint PayloadSum(NetBufferList list)
    {
        DatagramSend send = (DatagramSend)list.ProtocolReserved0!;
        if (send.Length == 0)
        {
            return 0;
        }

        Mdl first = send.Mdl!;
        if (first.ByteCount - send.Offset >= send.Length)
        {
            return InternetChecksum.Sum(first.Span.Slice(send.Offset, send.Length));
        }

        NetBuffer buffer = list.FirstNetBuffer;
        buffer.Advance(HeaderSize);
        uint sum = MessageChecksum.Sum(buffer);
        buffer.Retreat(HeaderSize);
        return sum;
    }

    // ALE_AUTH_CONNECT for the first datagram to a peer, then DATAGRAM_DATA.
    private NtStatus Authorise(NetBufferList list, in IpEndpoint remote, UdpRedirect? redirect)
    {
        FlowDecision decision = _stack.Flows.Outbound(list, _endpoint, _endpoint.Local.Port, remote.Port, redirect?.Request);
        redirect?.Use(new DatagramFlowKey(list.Network.Source, list.Network.Destination, _endpoint.Local.Port, remote.Port, Protocol));
        if (decision == FlowDecision.Dropped)
        {
            list.Status = NtStatus.Success;
            NetBufferListChain one = new(list);
            SendComplete(ref one);
            return NtStatus.Pending;
        }

        InspectionAction action = decision switch
        {
            FlowDecision.Go => _udp.ShowDatagram(list, _endpoint, inbound: false),
            FlowDecision.Blocked => InspectionAction.Block,
            _ => InspectionAction.Absorb,
        };
        if (action != InspectionAction.Block)
        {
            return action == InspectionAction.Permit ? NtStatus.Success : NtStatus.Pending;
        }

        Outstanding--;
        list.ProtocolReserved0 = null;
        list.Free();
        return NtStatus.AccessDenied;
    }

    private NtStatus AuthoriseConnect(in IpEndpoint target, UdpRedirect? redirect)
    {
        IpAddress address = target.Address.Unmap();
        NtStatus status = TryGetPath(address, 0, out IpPath? path);
        if (!status.IsSuccess)
        {
            return status;
        }

        DatagramFlowKey key = new(path!.Source, address, _endpoint.Local.Port, target.Port, Protocol);
        status = _stack.Flows.Connect(_endpoint, key, path, redirect?.Request);
        if (redirect is not null && status.IsSuccess)
        {
            redirect.Use(key);
        }

        return status;
    }

    // ALE_CONNECT_REDIRECT, once for each peer whose flow does not live: before the choice of a route.
    private NtStatus Redirect(ref IpEndpoint remote, out UdpRedirect? redirect)
    {
        redirect = null;
        if (remote.Address.IsUnspecified || remote.Port == 0)
        {
            return NtStatus.Success;
        }

        if (_endpoint.Redirects is { } known && known.TryGetValue(remote, out redirect))
        {
            if (redirect.IsPended)
            {
                return NtStatus.Pending;
            }

            if (redirect.IsFresh || (redirect.Flow is { } flow && _stack.Flows.IsAlive(flow)))
            {
                remote = redirect.Target;
                return NtStatus.Success;
            }
        }

        redirect = null;
        if (_redirectPoint.Handler is null || HasFlow(remote))
        {
            return NtStatus.Success;
        }

        NtStatus status = UdpRedirect.Ask(_stack, _endpoint, this, remote, out redirect);
        remote = redirect?.Target ?? remote;
        return status;
    }

    // A reply goes back along the flow that it answers.
    private bool HasFlow(in IpEndpoint remote)
    {
        IpAddress address = remote.Address.Unmap();
        return TryGetPath(address, 0, out IpPath? path).IsSuccess
            && _stack.Flows.IsAlive(new DatagramFlowKey(path!.Source, address, _endpoint.Local.Port, remote.Port, Protocol));
    }

    private NtStatus TryGetPath(in IpAddress destination, uint interfaceIndex, out IpPath? path)
    {
        path = _path;
        if (path is not null && path.IsValid && _pathDestination == destination && _pathInterface == interfaceIndex)
        {
            return NtStatus.Success;
        }

        IpAddress local = _endpoint.Local.Address.Unmap();
        IpAddress any = destination.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        IpAddress source = local.Family == destination.Family && !local.IsMulticast ? local : any;
        NtStatus status = _stack.Ip.TryGetPath(destination, source, interfaceIndex, out path);
        if (status.IsSuccess)
        {
            _path = path;
            _pathDestination = destination;
            _pathInterface = interfaceIndex;
        }

        return status;
    }
}
