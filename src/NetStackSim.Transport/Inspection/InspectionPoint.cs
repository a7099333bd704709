using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>
/// One layer of one family. While nobody filters there <see cref="Handler"/> is null and the point costs a load and a branch:
/// <c>if (point.Handler is { } handler) { ... }</c>.
/// </summary>
public sealed class InspectionPoint
{
    internal InspectionPoint(InspectionLayer layer, IpFamily family)
    {
        Layer = layer;
        Family = family;
    }

    /// <summary>Which place in the stack.</summary>
    public InspectionLayer Layer { get; }

    /// <summary>Which family.</summary>
    public IpFamily Family { get; }

    /// <summary>Who decides here; null while the layer holds no filter. Armed and disarmed by the engine at commit.</summary>
    public IInspectionHandler? Handler { get; set; }
}
