namespace NetStackSim.Ndis;

/// <summary>How a team uses its members.</summary>
public enum TeamMode
{
    /// <summary>All members that are up carry traffic; each flow stays on one of them (switch independent, address hash).</summary>
    AddressHash,

    /// <summary>The first member that is up carries everything; the others stand by.</summary>
    ActiveStandby,
}
