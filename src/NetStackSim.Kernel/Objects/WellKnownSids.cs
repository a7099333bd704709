namespace NetStackSim.Kernel;

/// <summary>SIDs with a fixed value, and their two-letter names in SDDL (MS-DTYP section 2.4.2.4 and 2.5.1.1).</summary>
public static class WellKnownSids
{
    /// <summary>Nobody; also the package id of a process that is in no package (S-1-0-0).</summary>
    public static readonly Sid Null = new(0, 0);

    /// <summary>Everyone.</summary>
    public static readonly Sid World = new(1, 0);

    /// <summary>Rights of the owner, in place of the implicit ones.</summary>
    public static readonly Sid OwnerRights = new(3, 4);

    /// <summary>Logged on over the network.</summary>
    public static readonly Sid Network = new(5, 2);

    /// <summary>Logged on at the console.</summary>
    public static readonly Sid Interactive = new(5, 4);

    /// <summary>Logged on as a service.</summary>
    public static readonly Sid Service = new(5, 6);

    /// <summary>Without an account.</summary>
    public static readonly Sid Anonymous = new(5, 7);

    /// <summary>Everybody who gave a password.</summary>
    public static readonly Sid AuthenticatedUsers = new(5, 11);

    /// <summary>The operating system (NT AUTHORITY\SYSTEM).</summary>
    public static readonly Sid LocalSystem = new(5, 18);

    /// <summary>NT AUTHORITY\LOCAL SERVICE.</summary>
    public static readonly Sid LocalService = new(5, 19);

    /// <summary>NT AUTHORITY\NETWORK SERVICE.</summary>
    public static readonly Sid NetworkService = new(5, 20);

    /// <summary>BUILTIN\Administrators.</summary>
    public static readonly Sid Administrators = new(5, 32, 544);

    /// <summary>BUILTIN\Users.</summary>
    public static readonly Sid Users = new(5, 32, 545);

    /// <summary>BUILTIN\Guests.</summary>
    public static readonly Sid Guests = new(5, 32, 546);

    /// <summary>BUILTIN\Network Configuration Operators.</summary>
    public static readonly Sid NetworkConfigurationOperators = new(5, 32, 556);

    /// <summary>All app packages: granted to every AppContainer.</summary>
    public static readonly Sid AllApplicationPackages = new(15, 2, 1);

    /// <summary>Capability internetClient.</summary>
    public static readonly Sid CapabilityInternetClient = new(15, 3, 1);

    /// <summary>Capability internetClientServer.</summary>
    public static readonly Sid CapabilityInternetClientServer = new(15, 3, 2);

    /// <summary>Capability privateNetworkClientServer.</summary>
    public static readonly Sid CapabilityPrivateNetworkClientServer = new(15, 3, 3);

    /// <summary>Low integrity, the one of AppContainers.</summary>
    public static readonly Sid LowIntegrity = new(16, 0x1000);

    /// <summary>Medium integrity, the one of users.</summary>
    public static readonly Sid MediumIntegrity = new(16, 0x2000);

    /// <summary>High integrity, the one of elevated administrators.</summary>
    public static readonly Sid HighIntegrity = new(16, 0x3000);

    /// <summary>System integrity.</summary>
    public static readonly Sid SystemIntegrity = new(16, 0x4000);

    private static readonly (string Name, Sid Sid)[] Aliases =
    [
        ("AC", AllApplicationPackages), ("AN", Anonymous), ("AO", new(5, 32, 548)), ("AS", new(18, 1)), ("AU", AuthenticatedUsers),
        ("BA", Administrators), ("BG", Guests), ("BO", new(5, 32, 551)), ("BU", Users), ("CD", new(5, 32, 574)),
        ("CG", new(3, 1)), ("CO", new(3, 0)), ("CY", new(5, 32, 569)), ("ED", new(5, 9)), ("ER", new(5, 32, 573)),
        ("HI", HighIntegrity), ("IS", new(5, 32, 568)), ("IU", Interactive), ("LS", LocalService), ("LU", new(5, 32, 559)),
        ("LW", LowIntegrity), ("ME", MediumIntegrity), ("MU", new(5, 32, 558)), ("NO", NetworkConfigurationOperators), ("NS", NetworkService),
        ("NU", Network), ("OW", OwnerRights), ("PO", new(5, 32, 550)), ("PS", new(5, 10)), ("PU", new(5, 32, 547)),
        ("RC", new(5, 12)), ("RD", new(5, 32, 555)), ("RE", new(5, 32, 552)), ("RU", new(5, 32, 554)), ("SI", SystemIntegrity),
        ("SO", new(5, 32, 549)), ("SS", new(18, 2)), ("SU", Service), ("SY", LocalSystem), ("WD", World), ("WR", new(5, 33)),
    ];

    /// <summary>The SID behind a two-letter name of SDDL; null for a name that is unknown or relative to a domain.</summary>
    /// <param name="alias">The name, e.g. <c>BA</c>.</param>
    public static Sid? FromAlias(ReadOnlySpan<char> alias)
    {
        foreach ((string name, Sid sid) in Aliases)
        {
            if (alias.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return sid;
            }
        }

        return null;
    }

    /// <summary>The two-letter name of a SID, or null if it has none.</summary>
    /// <param name="sid">The SID.</param>
    public static string? AliasOf(Sid sid)
    {
        foreach ((string name, Sid known) in Aliases)
        {
            if (known.Equals(sid))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The SID of a service (S-1-5-80-...) is a SHA-1 over its upper-case name in UTF-16.</summary>
    /// <param name="serviceName">Short name, e.g. <c>Dnscache</c>.</param>
    public static Sid ForService(string serviceName)
    {
        ReadOnlySpan<byte> name = System.Text.Encoding.Unicode.GetBytes(serviceName.ToUpperInvariant());
        ReadOnlySpan<byte> hash = System.Security.Cryptography.SHA1.HashData(name);
        Span<uint> numbers = stackalloc uint[6];
        numbers[0] = 80;
        for (int i = 0; i < 5; i++)
        {
            numbers[i + 1] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(hash[(4 * i)..]);
        }

        return new Sid(5, numbers);
    }
}
