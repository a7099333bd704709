using System.Globalization;
using System.Text;

namespace NetStackSim.Ndis;

/// <summary>A report as text. The two lanes in front of each driver are the ways down and up: an arrow passes its handlers, a bar goes past them.</summary>
internal static class NetReportText
{
    private const int NameWidth = 28;

    public static string Render(NetReport report)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"NETREPORT of {report.Host} at {InspectorNames.Time(report.TimeNs)}\n");
        foreach (NetReportAdapter adapter in report.Adapters)
        {
            Append(text.Append('\n'), adapter);
        }

        if (report.Adapters.Count == 0)
        {
            text.Append("\nThere are no adapters.\n");
        }

        text.Append(report.Warnings.Count > 0 ? "\n" : string.Empty);
        foreach (string warning in report.Warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ! {warning}\n");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, NetReportAdapter adapter)
    {
        text.Append(CultureInfo.InvariantCulture, $"{adapter.Name}  {adapter.MacAddress}  MTU {adapter.Mtu}  {adapter.Media} {adapter.Speed}\n");
        foreach (NetReportOpen open in adapter.Opens)
        {
            string more = $"{open.PacketFilter}, EtherTypes {open.FrameTypes}" + Held(open.OutstandingSends, open.OutstandingReceives, "out");
            Line(text, "\u2193 \u2191", "protocol", open.Protocol, open.State.ToString(), more);
        }

        foreach (NetReportFilter filter in adapter.Filters)
        {
            string lanes = (filter.Sends ? "\u2193" : "\u2502") + " " + (filter.Receives ? "\u2191" : "\u2502");
            Line(text, lanes, "filter", filter.Name, filter.State.ToString(), $"{filter.Kind}{(filter.IsMandatory ? ", mandatory" : "")}, {filter.Datapath}" + Held(filter.HeldSends, filter.HeldReceives, "held"));
        }

        string below = adapter.IsVirtual ? $"{adapter.Driver}, virtual, over {string.Join(" and ", adapter.LowerAdapters)}" : adapter.Driver;
        below += Held(adapter.HeldSends, 0, "held") + Held(0, adapter.OutstandingReceives, "out");
        Line(text, "\u2193 \u2191", adapter.IsVirtual ? "virtual" : "miniport", adapter.Name, adapter.State.ToString(), below);
        foreach (string warning in adapter.Warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ! {warning}\n");
        }
    }

    private static string Held(long sends, long receives, string how) => (sends, receives) switch
    {
        (0, 0) => string.Empty,
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $", {sends} sends {how}"),
        (0, _) => string.Create(CultureInfo.InvariantCulture, $", {receives} receives {how}"),
        _ => string.Create(CultureInfo.InvariantCulture, $", {sends} sends and {receives} receives {how}"),
    };

    private static void Line(StringBuilder text, string lanes, string kind, string name, string state, string more) =>
        text.Append($"  {lanes}  {kind,-9} {name.PadRight(NameWidth)} {state,-11} {more}".TrimEnd()).Append('\n');
}
