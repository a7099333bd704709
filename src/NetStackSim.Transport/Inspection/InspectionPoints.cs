using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>All inspection points of one host. The stack keeps the points that it calls in fields of its own.</summary>
public sealed class InspectionPoints
{
    private const int LayerCount = (int)InspectionLayer.Discard + 1;

    private readonly InspectionPoint[] _points = new InspectionPoint[LayerCount * 2];

    /// <summary>Makes the points, all without a handler.</summary>
    public InspectionPoints()
    {
        for (int layer = 0; layer < LayerCount; layer++)
        {
            _points[Index((InspectionLayer)layer, IpFamily.V4)] = new InspectionPoint((InspectionLayer)layer, IpFamily.V4);
            _points[Index((InspectionLayer)layer, IpFamily.V6)] = new InspectionPoint((InspectionLayer)layer, IpFamily.V6);
        }
    }

    /// <summary>The point of a layer and a family.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="family">The family.</param>
    /// <returns>The same object for the host's life.</returns>
    public InspectionPoint this[InspectionLayer layer, IpFamily family] => _points[Index(layer, family)];

    /// <summary>Every point, by layer, IPv4 before IPv6.</summary>
    public ReadOnlySpan<InspectionPoint> All => _points;

    /// <summary>
    /// Raised by the engine at every commit that changes what flows may do. Flows that were authorised under a smaller number
    /// are authorised anew at their next packet.
    /// </summary>
    public ulong PolicyEpoch { get; set; } = 1;

    /// <summary>Every drop of the stack by layer, family, reason and filter.</summary>
    public DiscardCounters Discards { get; } = new();

    /// <summary>Number of the engine's last commit; a stream remembers the one under which it was established.</summary>
    public ulong Commit { get; set; }

    /// <summary>
    /// Tells whether an address is the limited broadcast address or that of a subnet of an interface (<c>NlatBroadcast</c>). The stack sets it;
    /// null knows the limited broadcast address only.
    /// </summary>
    public Func<IpAddress, bool>? IsBroadcast { get; set; }

    /// <summary>
    /// Counts changes of what layers know about a packet besides its own facts: the host's addresses, the profile of its networks. Who remembers a decision
    /// forgets it when this moves.
    /// </summary>
    public ulong Surroundings { get; set; }

    private static int Index(InspectionLayer layer, IpFamily family) => ((int)layer * 2) + (family == IpFamily.V6 ? 1 : 0);
}
