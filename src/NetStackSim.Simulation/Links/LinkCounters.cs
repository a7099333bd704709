namespace NetStackSim.Simulation;

/// <summary>What happened in one direction of a link. Frames of the wire: an uncut large frame counts as the frames it stands for.</summary>
public sealed class LinkCounters
{
    /// <summary>Frames that entered.</summary>
    public long FramesOffered { get; internal set; }

    /// <summary>Bytes that entered, link headers included.</summary>
    public long BytesOffered { get; internal set; }

    /// <summary>Frames handed to the far end, duplicates included.</summary>
    public long FramesDelivered { get; internal set; }

    /// <summary>Bytes handed to the far end.</summary>
    public long BytesDelivered { get; internal set; }

    /// <summary>Frames lost at random.</summary>
    public long Lost { get; internal set; }

    /// <summary>Frames that found the queue full.</summary>
    public long QueueDrops { get; internal set; }

    /// <summary>Frames that a fault rule dropped.</summary>
    public long RuleDrops { get; internal set; }

    /// <summary>Frames that arrived twice.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Frames held back so that others overtook them.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Frames of which a bit flipped.</summary>
    public long Corrupted { get; internal set; }

    /// <summary>The most bytes that ever waited or were being sent.</summary>
    public long PeakQueueBytes { get; internal set; }
}
