namespace NetStackSim.Kernel;

/// <summary>Why a run could not go on.</summary>
public enum StallReason
{
    /// <summary>Nothing is due, and the awaited task has not ended.</summary>
    NothingDue,

    /// <summary>The run was not over after the allowed number of events.</summary>
    TooManyEvents,

    /// <summary>Events follow each other at one nanosecond without end.</summary>
    TimeStandsStill,

    /// <summary>Code outside the loop did not come to rest.</summary>
    NotQuiet,
}
