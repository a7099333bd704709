using NetStackSim.Wfp;

namespace NetStackSim.Cli.Options;

/// <summary>
/// The interfaces of the machine that an export comes from, read off the filters that let them out of quarantine: the quarantine sublayer
/// blocks all that comes in unless interface and epoch match one of them.
/// </summary>
internal sealed class MachineInterfaces
{
    private readonly List<MachineInterface> _interfaces = [];

    private MachineInterfaces()
    {
    }

    /// <summary>Reads the filters of exports.</summary>
    public static MachineInterfaces Of(IReadOnlyList<WfpExport> exports)
    {
        MachineInterfaces interfaces = new();
        foreach (ExportedFilter exported in exports.SelectMany(static e => e.Filters))
        {
            if (exported.Filter.SubLayerKey == SubLayerKeys.Quarantine && exported.Filter.Action == FilterActionType.Permit)
            {
                interfaces.Add(exported.Filter);
            }
        }

        return interfaces;
    }

    /// <summary>The first interface of a family that is of the kind.</summary>
    public MachineInterface? Choose(bool isV6, bool isLoopback) => _interfaces.Find(i => i.IsV6 == isV6 && i.IsLoopback == isLoopback);

    /// <summary>The interface with a LUID.</summary>
    public MachineInterface? Find(ulong luid, bool isV6) => _interfaces.Find(i => i.Luid == luid && i.IsV6 == isV6);

    private static ulong? Number(Filter filter, params ReadOnlySpan<Guid> fields)
    {
        foreach (FilterCondition condition in filter.Conditions)
        {
            if (condition.Match == FwpMatchType.Equal && fields.Contains(condition.FieldKey))
            {
                return condition.Value.Number;
            }
        }

        return null;
    }

    private void Add(Filter filter)
    {
        ulong? luid = Number(filter, FieldKeys.IpArrivalInterface, FieldKeys.IpNexthopInterface, FieldKeys.IpLocalInterface);
        ulong? epoch = Number(filter, FieldKeys.InterfaceQuarantineEpoch);
        bool isV6 = WellKnownNames.Layer(filter.LayerKey).EndsWith("_V6", StringComparison.Ordinal);
        if (luid is { } known && epoch is { } current && Find(known, isV6) is null)
        {
            _interfaces.Add(new MachineInterface(known, current, isV6));
        }
    }
}
