namespace NetStackSim.Wfp;

/// <summary>What happened to a packet that carries a tagged context (<c>FWPS_NET_BUFFER_LIST_EVENT_TYPE0</c>).</summary>
public enum PacketTagEvent
{
    /// <summary>A driver cloned it; the clone has no context until one is associated.</summary>
    ClonedViaWfpApi,

    /// <summary>The packet left the stack: an absorbed one went back, an injected one completed.</summary>
    ExitNetIo,

    /// <summary>The context was removed.</summary>
    ContextRemoved,
}
