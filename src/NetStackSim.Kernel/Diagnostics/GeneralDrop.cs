namespace NetStackSim.Kernel;

/// <summary>Drop reasons of FWPS_DISCARD_MODULE_GENERAL.</summary>
public static class GeneralDrop
{
    /// <summary>Code 0. Firewall policy.</summary>
    public static DropReason FirewallPolicy => new(DropModule.General, 0, nameof(FirewallPolicy));

    /// <summary>Code 1. Ipsec.</summary>
    public static DropReason Ipsec => new(DropModule.General, 1, nameof(Ipsec));
}
