using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The raw endpoints of a host. Each gets a copy of every packet of its protocol that is delivered here, beside what the transport does with it.</summary>
/// <remarks>The receive path asks for it only while there is an endpoint of the family.</remarks>
internal sealed class RawProtocol
{
    private readonly TcpIpStack _stack;
    private readonly List<RawEndpoint> _endpoints = [];

    internal RawProtocol(TcpIpStack stack)
    {
        _stack = stack;
        Component = stack.TraceComponent("raw");
        SendPool = new NetBufferListPool(stack.Kernel, new NetBufferListPoolOptions { Name = "tcpip/raw-send", HeadRoom = StackBuffers.HeadRoom, DataSize = sizeof(ulong) });
    }

    /// <summary>The name in traces.</summary>
    internal string Component { get; }

    /// <summary>Lists of datagrams to be sent: headers in memory of ours.</summary>
    internal NetBufferListPool SendPool { get; }

    /// <summary>The bound endpoints in the order in which they were bound.</summary>
    internal IReadOnlyList<RawEndpoint> InOrder => _endpoints;

    internal void Add(RawEndpoint endpoint)
    {
        _endpoints.Add(endpoint);
        Arm();
    }

    internal void Remove(RawEndpoint endpoint)
    {
        _endpoints.Remove(endpoint);
        Arm();
    }

    /// <summary>Copies packets for the endpoints that want them; data at the IP payload.</summary>
    /// <param name="first">The packets, linked; they stay the caller's.</param>
    /// <returns>The copies, each with its endpoint in <see cref="NetBufferList.ProtocolReserved0"/>; for <see cref="Receive"/>.</returns>
    internal NetBufferListChain Copy(NetBufferList? first)
    {
        NetBufferListChain copies = default;
        for (NetBufferList? list = first; list is not null; list = list.Next)
        {
            foreach (RawEndpoint endpoint in _endpoints)
            {
                if (endpoint.Wants(list.Network) && TryCopy(list) is { } copy)
                {
                    copy.ProtocolReserved0 = endpoint;
                    copies.Add(copy);
                }
            }
        }

        return copies;
    }

    /// <summary>Shows copies to filters and hands them to their endpoints.</summary>
    internal void Receive(ref NetBufferListChain copies)
    {
        while (copies.RemoveFirst() is { } list)
        {
            var endpoint = (RawEndpoint)list.ProtocolReserved0!;
            list.ProtocolReserved0 = null;
            endpoint.Receive(list);
        }
    }

    /// <summary>A packet that no transport wants.</summary>
    /// <param name="list">The packet; gone when an endpoint wanted it.</param>
    /// <returns>True when at least one endpoint has it.</returns>
    internal bool Take(NetBufferList list)
    {
        NetBufferListChain copies = Copy(list);
        if (copies.IsEmpty)
        {
            return false;
        }

        _stack.Ip.ReturnReceived(list);
        Receive(ref copies);
        return true;
    }

    // With its IP header, which IPv4 clients get to see.
    private NetBufferList? TryCopy(NetBufferList list)
    {
        int header = list.Network.IpHeaderSize;
        list.FirstNetBuffer.Retreat(header);
        bool isCopied = _stack.Buffers.TryCopy(list, out NetBufferList? copy);
        list.FirstNetBuffer.Advance(header);
        if (!isCopied)
        {
            _stack.Drops.Drop(RawDrops.CopyFailed, list.Network.Source.Family, list);
            return null;
        }

        copy!.FirstNetBuffer.Advance(header);
        copy.Network.TransportHeaderSize = 0;
        copy.CorrelationId = list.CorrelationId;
        return copy;
    }

    private void Arm()
    {
        _stack.V4.RawEndpoints = _endpoints.Exists(static e => e.Family == IpFamily.V4) ? this : null;
        _stack.V6.RawEndpoints = _endpoints.Exists(static e => e.Family == IpFamily.V6) ? this : null;
    }
}
