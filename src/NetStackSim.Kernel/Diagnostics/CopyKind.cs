namespace NetStackSim.Kernel;

/// <summary>Why payload bytes were copied.</summary>
public enum CopyKind
{
    /// <summary>The sending NIC gathered a list into a frame.</summary>
    DmaGather,

    /// <summary>The receiving NIC copied a frame into a posted buffer because it could not bind the frame itself.</summary>
    DmaReceive,

    /// <summary>The stack copied received bytes into the buffer of a caller who asked for a copy.</summary>
    StackReceive,

    /// <summary>The stack copied bytes to be sent because the caller asked for it or has no array behind its memory.</summary>
    StackSend,

    /// <summary>Any other copy by the stack.</summary>
    StackOther,

    /// <summary>A large frame was cut into single frames.</summary>
    FrameSegment,

    /// <summary>A shared frame was copied because somebody had to write to it.</summary>
    FrameUnshare,

    /// <summary>The loopback interface moved a packet from sender to receiver.</summary>
    Loopback,
}
