using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>Fragments of one datagram on their way through.</summary>
internal sealed class ForwardGroup(FragmentKey key, long expiresAt)
{
    internal FragmentKey Key { get; } = key;

    /// <summary>When the group is given up; not moved by later fragments.</summary>
    internal long ExpiresAt { get; } = expiresAt;

    /// <summary>The fragments, data at their IP headers.</summary>
    internal FragmentMap<NetBufferList> Map { get; } = new();
}
