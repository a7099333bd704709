namespace NetStackSim.Kernel;

/// <summary>What the four generic rights stand for with one kind of object (GENERIC_MAPPING).</summary>
/// <param name="Read">Generic read.</param>
/// <param name="Write">Generic write.</param>
/// <param name="Execute">Generic execute.</param>
/// <param name="All">Generic all.</param>
public readonly record struct GenericMapping(uint Read, uint Write, uint Execute, uint All)
{
    /// <summary>For files and devices.</summary>
    public static GenericMapping File => new(0x0012_0089, 0x0012_0116, 0x0012_00A0, 0x001F_01FF);

    /// <summary>For registry keys.</summary>
    public static GenericMapping Key => new(0x0002_0019, 0x0002_0006, 0x0002_0019, 0x000F_003F);

    /// <summary>For objects whose rights are never asked for generically.</summary>
    public static GenericMapping None => default;

    /// <summary>Replaces the generic bits of a mask.</summary>
    /// <param name="mask">An access mask.</param>
    [WindowsDdi("RtlMapGenericMask")]
    public uint Map(uint mask)
    {
        const uint Generic = AccessRights.GenericRead | AccessRights.GenericWrite | AccessRights.GenericExecute | AccessRights.GenericAll;
        uint mapped = mask & ~Generic;
        mapped |= (mask & AccessRights.GenericRead) != 0 ? Read : 0;
        mapped |= (mask & AccessRights.GenericWrite) != 0 ? Write : 0;
        mapped |= (mask & AccessRights.GenericExecute) != 0 ? Execute : 0;
        mapped |= (mask & AccessRights.GenericAll) != 0 ? All : 0;
        return mapped;
    }
}
