using NetStackSim.Packets.Capture;

namespace NetStackSim.Ndis;

/// <summary>A place where chains can be looked at. While nobody looks, <see cref="Observer"/> is null and the point costs one branch per chain.</summary>
public sealed class CapturePoint
{
    private readonly Action? _observerChanged;
    private ICapturePointObserver? _observer;

    /// <summary>Makes a point. Its owner calls <see cref="Show"/> for each chain.</summary>
    /// <param name="name">Name within the host, for example "Ethernet/miniport.tx" or "tcpip/ip.out".</param>
    /// <param name="linkType">What the data begins with.</param>
    /// <param name="observerChanged">Called when an observer comes or goes, for owners that keep points off their fast path; or null.</param>
    public CapturePoint(string name, CaptureLinkType linkType, Action? observerChanged = null)
    {
        Name = name;
        LinkType = linkType;
        _observerChanged = observerChanged;
    }

    /// <summary>Name within the host.</summary>
    public string Name { get; }

    /// <summary>What the data begins with.</summary>
    public CaptureLinkType LinkType { get; }

    /// <summary>Who looks; null when nobody does.</summary>
    public ICapturePointObserver? Observer
    {
        get => _observer;
        set
        {
            _observer = value;
            _observerChanged?.Invoke();
        }
    }

    /// <summary>Shows a chain to the observer, if there is one.</summary>
    public void Show(CaptureDirection direction, scoped in NetBufferListChain chain) => _observer?.OnChain(this, direction, chain);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
