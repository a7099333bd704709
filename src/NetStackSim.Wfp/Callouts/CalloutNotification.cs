namespace NetStackSim.Wfp;

/// <summary>What a callout is told about a filter (<c>FWPS_CALLOUT_NOTIFY_TYPE</c>).</summary>
public enum CalloutNotification
{
    /// <summary>A filter with this callout is being added.</summary>
    AddFilter = 0,

    /// <summary>A filter with this callout was deleted.</summary>
    DeleteFilter = 1,

    /// <summary>The transaction that added the filter was committed; with <see cref="CalloutFlags.EnableCommitAddNotify"/>.</summary>
    AddFilterPostCommit = 2,
}
