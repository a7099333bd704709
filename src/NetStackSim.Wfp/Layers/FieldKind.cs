namespace NetStackSim.Wfp;

/// <summary>What a field holds besides its data type (<c>FWPM_FIELD_TYPE</c>).</summary>
public enum FieldKind : byte
{
    /// <summary>Nothing special.</summary>
    RawData = 0,

    /// <summary>An IP address: takes address masks too.</summary>
    IpAddress = 1,

    /// <summary>Flags.</summary>
    Flags = 2,
}
