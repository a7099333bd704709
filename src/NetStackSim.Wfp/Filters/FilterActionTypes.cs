namespace NetStackSim.Wfp;

/// <summary>Questions about actions.</summary>
public static class FilterActionTypes
{
    private const uint CalloutFlag = 0x4000;

    /// <summary>True for the three actions that ask a callout (<c>FWP_ACTION_FLAG_CALLOUT</c>).</summary>
    /// <param name="action">The action.</param>
    /// <returns>True for callout actions.</returns>
    public static bool IsCallout(this FilterActionType action) => ((uint)action & CalloutFlag) != 0;

    /// <summary>The Windows symbol of an action.</summary>
    /// <param name="action">The action.</param>
    /// <returns>Such as <c>FWP_ACTION_BLOCK</c>.</returns>
    public static string Symbol(this FilterActionType action) => action switch
    {
        FilterActionType.Block => "FWP_ACTION_BLOCK",
        FilterActionType.Permit => "FWP_ACTION_PERMIT",
        FilterActionType.Continue => "FWP_ACTION_CONTINUE",
        FilterActionType.CalloutTerminating => "FWP_ACTION_CALLOUT_TERMINATING",
        FilterActionType.CalloutInspection => "FWP_ACTION_CALLOUT_INSPECTION",
        FilterActionType.CalloutUnknown => "FWP_ACTION_CALLOUT_UNKNOWN",
        FilterActionType.NoneNoMatch => "FWP_ACTION_NONE_NO_MATCH",
        _ => "FWP_ACTION_NONE",
    };
}
