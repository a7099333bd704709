namespace NetStackSim.Kernel;

/// <summary>Bits of an access mask that mean the same for every kind of object (ACCESS_MASK).</summary>
public static class AccessRights
{
    /// <summary>Delete the object.</summary>
    public const uint Delete = 0x0001_0000;

    /// <summary>Read owner and DACL.</summary>
    public const uint ReadControl = 0x0002_0000;

    /// <summary>Change the DACL.</summary>
    public const uint WriteDac = 0x0004_0000;

    /// <summary>Change the owner.</summary>
    public const uint WriteOwner = 0x0008_0000;

    /// <summary>Wait on the object.</summary>
    public const uint Synchronize = 0x0010_0000;

    /// <summary>Read and change the SACL; needs a privilege.</summary>
    public const uint AccessSystemSecurity = 0x0100_0000;

    /// <summary>Ask for whatever would be granted.</summary>
    public const uint MaximumAllowed = 0x0200_0000;

    /// <summary>All that the object's generic mapping calls all.</summary>
    public const uint GenericAll = 0x1000_0000;

    /// <summary>Generic execute.</summary>
    public const uint GenericExecute = 0x2000_0000;

    /// <summary>Generic write.</summary>
    public const uint GenericWrite = 0x4000_0000;

    /// <summary>Generic read.</summary>
    public const uint GenericRead = 0x8000_0000;

    /// <summary>The right that a WFP condition of type security descriptor asks for (FWP_ACTRL_MATCH_FILTER).</summary>
    public const uint MatchFilter = 0x1;
}
