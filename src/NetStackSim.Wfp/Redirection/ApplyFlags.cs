namespace NetStackSim.Wfp;

/// <summary>How a changed request is applied (<c>FWPS_CLASSIFY_FLAG_*</c>).</summary>
[Flags]
public enum ApplyFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Ask again when somebody else changed the request meanwhile; for pended classifications only.</summary>
    ReauthorizeIfModifiedByOthers = 0x1,
}
