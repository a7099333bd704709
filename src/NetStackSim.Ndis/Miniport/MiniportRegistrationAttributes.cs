namespace NetStackSim.Ndis;

/// <summary>The first attributes a miniport sets (NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES).</summary>
public sealed class MiniportRegistrationAttributes
{
    /// <summary>What the adapter is and can.</summary>
    public MiniportAttributeFlags Flags { get; init; } = MiniportAttributeFlags.NdisWdm | MiniportAttributeFlags.SurpriseRemoveOk;

    /// <summary>Seconds between checks for a hung device; 0 = 2 s.</summary>
    public int CheckForHangTimeInSeconds { get; init; }
}
