namespace NetStackSim.Kernel;

/// <summary>The privileges that matter to the network stack. Our own bits; Windows numbers privileges by LUID.</summary>
[Flags]
public enum TokenPrivileges
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>SeSecurityPrivilege: SACLs.</summary>
    Security = 1,

    /// <summary>SeTakeOwnershipPrivilege.</summary>
    TakeOwnership = 2,

    /// <summary>SeImpersonatePrivilege: act for a client.</summary>
    Impersonate = 4,

    /// <summary>SeDebugPrivilege.</summary>
    Debug = 8,

    /// <summary>SeTcbPrivilege: part of the operating system.</summary>
    TrustedComputingBase = 16,

    /// <summary>SeLoadDriverPrivilege.</summary>
    LoadDriver = 32,

    /// <summary>All of them.</summary>
    All = Security | TakeOwnership | Impersonate | Debug | TrustedComputingBase | LoadDriver,
}
