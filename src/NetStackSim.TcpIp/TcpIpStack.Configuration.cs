using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

// Addresses, routes, neighbours, and the interfaces that come and go.
public sealed partial class TcpIpStack
{
    // Windows' metric of the routes that the stack makes by itself.
    private const uint OnLinkMetric = 256;
    private const long ProbeIntervalV4 = 1_000_000_000;

    private static readonly IpPrefix MulticastV4 = new(IpAddress.FromV4(224, 0, 0, 0), 4);
    private static readonly IpPrefix MulticastV6 = new(IpAddress.FromV6(0xFF00_0000_0000_0000, 0), 8);
    private static readonly IpPrefix LinkLocalV6 = new(IpAddress.FromV6(0xFE80_0000_0000_0000, 0), 64);
    private static readonly IpPrefix BroadcastV4 = new(IpAddress.BroadcastV4, 32);

    /// <summary>Adds an address to an interface, with the routes that Windows adds with it.</summary>
    /// <param name="to">The interface.</param>
    /// <param name="prefix">The address with its on-link prefix length.</param>
    /// <param name="skipDad">True: the address was there before time zero and is usable at once. False: it is checked first (RFC 4862, RFC 5227).</param>
    /// <returns>Success; AddressAlreadyExists; InvalidAddress for one that no interface can have.</returns>
    [WindowsDdi("CreateUnicastIpAddressEntry")]
    public NtStatus AddAddress(IpInterface to, IpPrefix prefix, bool skipDad = false)
    {
        ArgumentNullException.ThrowIfNull(to);
        IpAddress address = prefix.Address;
        bool illegal = address.IsUnspecified || address.IsMulticast || address.IsLimitedBroadcast || address.IsMappedV6 || (address.IsLoopback && !to.IsLoopback);
        if (illegal)
        {
            return NtStatus.InvalidAddress;
        }

        if (to.FindAddress(address) is not null)
        {
            return NtStatus.AddressAlreadyExists;
        }

        int probes = address.IsV4 ? Profile.DadTransmitsV4 : Profile.DadTransmitsV6;
        bool check = !skipDad && !to.IsLoopback && probes > 0;
        InterfaceAddress added = new(to, prefix, check ? DadState.Tentative : DadState.Preferred);
        to.Add(added);
        if (address.IsV6 && !to.IsLoopback)
        {
            to.Join(address.SolicitedNode());
        }

        if (check)
        {
            StartDetection(added);
        }
        else
        {
            AddRoutes(added);
        }

        return NtStatus.Success;
    }

    /// <summary>Removes an address and the routes that came with it.</summary>
    /// <returns>Success or NotFound.</returns>
    [WindowsDdi("DeleteUnicastIpAddressEntry")]
    public NtStatus RemoveAddress(IpInterface from, in IpAddress address)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (from.FindAddress(address) is not { } found)
        {
            return NtStatus.NotFound;
        }

        found.Detection?.Stop();
        found.Detection = null;
        found.State = DadState.Invalid;
        from.Remove(found);
        if (address.IsV6 && !from.IsLoopback)
        {
            from.Leave(address.SolicitedNode());
        }

