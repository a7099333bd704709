namespace NetStackSim.Wfp;

/// <summary>What a callout may do with a decision (<c>FWPS_RIGHT_*</c>).</summary>
[Flags]
public enum ClassifyRights : uint
{
    /// <summary>The decision is final; a callout may only veto a permit.</summary>
    None = 0,

    /// <summary>Later sublayers may override the action (<c>FWPS_RIGHT_ACTION_WRITE</c>).</summary>
    ActionWrite = 0x1,
}
