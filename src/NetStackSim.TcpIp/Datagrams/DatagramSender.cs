using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The sending side of a datagram endpoint: redirection, route, authorisation, completions. What a datagram looks like is up to the protocol.</summary>
internal abstract class DatagramSender : INetBufferListOwner
{
    private readonly DatagramEndpoint _endpoint;
    private readonly TcpIpStack _stack;
    private readonly InspectionPoint _redirectPoint;
    private IpPath? _path;
    private IpAddress _pathDestination;
    private uint _pathInterface;

    private protected DatagramSender(DatagramEndpoint endpoint)
    {
        _endpoint = endpoint;
        _stack = endpoint.Stack;
        _redirectPoint = _stack.Inspection[InspectionLayer.ConnectRedirect, endpoint.Family];
    }

    /// <summary>Datagrams that have not come back.</summary>
    internal int Outstanding { get; private set; }

    /// <summary>Peers whose redirection a filter holds.</summary>
    internal List<DatagramRedirect> Waiting { get; } = [];

    /// <summary>Forgets the cached path.</summary>
    internal void Reset() => _path = null;

    /// <summary>Connects to a peer: redirection and authorisation now, so that the first datagram only establishes the flow.</summary>
    /// <returns>Success, an error of routing, or AccessDenied.</returns>
    internal NtStatus Connect(in IpEndpoint remote)
    {
        IpEndpoint target = remote;
        NtStatus status = Redirect(ref target, out DatagramRedirect? redirect);
        if (status == NtStatus.Pending)
        {
            redirect!.HoldConnect();
            return status;
        }

        return status.IsSuccess ? AuthoriseConnect(target, redirect) : status;
    }

    /// <summary>Goes on with a connect whose redirection a filter had held.</summary>
    /// <returns>As <see cref="Connect"/>.</returns>
    internal NtStatus GoOnConnecting(DatagramRedirect redirect) => AuthoriseConnect(redirect.Target, redirect);

