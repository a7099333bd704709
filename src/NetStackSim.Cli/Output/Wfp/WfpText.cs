using System.Globalization;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Names and numbers of the filtering platform as the tool prints them.</summary>
internal static class WfpText
{
    /// <summary>A 64-bit number that is no quantity.</summary>
    public static string Hex(ulong value) => Options.WfpNumber.Hex(value);

    /// <summary>A key in braces.</summary>
    public static string Key(Guid key) => key.ToString("B");

    /// <summary>A sublayer's name for people: the symbol without its prefix, or the display name of one that has no symbol.</summary>
    public static string SubLayer(WfpExport export, Guid key)
    {
        string symbol = export.SubLayerSymbol(key);
        if (symbol[0] != '{')
        {
            return Short(symbol, "FWPM_SUBLAYER_");
        }

        return export.SubLayers.FirstOrDefault(s => s.Key == key) is { Name.Length: > 0 } known ? known.Name : symbol;
    }

    /// <summary>A name without its prefix.</summary>
    public static string Short(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;

    /// <summary>A layer's symbol without its prefix.</summary>
    public static string Layer(Guid key) => Short(WellKnownNames.Layer(key), "FWPM_LAYER_");

    /// <summary>An action as one word.</summary>
    public static string Action(FilterActionType action) => action switch
    {
        FilterActionType.Block => "block",
        FilterActionType.Permit => "permit",
        FilterActionType.CalloutTerminating => "callout (terminating)",
        FilterActionType.CalloutInspection => "callout (inspection)",
        FilterActionType.CalloutUnknown => "callout (unknown)",
        _ => action.ToString().ToLowerInvariant(),
    };

    /// <summary>The names of a set of flags.</summary>
    public static IEnumerable<string> Flags<T>(T flags)
        where T : struct, Enum => flags.ToString().Split(", ").Where(static f => f != "None");

    /// <summary>A table with the tool's borders.</summary>
    public static Table Table(params string[] columns) => new Table().Border(TableBorder.Simple).AddColumns(columns);

    /// <summary>A text in a table: nothing in it is markup.</summary>
    public static string Cell(string text) => Markup.Escape(text);

    /// <summary>A number in a table.</summary>
    public static string Cell(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>An id in a table.</summary>
    public static string Cell(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
