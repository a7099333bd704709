namespace NetStackSim.Wfp;

/// <summary>What happened to a packet that carries a tagged context (<c>FWPS_NET_BUFFER_LIST_EVENT_TYPE0</c>).</summary>
public enum PacketTagEvent
{
    /// <summary>A driver cloned it; the clone has no context until one is associated.</summary>
    ClonedViaWfpApi,

    /// <summary>The packet left the stack: it went back to where it came from, or its injection completed.</summary>
    ExitNetIo,

    /// <summary>The context was removed.</summary>
    ContextRemoved,

    /// <summary>The stack made a clone, fragment or whole of it; that has no context until one is associated.</summary>
    ClonedByNetIo,
}
