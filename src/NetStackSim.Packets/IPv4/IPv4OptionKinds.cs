namespace NetStackSim.Packets;

/// <summary>IPv4 option types, copied flag and class included (IANA ip-parameters registry).</summary>
public static class IPv4OptionKinds
{
    /// <summary>End of option list.</summary>
    public const byte End = 0;

    /// <summary>No operation.</summary>
    public const byte Nop = 1;

    /// <summary>Record route (RFC 791).</summary>
    public const byte RecordRoute = 7;

    /// <summary>Timestamp (RFC 791).</summary>
    public const byte Timestamp = 68;

    /// <summary>Loose source route (RFC 791).</summary>
    public const byte LooseSourceRoute = 131;

    /// <summary>Strict source route (RFC 791).</summary>
    public const byte StrictSourceRoute = 137;

    /// <summary>Router alert (RFC 2113).</summary>
    public const byte RouterAlert = 148;

    /// <summary>Set in the type of an option that every fragment carries.</summary>
    public const byte CopiedFlag = 0x80;
}
