namespace NetStackSim.Wfp;

/// <summary>What a callout finds and leaves (<c>FWPS_CLASSIFY_OUT0</c>).</summary>
public struct ClassifyOut
{
    internal ClassifyOut(FilterActionType action, ClassifyRights rights, ClassifyOutFlags flags = ClassifyOutFlags.None)
    {
        Action = action;
        Rights = rights;
        Flags = flags;
    }

    /// <summary>On entry the decision so far, None when there is none; on return the callout's own.</summary>
    public FilterActionType Action { get; set; }

    /// <summary>Whether the action may be changed. A callout that blocks should clear it.</summary>
    public ClassifyRights Rights { get; set; }

    /// <summary>Flags.</summary>
    public ClassifyOutFlags Flags { get; set; }

    /// <summary>True when the callout may change the action.</summary>
    public readonly bool CanWrite => (Rights & ClassifyRights.ActionWrite) != 0;

    /// <summary>Blocks and makes the block final.</summary>
    public void Block()
    {
        Action = FilterActionType.Block;
        Rights &= ~ClassifyRights.ActionWrite;
    }

    /// <summary>Blocks finally and takes the data over without a trace.</summary>
    public void BlockAndAbsorb()
    {
        Block();
        Flags |= ClassifyOutFlags.Absorb;
    }

    /// <summary>Permits; final when the filter asks for it with <see cref="FilterRuntimeFlags.ClearActionRight"/>.</summary>
    /// <param name="filter">The filter of the call.</param>
    public void Permit(RuntimeFilter filter)
    {
        Action = FilterActionType.Permit;
        if ((filter.Flags & FilterRuntimeFlags.ClearActionRight) != 0)
        {
            Rights &= ~ClassifyRights.ActionWrite;
        }
    }

    /// <summary>Has no opinion.</summary>
    public void Continue() => Action = FilterActionType.Continue;
}
