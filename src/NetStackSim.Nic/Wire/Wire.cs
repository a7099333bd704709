namespace NetStackSim.Nic;

/// <summary>Plugs and unplugs cables between wire ports.</summary>
public static class Wire
{
    /// <summary>Connects two ports and tells both that the link is up.</summary>
    /// <param name="a">One port; must be unplugged.</param>
    /// <param name="b">The other port; must be unplugged.</param>
    /// <exception cref="ArgumentException">Both are the same port.</exception>
    /// <exception cref="InvalidOperationException">A port has a cable already.</exception>
    public static void Connect(IWirePort a, IWirePort b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (ReferenceEquals(a, b))
        {
            throw new ArgumentException($"'{a.Name}' cannot be connected to itself.", nameof(b));
        }

        ThrowIfConnected(a);
        ThrowIfConnected(b);
        a.Peer = b;
        b.Peer = a;
        a.OnLinkStateChanged(up: true);
        b.OnLinkStateChanged(up: true);
    }

    /// <summary>Unplugs the cable of a port at both ends and tells both; a port without a cable is left alone.</summary>
    /// <param name="port">Either end of the cable.</param>
    public static void Disconnect(IWirePort port)
    {
        ArgumentNullException.ThrowIfNull(port);
        if (port.Peer is not { } other)
        {
            return;
        }

        port.Peer = null;
        other.Peer = null;
        port.OnLinkStateChanged(up: false);
        other.OnLinkStateChanged(up: false);
    }

    private static void ThrowIfConnected(IWirePort port)
    {
        if (port.Peer is { } peer)
        {
            throw new InvalidOperationException($"'{port.Name}' is already connected to '{peer.Name}'.");
        }
    }
}
