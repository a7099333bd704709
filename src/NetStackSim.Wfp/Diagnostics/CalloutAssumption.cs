namespace NetStackSim.Wfp;

/// <summary>What an explanation, which calls no driver, takes a callout to say.</summary>
public enum CalloutAssumption
{
    /// <summary>It lets pass and has no opinion: on a live machine all callouts that filters use are registered.</summary>
    Continue,

    /// <summary>As <see cref="Continue"/> where a driver registered it, else as <see cref="Unregistered"/>: what a running engine would meet.</summary>
    AsRegistered,

    /// <summary>It is not registered: the filter blocks, or permits if it says so, or is skipped when it only inspects.</summary>
    Unregistered,
}
