using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Makes and caches route decisions (RFC 1122 section 3.3.1.5; the destination cache of RFC 4861).</summary>
/// <remarks>Bounded: a full cache is emptied, which costs its users one look-up each; paths that somebody holds stay valid.</remarks>
internal sealed class PathTable(IpNetwork network)
{
    private const int Capacity = 4096;

    private readonly Dictionary<PathKey, IpPath> _paths = [];
    private readonly Dictionary<IpAddress, IpPath> _forwardPaths = [];
    private readonly Dictionary<IpAddress, PathMtuEntry> _mtus = [];

    /// <summary>Finds or makes the path for packets of our own.</summary>
    internal NtStatus TryGet(in IpAddress destination, in IpAddress source, uint interfaceIndex, out IpPath? path)
    {
        PathKey key = new(destination, source, interfaceIndex);
        if (_paths.TryGetValue(key, out path) && path.IsValid)
        {
            return NtStatus.Success;
        }

        NtStatus status = Resolve(destination, source, interfaceIndex, out path);
        if (path is not null)
        {
            Bound(_paths);
            _paths[key] = path;
        }

        return status;
    }

    /// <summary>Why there is no path, after <see cref="TryGet"/> failed: no source address to send from, or no route.</summary>
    internal DropCause WhyNone(NtStatus failure, in IpAddress destination, in IpAddress source, uint interfaceIndex)
    {
        if (failure == NtStatus.InvalidAddressComponent)
        {
            return IpDrops.SendNoSource;
        }

        // With a route, an endpoint that left the choice of the source to the stack got none.
        IpInterface? constraint = Constrain(source: null, interfaceIndex, out bool exists);
        bool hasRoute = exists && source.IsUnspecified && network.Routes.Lookup(destination, constraint, network.Kernel.Now) is not null;
        return hasRoute ? IpDrops.SendNoSource : IpDrops.SendNoRoute;
    }

    /// <summary>Finds or makes the path for packets that are routed through; null without a route.</summary>
    internal IpPath? TryGetForward(in IpAddress destination)
    {
        if (_forwardPaths.TryGetValue(destination, out IpPath? path) && path.IsValid)
        {
            return path;
        }

        Route? route = network.Routes.Lookup(destination, constraint: null, network.Kernel.Now);
        if (route is null || route.Interface.IsLoopback)
        {
            return null;
        }

        path = Make(destination.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6, destination, route);
        Bound(_forwardPaths);
        _forwardPaths[destination] = path;
        return path;
    }

    /// <summary>Makes a path that is not cached, for neighbour discovery: the interface and, for a unicast destination, the link address are given.</summary>
    internal IpPath MakeLinkPath(in IpAddress source, in IpAddress destination, IpInterface outgoing, MacAddress linkAddress)
    {
        IpPath path = new(network, source, destination, destination, outgoing, new PathMtuEntry(network.Kernel.Loop)) { LinkAddress = linkAddress };
        network.BuildTemplate(path);
        return path;
    }

    /// <summary>A router said that packets to a destination are too big.</summary>
    /// <returns>The path MTU that is in force now.</returns>
    internal int LowerMtu(in IpAddress destination, int mtu)
    {
        int floor = destination.IsV4 ? network.Profile.MinimumPathMtuV4 : IPv6Header.MinimumMtu;
        int limited = Math.Max(mtu, floor);
        EntryFor(destination).Reduce(limited, network.Kernel.Now + network.Profile.PathMtuAgeNs);
        return limited;
    }

    private static void Bound<TKey>(Dictionary<TKey, IpPath> paths)
        where TKey : notnull
    {
        if (paths.Count >= Capacity)
        {
            paths.Clear();
        }
    }

    private NtStatus Resolve(in IpAddress destination, in IpAddress source, uint interfaceIndex, out IpPath? path)
    {
        path = null;
        if (destination.IsUnspecified || destination.IsMappedV6)
        {
            return NtStatus.InvalidAddress;
        }

        // Every address of 127/8 is ours, with or without an entry.
        InterfaceAddress? sourceAddress = null;
        bool ours = IsOurs(destination);
        if (!source.IsUnspecified && !(source.IsLoopback && ours))
        {
            sourceAddress = FindSource(source, interfaceIndex);
            if (sourceAddress is not { IsUsable: true })
            {
                return NtStatus.InvalidAddressComponent;
            }
        }

        if (ours)
        {
            path = MakeLoopback(destination, source);
            return NtStatus.Success;
        }

        IpInterface? constraint = Constrain(sourceAddress, interfaceIndex, out bool exists);
        Route? route = exists ? network.Routes.Lookup(destination, constraint, network.Kernel.Now) : null;
        if (route is null)
        {
            return NtStatus.NetworkUnreachable;
        }

        IpAddress chosen = source;
        if (source.IsUnspecified && !SourceAddressSelection.TrySelect(destination, route.Interface, out chosen))
        {
            return NtStatus.NetworkUnreachable;
        }

        path = Make(chosen, destination, route);
        return NtStatus.Success;
    }

    private InterfaceAddress? FindSource(in IpAddress source, uint interfaceIndex) =>
        network.FindLocal(source, interfaceIndex == 0 ? null : network.Stack.FindInterface(interfaceIndex));

    private bool IsOurs(in IpAddress destination) =>
        destination.IsLoopback || network.FindLocal(destination, preferred: null) is { IsUsable: true };

    // RTE-011: with a source, the strong host model looks only at the routes of its interface; an explicit interface always binds.
    private IpInterface? Constrain(InterfaceAddress? source, uint interfaceIndex, out bool exists)
    {
        exists = true;
        if (interfaceIndex != 0)
        {
            IpInterface? wanted = network.Stack.FindInterface(interfaceIndex);
            exists = wanted is not null;
            return wanted;
        }

        return source is not null && !source.Interface.For(network.Family).WeakHostSend ? source.Interface : null;
    }

    private IpPath Make(in IpAddress source, in IpAddress destination, Route route)
    {
        IpAddress nextHop = route.IsOnLink ? destination : route.NextHop;
        IpPath path = new(network, source, destination, nextHop, route.Interface, EntryFor(destination));
        NeighbourCache? neighbours = route.Interface.For(network.Family).Neighbours;
        if (neighbours is not null && !path.IsGroup)
        {
            path.Neighbour = neighbours.GetOrAdd(nextHop);
        }

        network.BuildTemplate(path);
        return path;
    }

    private IpPath MakeLoopback(in IpAddress destination, in IpAddress source)
    {
        IpInterface loopback = network.Stack.Loopback;
        IpAddress chosen = !source.IsUnspecified ? source : destination.IsLoopback && destination.IsV4 ? IpAddress.LoopbackV4 : destination;
        IpPath path = new(network, chosen, destination, destination, loopback, EntryFor(destination));
        network.BuildTemplate(path);
        return path;
    }

    private PathMtuEntry EntryFor(in IpAddress destination)
    {
        if (_mtus.TryGetValue(destination, out PathMtuEntry? entry))
        {
            return entry;
        }

        if (_mtus.Count >= Capacity)
        {
            _mtus.Clear();
            network.Routes.Touch();
        }

        entry = new PathMtuEntry(network.Kernel.Loop);
        _mtus.Add(destination, entry);
        return entry;
    }
}
