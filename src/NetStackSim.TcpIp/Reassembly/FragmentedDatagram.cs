using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>A datagram that is being put together. Reused: the reassembler keeps free ones.</summary>
internal sealed class FragmentedDatagram
{
    internal FragmentKey Key { get; set; }

    /// <summary>When it is given up; not moved by later fragments (RFC 1122 section 3.3.2).</summary>
    internal long ExpiresAt { get; set; }

    internal FragmentMap<NetBufferList> Map { get; } = new();

    /// <summary>The header facts of the fragment with offset 0.</summary>
    internal IpHeaderInfo FirstInfo;

    /// <summary>Bit n is set when a fragment with ECN codepoint n came.</summary>
    internal int EcnSeen { get; set; }

    /// <summary>Fragments that came.</summary>
    internal int Arrived { get; set; }

    /// <summary>It broke a rule: everything that still comes for it is dropped (RFC 5722 section 4).</summary>
    internal bool IsBad { get; set; }

    internal FragmentedDatagram? Older { get; set; }

    internal FragmentedDatagram? Newer { get; set; }

    internal bool HasFirst => Map.Count > 0 && Map.Pieces[0].Start == 0;

    internal void Begin(in FragmentKey key, long expiresAt)
    {
        Key = key;
        ExpiresAt = expiresAt;
        FirstInfo = default;
        EcnSeen = 0;
        Arrived = 0;
        IsBad = false;
        Map.Clear();
    }
}
