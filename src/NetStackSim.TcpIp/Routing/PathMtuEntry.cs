using NetStackSim.Kernel;

namespace NetStackSim.TcpIp;

/// <summary>The path MTU of one destination, shared by all paths to it (RFC 1191 section 6, RFC 8201 section 5.2).</summary>
internal sealed class PathMtuEntry(EventLoop loop)
{
    private int _reduced;
    private long _reducedUntil;

    /// <summary>The smaller of the interface MTU and what routers said, while that is fresh.</summary>
    internal int Limit(int interfaceMtu)
    {
        if (_reducedUntil == 0)
        {
            return interfaceMtu;
        }

        if (loop.Now >= _reducedUntil)
        {
            // Aged: larger packets are tried again, a router will say so if they are still too large.
            _reducedUntil = 0;
            return interfaceMtu;
        }

        return Math.Min(interfaceMtu, _reduced);
    }

    /// <summary>Lowers the estimate; it is forgotten at the given time.</summary>
    internal void Reduce(int mtu, long until)
    {
        _reduced = mtu;
        _reducedUntil = until;
    }
}
