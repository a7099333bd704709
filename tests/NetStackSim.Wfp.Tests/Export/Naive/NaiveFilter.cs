using System.Globalization;
using System.Xml.Linq;

namespace NetStackSim.Wfp.Tests;

/// <summary>A filter as the file has it.</summary>
internal sealed class NaiveFilter
{
    internal NaiveFilter(XElement item)
    {
        Layer = item.Element("layerKey")!.Value;
        SubLayer = item.Element("subLayerKey")!.Value;
        Action = item.Element("action")!.Element("type")!.Value;
        Flags = [.. item.Element("flags")!.Elements().Select(static f => f.Value)];
        Id = ulong.Parse(item.Element("filterId")!.Value, CultureInfo.InvariantCulture);
        Weight = ulong.Parse(item.Element("effectiveWeight")!.Element("uint64")!.Value, CultureInfo.InvariantCulture);
        Conditions = [.. item.Element("filterCondition")!.Elements().Select(static c => new NaiveCondition(c))];
    }

    internal string Layer { get; }

    internal string SubLayer { get; }

    internal string Action { get; }

    internal IReadOnlyList<string> Flags { get; }

    internal ulong Id { get; }

    internal ulong Weight { get; }

    internal IReadOnlyList<NaiveCondition> Conditions { get; }

    /// <summary>Boot-time filters are gone when the service runs.</summary>
    internal bool IsEnforced => !Flags.Contains("FWPM_FILTER_FLAG_BOOTTIME") && !Flags.Contains("FWPM_FILTER_FLAG_DISABLED");

    /// <summary>Fields are joined by and, conditions on one field by or.</summary>
    internal bool Matches(Dictionary<string, object> values)
    {
        foreach (NaiveCondition condition in Conditions)
        {
            object? value = values.GetValueOrDefault(condition.Field);
            if (!Conditions.Any(c => c.Field == condition.Field && c.Holds(value)))
            {
                return false;
            }
        }

        return true;
    }
}
