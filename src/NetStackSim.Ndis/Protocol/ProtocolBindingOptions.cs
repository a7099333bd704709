namespace NetStackSim.Ndis;

/// <summary>What a protocol asks of NDIS for its binding (OID_GEN_PROTOCOL_OPTIONS, NDIS_PROT_OPTION_*).</summary>
[Flags]
public enum ProtocolBindingOptions : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Lengths may be estimates (legacy).</summary>
    EstimatedLength = 0x1,

    /// <summary>No looped-back packets.</summary>
    NoLoopback = 0x2,

    /// <summary>No packets that its own driver sent over another binding (legacy).</summary>
    NoReservedPacket = 0x4,

    /// <summary>Sends are restricted (legacy).</summary>
    SendRestricted = 0x8,
}
