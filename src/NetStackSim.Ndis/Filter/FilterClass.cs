namespace NetStackSim.Ndis;

/// <summary>Where a modifying filter stands in the stack (the FilterClass INF value), from the miniport up.</summary>
public enum FilterClass
{
    /// <summary>ms_switch_forward: next to the miniport of a virtual switch.</summary>
    SwitchForward = 0,

    /// <summary>ms_switch_filter.</summary>
    SwitchFilter = 1,

    /// <summary>ms_switch_capture.</summary>
    SwitchCapture = 2,

    /// <summary>provider_address.</summary>
    ProviderAddress = 3,

    /// <summary>custom.</summary>
    Custom = 4,

    /// <summary>diagnostic.</summary>
    Diagnostic = 5,

    /// <summary>failover.</summary>
    Failover = 6,

    /// <summary>loadbalance.</summary>
    LoadBalance = 7,

    /// <summary>vpn.</summary>
    Vpn = 8,

    /// <summary>compression.</summary>
    Compression = 9,

    /// <summary>encryption.</summary>
    Encryption = 10,

    /// <summary>scheduler: the top of the stack.</summary>
    Scheduler = 11,
}
