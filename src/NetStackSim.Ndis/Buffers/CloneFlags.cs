namespace NetStackSim.Ndis;

/// <summary>How a clone refers to the data of its parent (NDIS_CLONE_FLAGS_*).</summary>
[Flags]
public enum CloneFlags : uint
{
    /// <summary>New MDLs over the same memory, from the first data byte on: no headroom is shared.</summary>
    None = 0,

    /// <summary>
    /// NDIS_CLONE_FLAGS_USE_ORIGINAL_MDLS: the MDL objects of the parent. The headroom in the first MDL is shared with the parent, so whoever writes a header into it
    /// writes into the parent's.
    /// </summary>
    UseOriginalMdls = 0x2,
}
