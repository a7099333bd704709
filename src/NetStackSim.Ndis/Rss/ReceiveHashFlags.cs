using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Flags of <see cref="ReceiveHashParameters"/> (NDIS_RECEIVE_HASH_FLAG_*).</summary>
[Flags]
[WindowsDdi("NDIS_RECEIVE_HASH_FLAG")]
public enum ReceiveHashFlags : uint
{
    /// <summary>Hashing is off, or goes off.</summary>
    None = 0,

    /// <summary>The NIC hashes.</summary>
    EnableHash = 0x1,

    /// <summary>Function and types stay.</summary>
    HashInfoUnchanged = 0x2,

    /// <summary>The key stays.</summary>
    HashKeyUnchanged = 0x4,
}
