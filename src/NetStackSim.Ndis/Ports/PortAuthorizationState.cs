namespace NetStackSim.Ndis;

/// <summary>What access control has decided (NDIS_PORT_AUTHORIZATION_STATE).</summary>
public enum PortAuthorizationState
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Data passes.</summary>
    Authorized = 1,

    /// <summary>Data does not pass.</summary>
    Unauthorized = 2,

    /// <summary>Being decided anew; data does not pass.</summary>
    Reauthorizing = 3,
}
