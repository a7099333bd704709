namespace NetStackSim.Packets;

/// <summary>The ECN field of an IP header (RFC 3168 section 5).</summary>
public enum EcnCodepoint : byte
{
    /// <summary>Not capable.</summary>
    NotEct = 0,

    /// <summary>Capable, ECT(1): L4S traffic (RFC 9331).</summary>
    Ect1 = 1,

    /// <summary>Capable, ECT(0).</summary>
    Ect0 = 2,

    /// <summary>Congestion experienced.</summary>
    Ce = 3,
}
