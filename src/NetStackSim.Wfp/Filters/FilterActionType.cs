namespace NetStackSim.Wfp;

/// <summary>What a filter or a callout decides (<c>FWP_ACTION_TYPE</c>, Windows' numbers).</summary>
public enum FilterActionType : uint
{
    /// <summary>Nothing decided yet (<c>FWP_ACTION_NONE</c>).</summary>
    None = 0x7,

    /// <summary>No filter matched (<c>FWP_ACTION_NONE_NO_MATCH</c>).</summary>
    NoneNoMatch = 0x8,

    /// <summary>Refuse; hard when a filter says so.</summary>
    Block = 0x1001,

    /// <summary>Let pass; soft unless the filter clears the action right.</summary>
    Permit = 0x1002,

    /// <summary>No opinion; the next filter of the sublayer is asked.</summary>
    Continue = 0x2006,

    /// <summary>Ask a callout, which must say Permit or Block.</summary>
    CalloutTerminating = 0x5003,

    /// <summary>Ask a callout that only looks.</summary>
    CalloutInspection = 0x6004,

    /// <summary>Ask a callout that may say Permit, Block or Continue.</summary>
    CalloutUnknown = 0x4005,
}
