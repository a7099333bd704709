namespace NetStackSim.Wfp;

/// <summary>What happened to an object (<c>FWPM_CHANGE_TYPE</c>).</summary>
public enum PolicyChangeType : byte
{
    /// <summary>It was added.</summary>
    Add = 1,

    /// <summary>It was deleted.</summary>
    Delete = 2,
}
