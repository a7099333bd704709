using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The bound UDP endpoints by local port; finds whom a datagram is for (connected before bound address before wildcard).</summary>
internal sealed class UdpEndpointTable : EphemeralPorts.IPortFilter
{
    private const int PageSize = 256;

    private readonly UdpEndpoint?[]?[] _pages = new UdpEndpoint?[]?[PageSize];
    private readonly List<UdpEndpoint> _inOrder = [];

    /// <summary>The endpoints in the order in which they were bound.</summary>
    internal IReadOnlyList<UdpEndpoint> InOrder => _inOrder;

    /// <inheritdoc/>
    public bool IsFree(ushort port) => First(port) is null;

    /// <summary>The first endpoint of a port; the others follow by <see cref="UdpEndpoint.NextOnPort"/>, oldest first.</summary>
    internal UdpEndpoint? First(ushort port) => _pages[port >> 8]?[port & 0xFF];

    /// <summary>Checks a bind against those that have the port (one table for both families: a dual-stack wildcard meets both).</summary>
    internal NtStatus Check(UdpEndpoint candidate, in IpEndpoint local, AddressSharing sharing)
    {
        for (UdpEndpoint? other = First(local.Port); other is not null; other = other.NextOnPort)
        {
            if (!Overlaps(other, candidate, local))
            {
                continue;
            }

            NtStatus status = BindSharing.Decide(
                other.Sharing, other.Local.Address.IsUnspecified, sharing, local.Address.IsUnspecified, ReferenceEquals(other.Process?.Token, candidate.Process?.Token));
            if (!status.IsSuccess)
            {
                return status;
            }
        }

        return NtStatus.Success;
    }

    internal void Add(UdpEndpoint endpoint)
    {
        ushort port = endpoint.Local.Port;
        UdpEndpoint?[] page = _pages[port >> 8] ??= new UdpEndpoint?[PageSize];
        _inOrder.Add(endpoint);
        UdpEndpoint? last = page[port & 0xFF];
        if (last is null)
        {
            page[port & 0xFF] = endpoint;
            return;
        }

        while (last.NextOnPort is { } next)
        {
            last = next;
        }

        last.NextOnPort = endpoint;
    }

    internal void Remove(UdpEndpoint endpoint)
    {
        ushort port = endpoint.Local.Port;
        UdpEndpoint?[] page = _pages[port >> 8]!;
        _inOrder.Remove(endpoint);
        if (page[port & 0xFF] == endpoint)
        {
            page[port & 0xFF] = endpoint.NextOnPort;
        }
        else
        {
            UdpEndpoint before = page[port & 0xFF]!;
            while (before.NextOnPort != endpoint)
            {
                before = before.NextOnPort!;
            }

            before.NextOnPort = endpoint.NextOnPort;
        }

        endpoint.NextOnPort = null;
    }

    /// <summary>Finds the endpoint for a unicast datagram.</summary>
    internal UdpEndpoint? Find(in IpAddress local, ushort localPort, in IpAddress remote, ushort remotePort)
    {
        UdpEndpoint? best = null;
        int bestScore = 0;
        for (UdpEndpoint? endpoint = First(localPort); endpoint is not null; endpoint = endpoint.NextOnPort)
        {
            int score = endpoint.Score(local, remote, remotePort);
            if (score > bestScore)
            {
                best = endpoint;
                bestScore = score;
            }
        }

        return best;
    }

    private static bool Overlaps(UdpEndpoint other, UdpEndpoint candidate, in IpEndpoint local)
    {
        bool families = other.Serves(local.Family) || (candidate.IsDual && other.Local.Family == IpFamily.V4);
        return families && (other.Local.Address.IsUnspecified || local.Address.IsUnspecified || other.Local.Address == local.Address);
    }
}
