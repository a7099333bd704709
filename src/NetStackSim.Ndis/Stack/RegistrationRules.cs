using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What NDIS checks when a driver registers (ndis.md sections 1.9, 2.1, 3.1).</summary>
internal static class RegistrationRules
{
    /// <summary>Revision of all characteristics structures with synchronous requests.</summary>
    public const byte NewestRevision = 3;

    private const byte DirectOidRevision = 2;
    private const FilterRoles DataRoles = FilterRoles.Send | FilterRoles.Receive;

    public static NtStatus Check(MiniportOptions options, NdisVersion system) =>
        options.IsIntermediate && options.IsWdm ? NdisStatus.BadCharacteristics : Check(options.Name, options.Version, options.Revision, system);

    public static NtStatus Check(ProtocolOptions options, NdisVersion system) => Check(options.Name, options.Version, options.Revision, system);

    public static NtStatus Check(FilterOptions options, NdisVersion system)
    {
        NtStatus status = Check(options.Name, options.Version, options.Revision, system);
        return status.IsSuccess && options.Roles is { } roles && !IsConsistent(roles) ? NdisStatus.BadCharacteristics : status;
    }

    /// <summary>A filter on the receive path must see status; one that edits restart attributes must answer the requests that tell the same.</summary>
    public static bool IsConsistent(FilterRoles roles) =>
        ((roles & FilterRoles.Receive) == 0 || (roles & FilterRoles.Status) != 0)
        && ((roles & FilterRoles.RestartAttributes) == 0 || (roles & FilterRoles.Oid) != 0);

    /// <summary>The revision that counts: fields that are newer than the driver's contract are ignored.</summary>
    public static byte EffectiveRevision(NdisVersion version, byte revision)
    {
        byte byVersion = version >= NdisVersion.Ndis680 ? NewestRevision : version >= NdisVersion.Ndis61 ? DirectOidRevision : (byte)1;
        return Math.Min(byVersion, revision);
    }

    public static bool TakesDirectOids(byte effectiveRevision) => effectiveRevision >= DirectOidRevision;

    public static bool TakesSynchronousOids(byte effectiveRevision) => effectiveRevision >= NewestRevision;

    /// <summary>The roles that a module has.</summary>
    public static FilterRoles RolesOf(IFilter filter) =>
        (filter is IFilterSend ? FilterRoles.Send : 0) | (filter is IFilterReceive ? FilterRoles.Receive : 0)
        | (filter is IFilterOid ? FilterRoles.Oid : 0) | (filter is IFilterDirectOid ? FilterRoles.DirectOid : 0)
        | (filter is IFilterSynchronousOid ? FilterRoles.SynchronousOid : 0) | (filter is IFilterStatus ? FilterRoles.Status : 0)
        | (filter is IFilterNetPnP ? FilterRoles.NetPnP : 0) | (filter is IFilterDevicePnP ? FilterRoles.DevicePnP : 0);

    /// <summary>Why a module cannot be attached; null when it can.</summary>
    public static string? Problem(FilterOptions options, IFilter? filter)
    {
        if (filter is null)
        {
            return "FilterAttach returned Success without a module";
        }

        FilterRoles roles = RolesOf(filter);
        if (!IsConsistent(roles))
        {
            return "a module with IFilterReceive needs IFilterStatus as well";
        }

        FilterRoles undeclared = options.Roles is { } declared ? roles & DataRoles & ~declared : 0;
        return undeclared == 0 ? null : $"the module has {undeclared}, which the driver did not register";
    }

    private static NtStatus Check(string name, NdisVersion version, byte revision, NdisVersion system)
    {
        if (string.IsNullOrEmpty(name) || revision == 0)
        {
            return NdisStatus.BadCharacteristics;
        }

        if (revision > NewestRevision)
        {
            return NdisStatus.UnsupportedRevision;
        }

        return version.Major != system.Major || version > system ? NdisStatus.BadVersion : NtStatus.Success;
    }
}
