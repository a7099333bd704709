namespace NetStackSim.Packets;

/// <summary>The flag bits above the fragment offset of an IPv4 header.</summary>
[Flags]
public enum IPv4Flags : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>More fragments follow.</summary>
    MoreFragments = 0x2000,

    /// <summary>Do not fragment.</summary>
    DontFragment = 0x4000,

    /// <summary>Reserved, zero on send (RFC 3514 notwithstanding).</summary>
    Reserved = 0x8000,
}
