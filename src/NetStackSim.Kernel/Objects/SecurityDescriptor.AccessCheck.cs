namespace NetStackSim.Kernel;

/// <content>The access check (MS-DTYP section 2.5.3.2, and the app side of AppContainers).</content>
public sealed partial class SecurityDescriptor
{
    private const uint EveryRight = 0x001F_FFFF;

    /// <summary>Checks whether a token may have the rights it asks for.</summary>
    /// <remarks>
    /// Inside an AppContainer both sides must grant: the user side looks at the entries for user and groups, the app side at those for the package, its
    /// capabilities and all packages. Allocates nothing. A label in the SACL is respected; an object without one has none (Windows assumes medium).
    /// </remarks>
    /// <param name="token">Who asks.</param>
    /// <param name="desiredAccess">What for; with <see cref="AccessRights.MaximumAllowed"/> as much as possible is granted.</param>
    /// <param name="mapping">What generic rights mean here.</param>
    [WindowsDdi("SeAccessCheck")]
    public AccessCheckResult AccessCheck(SimToken token, uint desiredAccess, in GenericMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(token);
        bool maximum = (desiredAccess & AccessRights.MaximumAllowed) != 0;
        uint desired = mapping.Map(desiredAccess & ~AccessRights.MaximumAllowed);
        uint byPrivilege = GrantedByPrivilege(token, desired, maximum);
        uint denied = DeniedByLabel(token, in mapping);
        if ((desired & AccessRights.AccessSystemSecurity & ~byPrivilege) != 0)
        {
            return default;
        }

        AclWalk walk = _dacl is null ? new AclWalk { Granted = EveryRight } : WalkDacl(token, desired, in mapping);
        uint granted = (walk.Granted & ~denied) | byPrivilege;
        bool isGranted = (granted & desired) == desired && (granted != 0 || desiredAccess == 0);
        return new AccessCheckResult(isGranted, isGranted ? (maximum ? granted : desired) : 0, walk.Deciding);
    }

    private static uint GrantedByPrivilege(SimToken token, uint desired, bool maximum)
    {
        uint wanted = maximum ? AccessRights.WriteOwner : desired;
        uint granted = (token.Privileges & TokenPrivileges.Security) != 0 ? desired & AccessRights.AccessSystemSecurity : 0;
        granted |= (token.Privileges & TokenPrivileges.TakeOwnership) != 0 ? wanted & AccessRights.WriteOwner : 0;
        return granted;
    }

    private static bool IsApplicable(AccessControlEntry entry, SimToken token, bool forApp)
    {
        if ((entry.Flags & AceFlags.InheritOnly) != 0)
        {
            return false;
        }

        if (entry.IsAllow)
        {
            // A condition whose outcome is unknown does not grant ...
            return (forApp ? token.HoldsForApp(entry.Sid) : token.Holds(entry.Sid))
                && (entry.Condition is null || entry.Condition.Evaluate(token) == true);
        }

        // ... and does deny.
        return entry.IsDeny
            && (token.Holds(entry.Sid, forDeny: true) || token.HoldsForApp(entry.Sid))
            && (entry.Condition is null || entry.Condition.Evaluate(token) != false);
    }

    private AclWalk WalkDacl(SimToken token, uint desired, in GenericMapping mapping)
    {
        AclWalk user = WalkDacl(token, forApp: false, desired, in mapping);
        user.Granted |= GrantedToOwner(token);
        if (!token.IsAppContainer)
        {
            return user;
        }

        AclWalk app = WalkDacl(token, forApp: true, desired, in mapping);
        bool appDecides = (user.Granted & desired) == desired;
        return new AclWalk { Granted = user.Granted & app.Granted, Deciding = appDecides ? app.Deciding : user.Deciding };
    }

    private AclWalk WalkDacl(SimToken token, bool forApp, uint desired, in GenericMapping mapping)
    {
        AclWalk walk = default;
        uint denied = 0;
        foreach (AccessControlEntry entry in _dacl!)
        {
            if (!IsApplicable(entry, token, forApp))
            {
                continue;
            }

            uint mask = mapping.Map(entry.Mask);
            uint news = mask & ~walk.Granted & ~denied;
            if (entry.IsAllow)
            {
                walk.Granted |= news;
            }
            else
            {
                denied |= news;
            }

            if ((news & desired) != 0)
            {
                walk.Deciding = entry;
                if (entry.IsDeny)
                {
                    break;
                }
            }
        }

        return walk;
    }

    /// <summary>The owner may read and change the DACL, unless an entry for the owner's rights says what he may.</summary>
    private uint GrantedToOwner(SimToken token)
    {
        if (Owner is null || !token.Holds(Owner))
        {
            return 0;
        }

        foreach (AccessControlEntry entry in _dacl!)
        {
            if (entry.Sid.Equals(WellKnownSids.OwnerRights) && (entry.Flags & AceFlags.InheritOnly) == 0)
            {
                return 0;
            }
        }

        return AccessRights.ReadControl | AccessRights.WriteDac;
    }

    /// <summary>Rights that a label takes from a token of lower integrity: bit 0 writing, bit 1 reading, bit 2 executing (SYSTEM_MANDATORY_LABEL_xxx).</summary>
    private uint DeniedByLabel(SimToken token, in GenericMapping mapping)
    {
        if (_sacl is null)
        {
            return 0;
        }

        foreach (AccessControlEntry entry in _sacl)
        {
            if (entry.Type != AceType.MandatoryLabel || token.IntegrityLevel.SubAuthorities[^1] >= entry.Sid.SubAuthorities[^1])
            {
                continue;
            }

            uint common = mapping.Read & mapping.Write & mapping.Execute;
            uint denied = (entry.Mask & 1) != 0 ? mapping.Write & ~common : 0;
            denied |= (entry.Mask & 2) != 0 ? mapping.Read & ~common : 0;
            return denied | ((entry.Mask & 4) != 0 ? mapping.Execute & ~common : 0);
        }

        return 0;
    }

    private struct AclWalk
    {
        internal uint Granted;
        internal AccessControlEntry? Deciding;
    }
}