        RemoveRoutes(found);
        return NtStatus.Success;
    }

    /// <summary>Adds a route.</summary>
    /// <param name="destination">The prefix.</param>
    /// <param name="nextHop">The gateway; the unspecified address of the family when the prefix is on the link.</param>
    /// <param name="outgoing">The interface to leave by.</param>
    /// <param name="metric">The metric, to which that of the interface is added.</param>
    /// <returns>Success; InvalidParameter (families differ); ObjectNameCollision (there is one).</returns>
    [WindowsDdi("CreateIpForwardEntry2")]
    public NtStatus AddRoute(IpPrefix destination, IpAddress nextHop, IpInterface outgoing, uint metric = OnLinkMetric)
    {
        ArgumentNullException.ThrowIfNull(outgoing);
        if (destination.Family != nextHop.Family || nextHop.IsMulticast)
        {
            return NtStatus.InvalidParameter;
        }

        Route route = new(destination, nextHop, outgoing, metric, RouteProtocol.NetManagement);
        return Ip.For(destination.Family).Routes.Add(route) ? NtStatus.Success : NtStatus.ObjectNameCollision;
    }

    /// <summary>Sets the default gateway of the family of <paramref name="gateway"/>.</summary>
    /// <returns>As <see cref="AddRoute"/>.</returns>
    public NtStatus AddDefaultGateway(IpAddress gateway, IpInterface outgoing, uint metric = 0) =>
        AddRoute(new IpPrefix(gateway.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6, 0), gateway, outgoing, metric);

    /// <summary>Removes a route.</summary>
    /// <returns>Success or NotFound.</returns>
    [WindowsDdi("DeleteIpForwardEntry2")]
    public NtStatus RemoveRoute(IpPrefix destination, IpAddress nextHop, IpInterface outgoing)
    {
        RoutingTable routes = Ip.For(destination.Family).Routes;
        Route? found = routes.Find(destination, nextHop, outgoing);
        return found is not null && routes.Remove(found) ? NtStatus.Success : NtStatus.NotFound;
    }

    /// <summary>Sets a permanent neighbour (arp -s, netsh add neighbors).</summary>
    /// <returns>Success; InvalidParameter for loopback.</returns>
    [WindowsDdi("CreateIpNetEntry2")]
    public NtStatus AddNeighbour(IpInterface on, in IpAddress address, MacAddress linkAddress)
    {
        ArgumentNullException.ThrowIfNull(on);
        if (on.For(address.Family).Neighbours is not { } cache || linkAddress.IsMulticast)
        {
            return NtStatus.InvalidParameter;
        }

        cache.GetOrAdd(address).MakePermanent(linkAddress);
        return NtStatus.Success;
    }

    /// <summary>Forgets all neighbours of an interface but the permanent ones (netsh delete neighbors, arp -d *).</summary>
    [WindowsDdi("FlushIpNetTable2")]
    public void FlushNeighbours(IpInterface on)
    {
        ArgumentNullException.ThrowIfNull(on);
        on.V4.Neighbours?.Flush(includePermanent: false);
        on.V6.Neighbours?.Flush(includePermanent: false);
    }

    internal void AddInterface(EthernetLink link)
    {
        IpInterface added = link.Interface;
        RandomStream random = Kernel.RandomStream("neighbours");
        added.V4.Neighbours = new NeighbourCache(V4, added, link.Arp, random);
        added.V6.Neighbours = new NeighbourCache(V6, added, link.Ndp, random);
        _links.Add(link);
        Register(added, link);
        V4.Routes.Add(new Route(MulticastV4, IpAddress.AnyV4, added, OnLinkMetric, RouteProtocol.Local));
        V4.Routes.Add(new Route(BroadcastV4, IpAddress.AnyV4, added, OnLinkMetric, RouteProtocol.Local));
        V6.Routes.Add(new Route(MulticastV6, IpAddress.AnyV6, added, OnLinkMetric, RouteProtocol.Local));
        added.Join(IpAddress.AllSystemsV4);
        added.Join(IpAddress.AllNodesV6);
        if (Profile.AutoLinkLocal)
        {
            AddLinkLocal(added);
        }

        Restore(added);
    }

    internal void RemoveInterface(EthernetLink link)
    {
        IpInterface removed = link.Interface;
        Keep(removed);
        foreach (InterfaceAddress address in removed.Addresses)
        {
            address.Detection?.Stop();
        }

        removed.V4.Neighbours?.Flush(includePermanent: true);
        removed.V6.Neighbours?.Flush(includePermanent: true);
        V4.Routes.RemoveAll(removed);
        V6.Routes.RemoveAll(removed);
        _links.Remove(link);
        _interfaces.Remove(removed);
        UpdateBroadcasts();
        OnInterfaceChanged(removed);
    }

    /// <summary>Fragments and forwarded packets that wait in lists of an interface go home: NDIS wants them before it unbinds.</summary>
    internal void ReleaseReceived(IpInterface incoming)
    {
        V4.Reset();
        V6.Reset();
        foreach (IpInterface each in _interfaces)
        {
            each.V4.Neighbours?.FailWaitingFrom(incoming.Index);
            each.V6.Neighbours?.FailWaitingFrom(incoming.Index);
        }
    }

    internal void OnInterfaceChanged(IpInterface changed)
    {
        V4?.Routes.Touch();
        V6?.Routes.Touch();
        if (changed.IsUp)
        {
            RestartDetection(changed);
        }
    }

    /// <summary>Nobody objected: the address is usable.</summary>
    internal void OnAddressUnique(InterfaceAddress address)
    {
        address.State = DadState.Preferred;
        AddRoutes(address);
    }

    /// <summary>Somebody else has the address, or wants it at the same time.</summary>
    internal void OnAddressDuplicate(InterfaceAddress address)
    {
        if (address.State != DadState.Tentative)
        {
            // Later conflicts are defended by answering, not by giving up (RFC 5227 section 2.4 (b), RFC 4862 section 5.4.4).
            return;
        }

        address.Detection?.Stop();
        address.Detection = null;
        address.State = DadState.Duplicate;
    }

    // The identifier is that of the interface for good, so it is there before time zero and is not checked: the same seed gives the same address.
    private void AddLinkLocal(IpInterface added)
    {
        ulong identifier = StableHash.Mix(Kernel.RandomStream("tcpip.iid").NextUInt64(), StableHash.Of(added.Name.AsSpan()));

        // Neither universal nor group, and never one of the reserved identifiers (RFC 5453), which begin with zeros or end the range.
        identifier = (identifier & ~(3UL << 56)) | (1UL << 40);
        AddAddress(added, new IpPrefix(IpAddress.FromV6(LinkLocalV6.Address.High, identifier), LinkLocalV6.Length), skipDad: true);
    }

    private static IpAddress Any(IpFamily family) => family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

    private void AddLoopback()
    {
        Register(Loopback, _loopbackLink);
        Loopback.IsUp = true;
        Loopback.Add(new InterfaceAddress(Loopback, new IpPrefix(IpAddress.LoopbackV4, 8), DadState.Preferred));
        Loopback.Add(new InterfaceAddress(Loopback, new IpPrefix(IpAddress.LoopbackV6, 128), DadState.Preferred));
        foreach (InterfaceAddress address in Loopback.Addresses)
        {
            AddRoutes(address);
        }
    }

    private void Register(IpInterface added, ILink link)
    {
        if (added.Index >= _linkByIndex.Length)
        {
            Array.Resize(ref _linkByIndex, (int)added.Index + 16);
        }

        _linkByIndex[added.Index] = link;
        _interfaces.Add(added);
    }

    private void StartDetection(InterfaceAddress address, bool soon = false)
    {
        if (!address.Interface.IsUp || address.Interface.Link is not EthernetLink link)
        {
            // Begins when the link comes up.
            return;
        }

        bool isV4 = address.Address.IsV4;
        IAddressProbe probe = isV4 ? link.Arp : link.Ndp;
        address.Detection = new DuplicateAddressDetection(
            this, address, probe, isV4 ? Profile.DadTransmitsV4 : Profile.DadTransmitsV6, isV4 ? ProbeIntervalV4 : Profile.NeighbourRetransmitNs);
        if (soon)
        {
            address.Detection.StartSoon();
        }
        else
        {
            address.Detection.Start();
        }
    }

    private void RestartDetection(IpInterface on)
    {
        foreach (InterfaceAddress address in on.Addresses)
        {
            if (address.State == DadState.Tentative && address.Detection is null)
            {
                StartDetection(address, soon: true);
            }
        }
    }

    // RTE-004: host, subnet and broadcast routes for IPv4; host, prefix and link-local for IPv6.
    private void AddRoutes(InterfaceAddress address)
    {
        IpInterface on = address.Interface;
        foreach (IpPrefix prefix in RoutesOf(address))
        {
            Ip.For(prefix.Family).Routes.Add(new Route(prefix, Any(prefix.Family), on, OnLinkMetric, RouteProtocol.Local));
        }

        Ip.For(address.Address.Family).Routes.Touch();
        UpdateBroadcasts();
    }

    private void RemoveRoutes(InterfaceAddress removed)
    {
        IpInterface on = removed.Interface;
        RoutingTable routes = Ip.For(removed.Address.Family).Routes;
        foreach (IpPrefix prefix in RoutesOf(removed))
        {
            if (!IsNeeded(prefix, on) && routes.Find(prefix, Any(prefix.Family), on) is { } route)
            {
                routes.Remove(route);
            }
        }

        routes.Touch();
        UpdateBroadcasts();
    }

    private void UpdateBroadcasts()
    {
        _broadcasts.Update(_interfaces);
        Inspection.Surroundings++;
    }

    private static List<IpPrefix> RoutesOf(InterfaceAddress address)
    {
        IpPrefix prefix = address.Prefix;
        List<IpPrefix> routes = [new IpPrefix(address.Address, address.Address.BitLength)];
        if (!prefix.IsHost)
        {
            routes.Add(prefix.Network);
        }

        if (prefix.HasBroadcast)
        {
            routes.Add(new IpPrefix(prefix.Broadcast, 32));
        }

        if (address.Address.IsV6 && address.Address.IsLinkLocal)
        {
            routes.Add(LinkLocalV6);
        }

        return routes;
    }

    private static bool IsNeeded(in IpPrefix prefix, IpInterface on)
    {
        foreach (InterfaceAddress other in on.Addresses)
        {
            if (other.IsUsable && RoutesOf(other).Contains(prefix))
            {
                return true;
            }
        }

        return false;
    }
}