    /// <summary>The endpoint closes: datagrams that wait for a filter come back.</summary>
    internal void Abandon()
    {
        while (Waiting.Count > 0)
        {
            DatagramRedirect redirect = Waiting[^1];
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

    /// <summary>Datagrams are about to leave along a path: counts and traces them.</summary>
    private protected abstract void OnSending(scoped in NetBufferListChain run);

    /// <summary>Says whether a datagram can be sent to an address at all.</summary>
    private protected abstract NtStatus Check(DatagramSend send, in IpEndpoint remote, in IpAddress address);

    /// <summary>Makes the list of a datagram: owner, headers, payload by reference, <see cref="NetBufferList.Network"/>.</summary>
    private protected abstract NtStatus Build(DatagramSend send, in IpEndpoint remote, IpPath path, out NetBufferList? list);

    /// <summary>What the layers of ALE show in the places of the ports.</summary>
    private protected virtual (ushort Local, ushort Remote) PortsOf(NetBufferList list, in IpEndpoint remote) => (_endpoint.Local.Port, remote.Port);

    /// <summary>The ICMP header of an echo; empty for everything else.</summary>
    private protected virtual ReadOnlySpan<byte> EchoOf(NetBufferList list) => default;

    /// <summary>False for datagrams that the redirect layer does not see.</summary>
    private protected virtual bool IsRedirectable(in IpEndpoint remote) => remote.Port != 0;

    /// <summary>False where a connect cannot be authorised, because the flow depends on what is sent.</summary>
    private protected virtual bool AuthorisesConnect => true;

    /// <summary>Hands a run of datagrams down.</summary>
    private protected virtual void Transmit(ref NetBufferListChain run, IpPath path) => _stack.Ip.Send(ref run, path);

    /// <summary>What every datagram says about itself.</summary>
    private protected void Describe(NetBufferList list, DatagramSend send, in IpEndpoint remote, IpPath path, int headerSize)
    {
        UdpOptions options = _endpoint.Settings;
        list.Owner = this;
        list.ProtocolReserved0 = send;
        list.CorrelationId = _stack.Kernel.NextCorrelationId();
        ref NetworkLayerInfo network = ref list.Network;
        network.Protocol = _endpoint.Protocol;
        network.HopLimit = send.HopLimit != 0 ? send.HopLimit
            : options.HopLimit != 0 && !path.Destination.IsMulticast ? options.HopLimit
            : path.Destination.IsMulticast ? _stack.Profile.MulticastHopLimit
            : path.Interface.For(path.Family).HopLimit;
        network.TrafficClass = send.TrafficClass != 0 ? send.TrafficClass : options.TrafficClass;
        network.Flags = (byte)((options.DontFragment ? NetworkFlags.DontFragment : NetworkFlags.None)
            | (path.IsLoopback ? NetworkFlags.Loopback : NetworkFlags.None));
        network.TransportHeaderSize = (ushort)headerSize;
        network.IpHeaderSize = 0;
        network.Source = path.Source;
        network.Destination = path.Destination;
        network.SourcePort = _endpoint.Local.Port;
        network.DestinationPort = remote.Port;
        network.InterfaceIndex = path.Interface.Index;
    }

    private void Flush(ref NetBufferListChain run, IpPath? path)
    {
        if (path is not null && !run.IsEmpty)
        {
            OnSending(run);
            Transmit(ref run, path);
        }
    }

    private NtStatus Prepare(DatagramSend send, out NetBufferList? list, out IpPath? path)
    {
        list = null;
        IpEndpoint remote = send.Remote.Address.IsUnspecified && send.Remote.Port == 0 ? _endpoint.Remote : send.Remote;
        DatagramRedirect? redirect = null;
        if ((_redirectPoint.Handler is not null || _endpoint.Redirects is not null) && Redirect(ref remote, out redirect) is var answer && answer != NtStatus.Success)
        {
            path = null;
            return answer == NtStatus.Pending && !redirect!.TryHold(send) ? NtStatus.InsufficientResources : answer;
        }

        IpAddress address = remote.Address.Unmap();
        path = null;
        NtStatus status = address.IsUnspecified || !_endpoint.Serves(address.Family) ? NtStatus.InvalidAddress : Check(send, remote, address);
        if (!status.IsSuccess)
        {
            return status;
        }

        uint interfaceIndex = send.InterfaceIndex != 0 ? send.InterfaceIndex : _endpoint.Settings.UnicastInterface;
        status = TryGetPath(address, interfaceIndex, out path);
        if (!status.IsSuccess)
        {
            DropUnroutable(send, address, remote.Port, interfaceIndex, status);
            return status;
        }

        if (path!.IsGroup && !address.IsMulticast && !_endpoint.Settings.Broadcast)
        {
            return NtStatus.AccessDenied;
        }

        status = Build(send, remote, path, out list);
        if (!status.IsSuccess)
        {
            return status;
        }

        Outstanding++;
        status = Authorise(list!, remote, redirect);
        if (status != NtStatus.Success)
        {
            list = null;
        }

        return status;
    }

    // ALE_AUTH_CONNECT for the first datagram to a peer, then DATAGRAM_DATA.
    private NtStatus Authorise(NetBufferList list, in IpEndpoint remote, DatagramRedirect? redirect)
    {
        (ushort local, ushort peer) = PortsOf(list, remote);
        ReadOnlySpan<byte> echo = EchoOf(list);
        FlowDecision decision = _stack.Flows.Outbound(list, _endpoint, local, peer, redirect?.Request, echo);
        redirect?.Use(DatagramFlows.KeyOf(list, local, peer, echo, _endpoint.RawHandle));
        if (decision == FlowDecision.Dropped)
        {
            list.Status = NtStatus.Success;
            NetBufferListChain one = new(list);
            SendComplete(ref one);
            return NtStatus.Pending;
        }

        InspectionAction action = decision switch
        {
            FlowDecision.Go => _endpoint.ShowDatagram(list, inbound: false),
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

    private NtStatus AuthoriseConnect(in IpEndpoint target, DatagramRedirect? redirect)
    {
        IpAddress address = target.Address.Unmap();
        NtStatus status = TryGetPath(address, 0, out IpPath? path);
        if (!status.IsSuccess)
        {
            return status;
        }

        if (!AuthorisesConnect)
        {
            return NtStatus.Success;
        }

        DatagramFlowKey key = new(path!.Source, address, _endpoint.Local.Port, target.Port, _endpoint.Protocol, RawHandle: _endpoint.RawHandle);
        status = _stack.Flows.Connect(_endpoint, key, path, redirect?.Request);
        if (redirect is not null && status.IsSuccess)
        {
            redirect.Use(key);
        }

        return status;
    }

    // ALE_CONNECT_REDIRECT, once for each peer whose flow does not live: before the choice of a route.
    private NtStatus Redirect(ref IpEndpoint remote, out DatagramRedirect? redirect)
    {
        redirect = null;
        if (remote.Address.IsUnspecified || !IsRedirectable(remote))
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

        NtStatus status = DatagramRedirect.Ask(_stack, _endpoint, this, remote, out redirect);
        remote = redirect?.Target ?? remote;
        return status;
    }

    // A reply goes back along the flow that it answers.
    private bool HasFlow(in IpEndpoint remote)
    {
        IpAddress address = remote.Address.Unmap();
        return TryGetPath(address, 0, out IpPath? path).IsSuccess
            && _stack.Flows.IsAlive(new DatagramFlowKey(path!.Source, address, _endpoint.Local.Port, remote.Port, _endpoint.Protocol, RawHandle: _endpoint.RawHandle));
    }

    private NtStatus TryGetPath(in IpAddress destination, uint interfaceIndex, out IpPath? path)
    {
        path = _path;
        if (path is not null && path.IsValid && _pathDestination == destination && _pathInterface == interfaceIndex)
        {
            return NtStatus.Success;
        }

        NtStatus status = _stack.Ip.TryGetPath(destination, SourceFor(destination), interfaceIndex, out path);
        if (status.IsSuccess)
        {
            _path = path;
            _pathDestination = destination;
            _pathInterface = interfaceIndex;
        }

        return status;
    }

    private IpAddress SourceFor(in IpAddress destination)
    {
        IpAddress local = _endpoint.Local.Address.Unmap();
        IpAddress any = destination.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        return local.Family == destination.Family && !local.IsMulticast ? local : any;
    }

    // The client learns it from the status; whoever watches the network from the discard layer.
    private void DropUnroutable(DatagramSend send, in IpAddress destination, ushort port, uint interfaceIndex, NtStatus failure)
    {
        InspectionContext context = new()
        {
            Direction = InspectionDirection.Outbound,
            LocalAddress = SourceFor(destination),
            RemoteAddress = destination,
            LocalPort = _endpoint.Local.Port,
            RemotePort = port,
            Protocol = _endpoint.Protocol,
            InterfaceIndex = interfaceIndex,
            Compartment = 1,
            Process = _endpoint.Process,
            EndpointHandle = _endpoint.Handle,
            DataLength = send.Length,
        };
        _stack.Ip.DropUnroutable(failure, ref context);
    }
}
