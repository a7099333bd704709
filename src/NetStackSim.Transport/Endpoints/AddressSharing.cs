namespace NetStackSim.Transport;

/// <summary>How an endpoint shares its local port with others (Windows' <c>SO_REUSEADDR</c> and <c>SO_EXCLUSIVEADDRUSE</c>).</summary>
public enum AddressSharing : byte
{
    /// <summary>Neither option set: nobody else takes the same address, a more specific address may be bound by the same account.</summary>
    Default,

    /// <summary><c>SO_REUSEADDR</c>: may bind an address that others have bound without exclusivity.</summary>
    Reuse,

    /// <summary><c>SO_EXCLUSIVEADDRUSE</c>: nobody may share the port in any form.</summary>
    Exclusive,
}
