using System.Text.Json;

namespace NetStackSim.Ndis;

/// <summary>A report as JSON.</summary>
internal static class NetReportJson
{
    public static void Write(Utf8JsonWriter json, NetReport report)
    {
        json.WriteString("host", report.Host);
        json.WriteNumber("time_ns", report.TimeNs);
        json.WriteStartArray("adapters");
        foreach (NetReportAdapter adapter in report.Adapters)
        {
            json.WriteStartObject();
            Write(json, adapter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        InspectorJson.WriteStrings(json, "warnings", report.Warnings);
    }

    private static void Write(Utf8JsonWriter json, NetReportAdapter adapter)
    {
        json.WriteString("handle", adapter.Handle);
        json.WriteString("name", adapter.Name);
        json.WriteString("driver", adapter.Driver);
        json.WriteBoolean("virtual", adapter.IsVirtual);
        if (adapter.LowerProtocol is { } lower)
        {
            json.WriteString("lowerProtocol", lower);
        }

        InspectorJson.WriteStrings(json, "lowerAdapters", adapter.LowerAdapters);
        json.WriteString("state", adapter.State.ToString());
        json.WriteString("interface", adapter.Interface);
        json.WriteString("media", adapter.Media);
        json.WriteString("speed", adapter.Speed);
        json.WriteString("macAddress", adapter.MacAddress);
        json.WriteNumber("mtu", adapter.Mtu);
        json.WriteNumber("heldSends", adapter.HeldSends);
        json.WriteNumber("outstandingReceives", adapter.OutstandingReceives);
        json.WriteStartArray("opens");
        foreach (NetReportOpen open in adapter.Opens)
        {
            Write(json, open);
        }

        json.WriteEndArray();
        json.WriteStartArray("filters");
        foreach (NetReportFilter filter in adapter.Filters)
        {
            Write(json, filter);
        }

        json.WriteEndArray();
        InspectorJson.WriteStrings(json, "warnings", adapter.Warnings);
    }

    private static void Write(Utf8JsonWriter json, NetReportOpen open)
    {
        json.WriteStartObject();
        json.WriteString("handle", open.Handle);
        json.WriteString("protocol", open.Protocol);
        json.WriteString("state", open.State.ToString());
        json.WriteString("packetFilter", open.PacketFilter);
        json.WriteString("frameTypes", open.FrameTypes);
        json.WriteNumber("outstandingSends", open.OutstandingSends);
        json.WriteNumber("outstandingReceives", open.OutstandingReceives);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, NetReportFilter filter)
    {
        json.WriteStartObject();
        json.WriteString("handle", filter.Handle);
        json.WriteString("name", filter.Name);
        json.WriteString("kind", filter.Kind);
        json.WriteString("state", filter.State.ToString());
        json.WriteString("datapath", filter.Datapath);
        json.WriteBoolean("mandatory", filter.IsMandatory);
        json.WriteNumber("heldSends", filter.HeldSends);
        json.WriteNumber("heldReceives", filter.HeldReceives);
        json.WriteEndObject();
    }
}
