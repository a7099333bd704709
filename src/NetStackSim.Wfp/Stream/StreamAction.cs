namespace NetStackSim.Wfp;

/// <summary>What a stream callout wants besides permit and block (<c>FWPS_STREAM_ACTION_TYPE</c>).</summary>
public enum StreamAction
{
    /// <summary>The action in the output applies to the bytes that are enforced.</summary>
    None = 0,

    /// <summary>The callout wants to see nothing more of this connection; all its bytes pass.</summary>
    AllowConnection = 1,

    /// <summary>The callout decides when more bytes have come; all of them are indicated again.</summary>
    NeedMoreData = 2,

    /// <summary>The connection is reset.</summary>
    DropConnection = 3,

    /// <summary>Inbound only: the bytes stay with the stack, whose window closes, until the stream is continued.</summary>
    Defer = 4,
}
