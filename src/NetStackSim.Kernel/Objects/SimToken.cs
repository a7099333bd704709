namespace NetStackSim.Kernel;

/// <summary>An access token: who a process or thread is. Immutable.</summary>
public sealed class SimToken
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoAttributes = new Dictionary<string, IReadOnlyList<string>>();

    private readonly TokenGroup[] _groups = [new TokenGroup(WellKnownSids.World)];
    private readonly Sid[] _capabilities = [];

    /// <summary>Makes a token of a user without further groups than Everyone.</summary>
    /// <param name="user">The user.</param>
    public SimToken(Sid user)
    {
        User = user;
    }

    /// <summary>The user.</summary>
    public Sid User { get; }

    /// <summary>The groups besides the user.</summary>
    public IReadOnlyList<TokenGroup> Groups
    {
        get => _groups;
        init => _groups = [.. value];
    }

    /// <summary>Privileges that are enabled.</summary>
    public TokenPrivileges Privileges { get; init; }

    /// <summary>Integrity level.</summary>
    public Sid IntegrityLevel { get; init; } = WellKnownSids.MediumIntegrity;

    /// <summary>The app package of an AppContainer; null outside of one.</summary>
    public Sid? Package { get; init; }

    /// <summary>Capabilities of an AppContainer.</summary>
    public IReadOnlyList<Sid> Capabilities
    {
        get => _capabilities;
        init => _capabilities = [.. value];
    }

    /// <summary>
    /// Security attributes with text values, e.g. <c>WIN://SYSAPPID</c> with the family name of the package. Conditional entries ask for them by name,
    /// without case.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = NoAttributes;

    /// <summary>True inside an AppContainer.</summary>
    public bool IsAppContainer => Package is not null;

    /// <summary>The package as WFP sees it (ALE_PACKAGE_ID): S-1-0-0 outside of an AppContainer.</summary>
    public Sid PackageOrNull => Package ?? WellKnownSids.Null;

    /// <summary>The token of the operating system: every driver and the system process.</summary>
    public static SimToken System { get; } = new(WellKnownSids.LocalSystem)
    {
        Groups = [new TokenGroup(WellKnownSids.Administrators), new TokenGroup(WellKnownSids.World), new TokenGroup(WellKnownSids.AuthenticatedUsers)],
        Privileges = TokenPrivileges.All,
        IntegrityLevel = WellKnownSids.SystemIntegrity,
    };

    /// <summary>A user at the console.</summary>
    /// <param name="user">The account, e.g. S-1-5-21-...-1001.</param>
    /// <param name="administrator">True for an elevated administrator; false for a standard user.</param>
    public static SimToken ForUser(Sid user, bool administrator = false)
    {
        List<TokenGroup> groups =
        [
            new TokenGroup(WellKnownSids.World), new TokenGroup(WellKnownSids.Users), new TokenGroup(WellKnownSids.Interactive),
            new TokenGroup(WellKnownSids.AuthenticatedUsers),
        ];
        if (administrator)
        {
            groups.Add(new TokenGroup(WellKnownSids.Administrators));
        }

        return new SimToken(user)
        {
            Groups = groups,
            Privileges = administrator
                ? TokenPrivileges.Security | TokenPrivileges.TakeOwnership | TokenPrivileges.Impersonate | TokenPrivileges.Debug | TokenPrivileges.LoadDriver
                : TokenPrivileges.None,
            IntegrityLevel = administrator ? WellKnownSids.HighIntegrity : WellKnownSids.MediumIntegrity,
        };
    }

    /// <summary>A service: one of the three service accounts and the service's own SID.</summary>
    /// <param name="account"><see cref="WellKnownSids.LocalSystem"/>, LocalService or NetworkService.</param>
    /// <param name="serviceName">Short name of the service; null for none.</param>
    public static SimToken ForService(Sid account, string? serviceName = null)
    {
        List<TokenGroup> groups =
        [
            new TokenGroup(WellKnownSids.World), new TokenGroup(WellKnownSids.Users), new TokenGroup(WellKnownSids.Service),
            new TokenGroup(WellKnownSids.AuthenticatedUsers),
        ];
        if (serviceName is not null)
        {
            groups.Add(new TokenGroup(WellKnownSids.ForService(serviceName)));
        }

        return new SimToken(account)
        {
            Groups = groups,
            Privileges = account == WellKnownSids.LocalSystem ? TokenPrivileges.All : TokenPrivileges.Impersonate,
            IntegrityLevel = WellKnownSids.SystemIntegrity,
        };
    }

    /// <summary>A packaged app of a user.</summary>
    /// <param name="user">The account.</param>
    /// <param name="package">The package's SID (S-1-15-2-...).</param>
    /// <param name="familyName">The package's family name, for <c>WIN://SYSAPPID</c>.</param>
    /// <param name="capabilities">What the app declared (S-1-15-3-...).</param>
    public static SimToken ForAppContainer(Sid user, Sid package, string familyName, params IReadOnlyList<Sid> capabilities) => new(user)
    {
        Groups = ForUser(user).Groups,
        IntegrityLevel = WellKnownSids.LowIntegrity,
        Package = package,
        Capabilities = capabilities,
        Attributes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase) { ["WIN://SYSAPPID"] = [familyName] },
    };

    /// <summary>True if the token's user side holds a SID.</summary>
    /// <param name="sid">The SID.</param>
    /// <param name="forDeny">True to count groups that are for deny entries only.</param>
    public bool Holds(Sid sid, bool forDeny = false)
    {
        if (User.Equals(sid))
        {
            return true;
        }

        foreach (TokenGroup group in _groups)
        {
            if ((forDeny || !group.DenyOnly) && group.Sid.Equals(sid))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the token's app side holds a SID: its package, a capability, or all application packages.</summary>
    /// <param name="sid">The SID.</param>
    public bool HoldsForApp(Sid sid)
    {
        if (Package is null)
        {
            return false;
        }

        if (Package.Equals(sid) || sid.Equals(WellKnownSids.AllApplicationPackages))
        {
            return true;
        }

        foreach (Sid capability in _capabilities)
        {
            if (capability.Equals(sid))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Package is null ? User.ToString() : $"{User} in {Package}";
}
