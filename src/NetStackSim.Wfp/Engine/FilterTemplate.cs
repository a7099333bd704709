using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Which filters an enumeration returns.</summary>
[WindowsDdi("FWPM_FILTER_ENUM_TEMPLATE0")]
public sealed record FilterTemplate
{
    /// <summary>An <see cref="ActionMask"/> that takes every action.</summary>
    public const uint AnyAction = uint.MaxValue;

    /// <summary>Only filters of this provider; null for any.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>Only filters at this layer; null for any.</summary>
    public Guid? LayerKey { get; init; }

    /// <summary>Only filters of this sublayer; null for any.</summary>
    public Guid? SubLayerKey { get; init; }

    /// <summary>Only filters with this callout; null for any.</summary>
    public Guid? CalloutKey { get; init; }

    /// <summary>Only filters with this provider context; null for any.</summary>
    public Guid? ProviderContextKey { get; init; }

    /// <summary>How <see cref="Conditions"/> are compared.</summary>
    public FilterEnumType EnumType { get; init; } = FilterEnumType.Overlapping;

    /// <summary>Only filters whose conditions stand in this relation to these; none for all filters. Each field once.</summary>
    public IReadOnlyList<FilterCondition> Conditions { get; init; } = [];

    /// <summary>Only filters whose action has one of these bits; <see cref="AnyAction"/> for all.</summary>
    public uint ActionMask { get; init; } = AnyAction;

    /// <summary>By falling effective weight instead of by addition (<c>FWP_FILTER_ENUM_FLAG_SORTED</c>).</summary>
    public bool IsSorted { get; init; }

    /// <summary>Only the heaviest terminating filter (<c>FWP_FILTER_ENUM_FLAG_BEST_TERMINATING_MATCH</c>).</summary>
    public bool IsBestTerminatingMatch { get; init; }

    /// <summary>Boot-time filters, too (<c>FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME</c>).</summary>
    public bool IncludesBootTime { get; init; }

    /// <summary>Boot-time filters only (<c>FWP_FILTER_ENUM_FLAG_BOOTTIME_ONLY</c>).</summary>
    public bool IsBootTimeOnly { get; init; }

    /// <summary>Disabled filters, too (<c>FWP_FILTER_ENUM_FLAG_INCLUDE_DISABLED</c>).</summary>
    public bool IncludesDisabled { get; init; }

    /// <summary>Says whether the template can be used with a catalog of layers.</summary>
    /// <param name="catalog">The layers.</param>
    /// <returns>
    /// Success; <see cref="FwpStatus.DuplicateCondition"/> for two conditions on one field; <see cref="FwpStatus.LayerNotFound"/>; an error of
    /// <see cref="ConditionValidator"/>; <see cref="FwpStatus.NeverMatch"/> for a template that no filter can fit.
    /// </returns>
    internal NtStatus Check(LayerCatalog catalog)
    {
        if (ActionMask == 0)
        {
            return FwpStatus.NeverMatch;
        }

        if (Conditions.Select(static c => c.FieldKey).Distinct().Count() != Conditions.Count)
        {
            return FwpStatus.DuplicateCondition;
        }

        if (LayerKey is not { } key)
        {
            return NtStatus.Success;
        }

        return catalog.Find(key) is { } layer ? CheckConditions(layer) : FwpStatus.LayerNotFound;
    }

    internal bool Includes(RuntimeFilter filter)
    {
        Filter definition = filter.Definition;
        return (ProviderKey is null || definition.ProviderKey == ProviderKey)
            && (LayerKey is null || definition.LayerKey == LayerKey)
            && (SubLayerKey is null || definition.SubLayerKey == SubLayerKey)
            && (CalloutKey is null || (definition.Action.IsCallout() && definition.CalloutKey == CalloutKey))
            && (ProviderContextKey is null || definition.ProviderContextKey == ProviderContextKey)
            && (ActionMask == AnyAction || ((uint)definition.Action & ActionMask) != 0)
            && IncludesLifetime((definition.Flags & FilterFlags.BootTime) != 0)
            && (IncludesDisabled || !filter.IsDisabled)
            && (Conditions.Count == 0 || IncludesConditions(filter));
    }

    private bool IncludesLifetime(bool isBootTime) => isBootTime ? IncludesBootTime || IsBootTimeOnly : !IsBootTimeOnly;

    private bool IncludesConditions(RuntimeFilter filter)
    {
        foreach (FilterCondition condition in Conditions)
        {
            if (filter.Layer.FindField(condition.FieldKey) is null)
            {
                return false;
            }
        }

        FieldTest[] tests = FieldTest.Compile(filter.Layer, Conditions);
        return EnumType == FilterEnumType.FullyContained ? FieldSets.Contains(filter.Tests, tests) : !FieldSets.AreDisjoint(filter.Tests, tests);
    }

    private NtStatus CheckConditions(LayerSchema layer)
    {
        foreach (FilterCondition condition in Conditions)
        {
            NtStatus status = ConditionValidator.Check(layer, condition);
            if (status.IsError)
            {
                return status;
            }
        }

        bool isImpossible = Array.Exists(FieldTest.Compile(layer, Conditions), static test => test.Intervals is { Length: 0 });
        return isImpossible ? FwpStatus.NeverMatch : NtStatus.Success;
    }
}
