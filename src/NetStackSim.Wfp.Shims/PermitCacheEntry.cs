using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>A permit: everything of the context that becomes a field of a packet layer, and the filters that said so.</summary>
internal sealed class PermitCacheEntry
{
    /// <summary>Sublayers whose filters an entry can count.</summary>
    internal const int MaxFilters = 4;

    private readonly RuntimeFilter?[] _filters = new RuntimeFilter?[MaxFilters];
    private IpAddress _local;
    private IpAddress _remote;
    private ulong _endpoints;
    private ulong _interfaces;
    private ulong _place;
    private int _filterCount;

    /// <summary>The epoch of the layer and its surroundings under which it was decided.</summary>
    internal ulong Epoch { get; private set; }

    internal bool Fits(ref InspectionContext context) =>
        _endpoints == Endpoints(ref context) && _place == Place(ref context) && _interfaces == Interfaces(ref context)
        && _remote == context.RemoteAddress && _local == context.LocalAddress;

    internal void Set(ref InspectionContext context, ulong epoch, in ClassifyResult result)
    {
        Epoch = epoch;
        _local = context.LocalAddress;
        _remote = context.RemoteAddress;
        _endpoints = Endpoints(ref context);
        _interfaces = Interfaces(ref context);
        _place = Place(ref context);
        _filterCount = result.Terminating.Count;
        for (int i = 0; i < _filterCount; i++)
        {
            _filters[i] = result.Terminating[i].Filter;
        }
    }

    /// <summary>The permit is used again: it counts as a classification.</summary>
    internal void Count(EngineLayer layer) => layer.CountPermit(_filters.AsSpan(0, _filterCount));

    private static ulong Endpoints(ref InspectionContext context) =>
        context.LocalPort | ((ulong)context.RemotePort << 16) | ((ulong)context.Protocol << 32) | (context.HasPorts ? 1ul << 40 : 0)
        | ((ulong)(byte)context.Direction << 41);

    private static ulong Interfaces(ref InspectionContext context) =>
        context.InterfaceIndex | ((ulong)context.ForwardInterfaceIndex << 24) | ((ulong)context.InterfaceType << 48);

    private static ulong Place(ref InspectionContext context) =>
        (uint)context.Flags | ((ulong)(context.SubInterfaceIndex & 0xFFFF) << 32) | ((ulong)(context.Compartment & 0xFFFF) << 48);
}
