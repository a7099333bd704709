namespace NetStackSim.Transport;

/// <summary>Flags of a stream indication.</summary>
[Flags]
public enum StreamReceiveFlags : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The caller runs at exactly Dispatch (<c>WSK_FLAG_AT_DISPATCH_LEVEL</c>).</summary>
    AtDispatch = 1,

    /// <summary>The last list carried PSH (<c>WSK_FLAG_ENTIRE_MESSAGE</c>).</summary>
    EntireMessage = 2,

    /// <summary>The lists hold scarce resources: do not retain them long (<c>WSK_FLAG_RELEASE_ASAP</c>).</summary>
    ReleaseAsap = 4,
}
