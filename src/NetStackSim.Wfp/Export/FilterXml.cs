using System.Globalization;

namespace NetStackSim.Wfp;

/// <summary>Filters in exports, both ways.</summary>
internal static class FilterXml
{
    private const string FlagPrefix = "FWPM_FILTER_FLAG_";

    private static readonly (FilterFlags Flag, string Name)[] Flags =
    [
        (FilterFlags.Persistent, "PERSISTENT"),
        (FilterFlags.BootTime, "BOOTTIME"),
        (FilterFlags.HasProviderContext, "HAS_PROVIDER_CONTEXT"),
        (FilterFlags.ClearActionRight, "CLEAR_ACTION_RIGHT"),
        (FilterFlags.PermitIfCalloutUnregistered, "PERMIT_IF_CALLOUT_UNREGISTERED"),
        (FilterFlags.Disabled, "DISABLED"),
        (FilterFlags.Indexed, "INDEXED"),
        (FilterFlags.HasSecurityRealmProviderContext, "HAS_SECURITY_REALM_PROVIDER_CONTEXT"),
        (FilterFlags.SystemOsOnly, "SYSTEMOS_ONLY"),
        (FilterFlags.GameOsOnly, "GAMEOS_ONLY"),
        (FilterFlags.SilentMode, "SILENT_MODE"),
        (FilterFlags.IpsecNoAcquireInitiate, "IPSEC_NO_ACQUIRE_INITIATE"),
        (FilterFlags.HasFilterOrigin, "HAS_FILTER_ORIGIN"),
    ];

    private static readonly FilterActionType[] Actions =
    [
        FilterActionType.Block, FilterActionType.Permit, FilterActionType.CalloutTerminating, FilterActionType.CalloutInspection,
        FilterActionType.CalloutUnknown,
    ];

    /// <summary>Reads a filter.</summary>
    /// <exception cref="PolicyException">The filter is wrong.</exception>
    internal static ExportedFilter Read(XmlItem item, XmlKeys keys)
    {
        List<string> flagNames = [.. (item.Find("flags")?.Children ?? []).Select(static f => f.Text)];
        List<string> unknown = [];
        XmlItem action = item.Need("action");
        FwpValue effective = item.Find("effectiveWeight") is { } given ? XmlValues.Read(given, []) : FwpValue.Empty;
        XmlItem? providerData = item.Find("providerData");
        XmlItem? contextKey = item.Find("providerContextKey");
        Filter filter = new()
        {
            Key = keys.Read(item.Need("filterKey")),
            Name = item.Find("displayData")?.TextOf("name") ?? string.Empty,
            Description = item.Find("displayData")?.TextOf("description") ?? string.Empty,
            Flags = ReadFlags(flagNames),
            ProviderKey = keys.Read(item.Find("providerKey")) is var provider && provider != Guid.Empty ? provider : null,
            ProviderData = providerData?.Find("data") is null ? null : XmlValues.Blob(providerData),
            LayerKey = keys.Read(item.Need("layerKey")),
            SubLayerKey = keys.Read(item.Need("subLayerKey")),
            Weight = XmlValues.Read(item.Need("weight"), unknown),
            Conditions = ReadConditions(item.Find("filterCondition"), keys, unknown),
            Action = ReadAction(action.Need("type"), unknown),
            CalloutKey = keys.Read(action.Find("filterType")),
            RawContext = ReadNumber(item.Find("rawContext")),
            ProviderContextKey = keys.Read(contextKey),
            Id = ReadNumber(item.Need("filterId")),
            EffectiveWeight = effective.IsEmpty ? 0 : effective.Number,
        };
        return new ExportedFilter(filter, flagNames, item.TextOf("reserved"), !effective.IsEmpty, contextKey is not null, item.Line)
        {
            Unknown = unknown.Count == 0 ? null : string.Join("; ", unknown),
        };
    }

