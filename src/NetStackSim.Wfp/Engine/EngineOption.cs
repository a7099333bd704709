using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Options of the engine (<c>FWPM_ENGINE_OPTION</c>).</summary>
[WindowsDdi("FWPM_ENGINE_OPTION")]
public enum EngineOption : byte
{
    /// <summary>UInt32: whether net events are collected; on by default.</summary>
    CollectNetEvents,

    /// <summary>UInt32: bits of <see cref="NetEventKeywords"/>; none by default.</summary>
    NetEventMatchAnyKeywords,

    /// <summary>UInt32: whether names are kept with addresses; off by default.</summary>
    NameCache,

    /// <summary>UInt32: whether IPsec connections are reported; off by default.</summary>
    MonitorIpsecConnections,

    /// <summary>UInt32: which IPsec packets are queued (inbound 1, forward 2, in batches 4); none by default.</summary>
    PacketQueuing,

    /// <summary>UInt32: after how many milliseconds a held transaction is reported; 0, never, by default.</summary>
    TransactionWatchdogTimeoutMs,
}
