using System.Text.Json;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes parts of an export as JSON.</summary>
internal static class ShowJson
{
    /// <summary>Writes the members of the document.</summary>
    public static void Write(Utf8JsonWriter json, WfpExport export, ExportPart part)
    {
        switch (part)
        {
            case ExportPart.State:
                WriteState(json, export);
                break;
            case ExportPart.Filters:
                WriteFilters(json, export);
                break;
            case ExportPart.Layers:
                WriteLayers(json, export);
                break;
            default:
                WriteNetEvents(json, export);
                break;
        }
    }

    private static void WriteState(Utf8JsonWriter json, WfpExport export)
    {
        json.WriteString("timeStamp", export.TimeStamp);
        json.WriteStartArray("providers");
        foreach (Provider provider in export.Providers)
        {
            json.WriteStartObject();
            json.WriteString("providerKey", WellKnownNames.Provider(provider.Key));
            json.WriteString("name", provider.Name);
            json.WriteString("serviceName", provider.ServiceName);
            json.WriteBoolean("persistent", provider.IsPersistent);
            json.WriteBoolean("disabled", provider.IsDisabled);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteSubLayers(json, export);
        WriteCallouts(json, export);
        WriteLayers(json, export);
        WriteFilters(json, export);
    }

    private static void WriteSubLayers(Utf8JsonWriter json, WfpExport export)
    {
        json.WriteStartArray("subLayers");
        foreach (SubLayer subLayer in export.SubLayers)
        {
            json.WriteStartObject();
            json.WriteString("subLayerKey", export.SubLayerSymbol(subLayer.Key));
            json.WriteString("name", subLayer.Name);
            json.WriteNumber("weight", subLayer.Weight);
            json.WriteBoolean("persistent", subLayer.IsPersistent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCallouts(Utf8JsonWriter json, WfpExport export)
    {
        json.WriteStartArray("callouts");
        foreach (Callout callout in export.Callouts)
        {
            json.WriteStartObject();
            json.WriteString("calloutKey", WellKnownNames.Callout(callout.Key));
            json.WriteNumber("calloutId", callout.Id);
            json.WriteString("name", callout.Name);
            json.WriteString("layer", export.LayerSymbol(callout.ApplicableLayer));
            json.WriteBoolean("registered", callout.IsRegistered);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFilters(Utf8JsonWriter json, WfpExport export)
    {
        json.WriteStartArray("filters");
        foreach (ExportedFilter filter in export.FiltersInOrder)
        {
            json.WriteStartObject();
            FilterText.WriteJson(json, filter.Filter, export);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLayers(Utf8JsonWriter json, WfpExport export)
    {
        json.WriteStartArray("layers");
        foreach (LayerSchema layer in export.Catalog is { } catalog ? catalog.Layers : [])
        {
            json.WriteStartObject();
            json.WriteNumber("layerId", layer.Id);
            json.WriteString("layerKey", export.LayerSymbol(layer.Key));
            json.WriteStartArray("flags");
            foreach (string flag in WfpText.Flags(layer.Flags))
            {
                json.WriteStringValue(flag);
            }

            json.WriteEndArray();
            json.WriteString("defaultSubLayer", layer.DefaultSubLayer == Guid.Empty ? null : export.SubLayerSymbol(layer.DefaultSubLayer));
            json.WriteNumber("filters", export.Filters.Count(f => f.Filter.LayerKey == layer.Key));
            LayerIndication indication = LayerIndication.Of(layer);
            json.WriteBoolean("indicated", indication.IsIndicated);
            json.WriteString("indication", indication.Words);
            WriteFields(json, layer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter json, LayerSchema layer)
    {
        json.WriteStartArray("fields");
        foreach (FieldSchema field in layer.Fields)
        {
            json.WriteStartObject();
            json.WriteString("field", field.Name);
            json.WriteString("kind", field.Kind.ToString());
            json.WriteString("dataType", field.DataType.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNetEvents(Utf8JsonWriter json, WfpExport export)
    {
        json.WriteStartArray("netEvents");
        foreach (ExportedNetEvent netEvent in export.NetEvents)
        {
            json.WriteStartObject();
            json.WriteString("timeStamp", netEvent.TimeStamp);
            json.WriteString("type", netEvent.Type);
            json.WriteString("direction", netEvent.Direction);
            WriteNumber(json, "protocol", netEvent.Protocol);
            json.WriteString("localAddress", netEvent.LocalAddress);
            WriteNumber(json, "localPort", netEvent.LocalPort);
            json.WriteString("remoteAddress", netEvent.RemoteAddress);
            WriteNumber(json, "remotePort", netEvent.RemotePort);
            json.WriteString("app", netEvent.App);
            json.WriteString("user", netEvent.User);
            WriteNumber(json, "filterId", netEvent.FilterId);
            WriteNumber(json, "layerId", netEvent.LayerId);
            json.WriteBoolean("loopback", netEvent.IsLoopback);
            json.WriteString("filterOrigin", netEvent.FilterOrigin);
            WriteTerminating(json, netEvent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTerminating(Utf8JsonWriter json, ExportedNetEvent netEvent)
    {
        json.WriteStartArray("terminating");
        foreach (NetEventTermination item in netEvent.Terminating)
        {
            json.WriteStartObject();
            json.WriteNumber("filterId", item.FilterId);
            json.WriteString("subLayer", item.SubLayer);
            json.WriteString("action", item.Action);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, ulong? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