    /// <summary>Writes a filter.</summary>
    internal static XmlItem Write(ExportedFilter exported, XmlKeys keys)
    {
        Filter filter = exported.Filter;
        XmlItem item = XmlItem.Of(
            "item",
            new XmlItem("filterKey", keys.Write(filter.Key, FwpText.Key)),
            DisplayData(filter.Name, filter.Description),
            XmlItem.List("flags", exported.FlagNames.Select(static f => new XmlItem("item", f))),
            new XmlItem("providerKey", keys.Write(filter.ProviderKey ?? Guid.Empty, WellKnownNames.Provider)),
            filter.ProviderData is { } data ? XmlValues.WriteBlob("providerData", data) : new XmlItem("providerData"),
            new XmlItem("layerKey", keys.Write(filter.LayerKey, WellKnownNames.Layer)),
            new XmlItem("subLayerKey", keys.Write(filter.SubLayerKey, WellKnownNames.SubLayer)),
            XmlValues.Write("weight", filter.Weight, isAddress: false),
            XmlItem.List("filterCondition", filter.Conditions.Select(c => WriteCondition(c, keys))),
            XmlItem.Of(
                "action",
                new XmlItem("type", filter.Action.Symbol()),
                new XmlItem("filterType", keys.Write(filter.CalloutKey, WellKnownNames.Callout))));
        item.Add(exported.HasContextKey
            ? new XmlItem("providerContextKey", keys.Write(filter.ProviderContextKey, FwpText.Key))
            : new XmlItem("rawContext", filter.RawContext.ToString(CultureInfo.InvariantCulture)));
        item.Add(new XmlItem("reserved", exported.Reserved));
        item.Add(new XmlItem("filterId", filter.Id.ToString(CultureInfo.InvariantCulture)));
        if (exported.HasEffectiveWeight)
        {
            item.Add(XmlValues.Write("effectiveWeight", FwpValue.UInt64(filter.EffectiveWeight), isAddress: false));
        }

        return item;
    }

    /// <summary>The flag names that Windows prints for a filter of an engine.</summary>
    internal static List<string> FlagNames(FilterFlags flags)
    {
        List<string> names = [];
        foreach ((FilterFlags flag, string name) in Flags)
        {
            if ((flags & flag) != 0)
            {
                names.Add(FlagPrefix + name);
            }
        }

        return names;
    }

    /// <summary>Name and description.</summary>
    internal static XmlItem DisplayData(string name, string description) =>
        XmlItem.Of("displayData", XmlItem.Display("name", name), XmlItem.Display("description", description));

    private static FilterFlags ReadFlags(List<string> names)
    {
        FilterFlags flags = FilterFlags.None;
        foreach (string name in names)
        {
            foreach ((FilterFlags flag, string known) in Flags)
            {
                flags |= name == FlagPrefix + known ? flag : FilterFlags.None;
            }
        }

        return flags;
    }

    private static FilterActionType ReadAction(XmlItem item, List<string> unknown)
    {
        foreach (FilterActionType action in Actions)
        {
            if (action.Symbol() == item.Text)
            {
                return action;
            }
        }

        unknown.Add($"line {item.Line}: unknown action {item.Text}");
        return FilterActionType.None;
    }

    // A condition that is not understood still fixes its field, so that the filter's weight can be told.
    private static List<FilterCondition> ReadConditions(XmlItem? list, XmlKeys keys, List<string> unknown)
    {
        List<FilterCondition> conditions = [];
        foreach (XmlItem item in list?.Children ?? [])
        {
            XmlItem match = item.Need("matchType");
            if (!FwpMatchTypes.TryParse(match.Text, out FwpMatchType type))
            {
                unknown.Add($"line {match.Line}: unknown match type {match.Text}");
            }

            conditions.Add(new FilterCondition(keys.Read(item.Need("fieldKey")), type, XmlValues.Read(item.Need("conditionValue"), unknown)));
        }

        return conditions;
    }

    private static XmlItem WriteCondition(FilterCondition condition, XmlKeys keys)
    {
        string field = keys.Write(condition.FieldKey, WellKnownNames.Condition);
        return XmlItem.Of(
            "item",
            new XmlItem("fieldKey", field),
            new XmlItem("matchType", "FWP_MATCH_" + condition.Match.Name()),
            XmlValues.Write("conditionValue", condition.Value, field.EndsWith("_ADDRESS", StringComparison.Ordinal)));
    }

    private static ulong ReadNumber(XmlItem? item)
    {
        if (item is null || item.Text.Length == 0)
        {
            return 0;
        }

        return ulong.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : throw item.Error("not a number");
    }
}
