using System.Runtime.InteropServices;

namespace NetStackSim.Ndis;

/// <summary>All capture points of a host, in the order in which they came. Layers above NDIS add theirs.</summary>
public sealed class CapturePointRegistry
{
    private readonly List<CapturePoint> _points = [];

    /// <summary>The points.</summary>
    public ReadOnlySpan<CapturePoint> Points => CollectionsMarshal.AsSpan(_points);

    /// <summary>Called for every point that comes later: an observer of all points adds itself here. Null when nobody does.</summary>
    public Action<CapturePoint>? PointAdded { get; set; }

    /// <summary>Adds a point.</summary>
    public CapturePoint Add(CapturePoint point)
    {
        _points.Add(point);
        PointAdded?.Invoke(point);
        return point;
    }

    /// <summary>Removes a point whose place is gone.</summary>
    public void Remove(CapturePoint point) => _points.Remove(point);

    /// <summary>Finds a point by name.</summary>
    /// <returns>The point, or null.</returns>
    public CapturePoint? Find(string name) => _points.Find(point => point.Name == name);
}
