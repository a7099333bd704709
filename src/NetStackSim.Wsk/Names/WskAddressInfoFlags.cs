namespace NetStackSim.Wsk;

/// <summary>Wishes about a look-up (<c>AI_*</c>, Windows' values).</summary>
[Flags]
public enum WskAddressInfoFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>AI_PASSIVE</c>: without a name the wildcard address to bind to; else loopback.</summary>
    Passive = 0x1,

    /// <summary><c>AI_CANONNAME</c>: the first entry names the host.</summary>
    CanonicalName = 0x2,

    /// <summary><c>AI_NUMERICHOST</c>: the name must be a literal address.</summary>
    NumericHost = 0x4,

    /// <summary><c>AI_NUMERICSERV</c>: the service must be a number.</summary>
    NumericService = 0x8,
}
