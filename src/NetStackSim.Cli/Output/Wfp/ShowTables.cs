using System.Globalization;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes parts of an export as tables.</summary>
internal static class ShowTables
{
    /// <summary>Writes a part.</summary>
    public static void Write(ToolConsole console, WfpExport export, ExportPart part)
    {
        switch (part)
        {
            case ExportPart.State:
                WriteState(console, export);
                break;
            case ExportPart.Filters:
                WriteFilters(console, export);
                break;
            case ExportPart.Layers:
                WriteLayers(console, export);
                break;
            default:
                WriteNetEvents(console, export);
                break;
        }
    }

    private static void WriteState(ToolConsole console, WfpExport export)
    {
        Table subLayers = WfpText.Table("Weight", "Sublayer", "Name", "Filters");
        foreach (SubLayer subLayer in export.SubLayers.OrderByDescending(static s => s.Weight))
        {
            subLayers.AddRow(
                WfpText.Cell(subLayer.Weight),
                WfpText.Cell(WfpText.SubLayer(export, subLayer.Key)),
                WfpText.Cell(subLayer.Name),
                WfpText.Cell(export.Filters.Count(f => f.Filter.SubLayerKey == subLayer.Key)));
        }

        Table providers = WfpText.Table("Provider", "Service", "State", "Filters");
        foreach (Provider provider in export.Providers)
        {
            providers.AddRow(
                WfpText.Cell(provider.Name),
                WfpText.Cell(provider.ServiceName),
                provider.IsDisabled ? "disabled" : provider.IsPersistent ? "persistent" : string.Empty,
                WfpText.Cell(export.Filters.Count(f => f.Filter.ProviderKey == provider.Key)));
        }

        IAnsiConsole rich = console.RichOut();
        rich.Write(subLayers);
        rich.Write(providers);
        WriteLayers(console, export);
        string time = export.TimeStamp.Length > 0 ? "State of " + export.TimeStamp + ": " : string.Empty;
        console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{time}{Counted.Of(export.Catalog?.Layers.Length ?? 0, "layer")}, {Counted.Of(export.SubLayers.Count, "sublayer")}, {Counted.Of(export.Providers.Count, "provider")}, {Counted.Of(export.Callouts.Count, "callout")}, {Counted.Of(export.Filters.Count, "filter")}."));
    }

    private static void WriteFilters(ToolConsole console, WfpExport export)
    {
        foreach (IGrouping<Guid, ExportedFilter> layer in export.FiltersInOrder.GroupBy(static f => f.Filter.LayerKey))
        {
            console.Out.WriteLine(WfpText.Short(export.LayerSymbol(layer.Key), "FWPM_LAYER_"));
            Table table = WfpText.Table("Sublayer", "Weight", "Filter", "Action", "Name", "Conditions");
            foreach (ExportedFilter exported in layer)
            {
                Filter filter = exported.Filter;
                table.AddRow(
                    WfpText.Cell(WfpText.SubLayer(export, filter.SubLayerKey)),
                    exported.HasEffectiveWeight ? WfpText.Hex(filter.EffectiveWeight) : string.Empty,
                    WfpText.Cell(filter.Id),
                    WfpText.Action(filter.Action),
                    WfpText.Cell(filter.Name),
                    WfpText.Cell(FilterText.Conditions(filter)));
            }

            console.RichOut().Write(table);
        }

        console.Out.WriteLine($"{Counted.Of(export.Filters.Count, "filter")}.");
    }

    private static void WriteLayers(ToolConsole console, WfpExport export)
    {
        if (export.Catalog is not { } catalog)
        {
            console.Out.WriteLine("A list of filters has no layers; take the file of 'netsh wfp show state'.");
            return;
        }

        Table table = WfpText.Table("Id", "Layer", "Flags", "Fields", "Filters", "Shown in a simulation");
        foreach (LayerSchema layer in catalog.Layers)
        {
            table.AddRow(
                WfpText.Cell(layer.Id),
                WfpText.Cell(WfpText.Short(export.LayerSymbol(layer.Key), "FWPM_LAYER_")),
                WfpText.Cell(string.Join(", ", WfpText.Flags(layer.Flags))),
                WfpText.Cell(layer.Fields.Length),
                WfpText.Cell(export.Filters.Count(f => f.Filter.LayerKey == layer.Key)),
                WfpText.Cell(Indication(LayerIndication.Of(layer))));
        }

        console.RichOut().Write(table);
    }

    private static void WriteNetEvents(ToolConsole console, WfpExport export)
    {
        Table table = WfpText.Table("Time", "Type", "Direction", "Protocol", "Local", "Remote", "Application", "Filter", "Layer");
        foreach (ExportedNetEvent netEvent in export.NetEvents)
        {
            table.AddRow(
                WfpText.Cell(netEvent.TimeStamp),
                WfpText.Cell(netEvent.Type),
                WfpText.Cell(netEvent.Direction),
                WfpText.Cell($"{netEvent.Protocol}"),
                WfpText.Cell($"{netEvent.LocalAddress} {netEvent.LocalPort}"),
                WfpText.Cell($"{netEvent.RemoteAddress} {netEvent.RemotePort}"),
                WfpText.Cell(netEvent.App),
                WfpText.Cell($"{netEvent.FilterId}"),
                WfpText.Cell(LayerName(netEvent.LayerId)));
        }

        if (export.NetEvents.Count > 0)
        {
            console.RichOut().Write(table);
        }

        console.Out.WriteLine($"{Counted.Of(export.NetEvents.Count, "net event")}.");
    }

    private static string Indication(LayerIndication indication) => indication.IsIndicated ? indication.Words : "never: " + indication.Words;

    private static string LayerName(ushort? id) => id is { } known ? LayerCatalog.Current.Find(known)?.Name ?? $"{known}" : string.Empty;
}
