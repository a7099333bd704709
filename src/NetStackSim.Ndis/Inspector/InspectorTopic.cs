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

    /// <summary>Wake-up patterns (<c>-wol</c>).</summary>
    WakeUp,

    /// <summary>Protocol offloads: ARP and NS answered while asleep (<c>-protocoloffloads</c>).</summary>
    ProtocolOffloads,

    /// <summary>Settings of the Advanced tab (<c>-advanced</c>).</summary>
    Advanced,

    /// <summary>Counters (<c>-statistics</c>).</summary>
    Statistics,
}
