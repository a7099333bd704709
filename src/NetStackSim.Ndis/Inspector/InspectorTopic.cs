namespace NetStackSim.Ndis;

/// <summary>What a driver is asked to tell about itself; each is a switch of <c>!ndiskd.netadapter</c>.</summary>
public enum InspectorTopic : byte
{
    /// <summary>The driver's own device object (<c>-device</c>).</summary>
    Device,

    /// <summary>Rings, interrupts, moderation (<c>-hw</c>).</summary>
    Hardware,

    /// <summary>Receive-side scaling (<c>-rss</c>).</summary>
    ReceiveScaling,

    /// <summary>Receive filters (<c>-rcvfilter</c>).</summary>
    ReceiveFilters,

    /// <summary>Receive queues (<c>-rcvqueues</c>).</summary>
    ReceiveQueues,

    /// <summary>What wakes it and what it answers while asleep: capabilities (<c>-pm</c>).</summary>
    Power,

    /// <summary>Wake-up patterns (<c>-wol</c>).</summary>
    WakeUp,

    /// <summary>Protocol offloads: ARP and NS answered while asleep (<c>-protocoloffloads</c>).</summary>
    ProtocolOffloads,

    /// <summary>IP addresses, asked of protocols (<c>-ip</c>).</summary>
    Addresses,

    /// <summary>What somebody should look at, a line each; in <c>-diag</c> and <c>netreport</c>.</summary>
    Warnings,

    /// <summary>Counters (<c>-statistics</c>).</summary>
    Statistics,
}
