using System.Globalization;
using System.Text;

namespace NetStackSim.Ndis;

/// <summary>A report as a Mermaid flow chart: one box for each adapter, data flowing down; dotted lines go past a driver that is not on the path.</summary>
internal static class NetReportMermaid
{
    public static string Render(NetReport report)
    {
        StringBuilder text = new("flowchart TB\n");
        for (int i = 0; i < report.Adapters.Count; i++)
        {
            Append(text, report.Adapters[i], i);
        }

        for (int i = 0; i < report.Adapters.Count; i++)
        {
            foreach (string lower in report.Adapters[i].LowerAdapters)
            {
                AppendMultiplexer(text, report, i, lower);
            }
        }

        return text.Append("  classDef warn stroke:#cf222e,stroke-width:2px\n").ToString();
    }

    private static void Append(StringBuilder text, NetReportAdapter adapter, int index)
    {
        text.Append(CultureInfo.InvariantCulture, $"  subgraph s{index}[\"{Quote(adapter.Name)}\"]\n    direction TB\n");
        string top = adapter.Filters.Count > 0 ? $"f{index}_0" : $"m{index}";
        for (int i = 0; i < adapter.Opens.Count; i++)
        {
            NetReportOpen open = adapter.Opens[i];
            text.Append(CultureInfo.InvariantCulture, $"    p{index}_{i}([\"{Quote(open.Protocol)}<br/>{open.State}\"]) <--> {top}\n");
        }

        for (int i = 0; i < adapter.Filters.Count; i++)
        {
            NetReportFilter filter = adapter.Filters[i];
            string next = i + 1 < adapter.Filters.Count ? $"f{index}_{i + 1}" : $"m{index}";
            text.Append(CultureInfo.InvariantCulture, $"    f{index}_{i}[\"{Quote(filter.Name)}<br/>{filter.State}, {filter.Datapath}\"] {Edge(filter)} {next}\n");
        }

        string kind = adapter.IsVirtual ? "virtual miniport" : "miniport";
        text.Append(CultureInfo.InvariantCulture, $"    m{index}[[\"{kind} {Quote(adapter.Driver)}<br/>{adapter.State}, {adapter.Media} {adapter.Speed}\"]]\n  end\n");
        if (adapter.Warnings.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  class s{index} warn\n");
        }
    }

    // The lower edge of an intermediate driver is a protocol over the lower adapter; its upper edge is the virtual miniport.
    private static void AppendMultiplexer(StringBuilder text, NetReport report, int upper, string lowerName)
    {
        for (int i = 0; i < report.Adapters.Count; i++)
        {
            if (report.Adapters[i].Name != lowerName)
            {
                continue;
            }

            int open = IndexOf(report.Adapters[i].Opens, report.Adapters[upper].LowerProtocol);
            text.Append(CultureInfo.InvariantCulture, $"  m{upper} <==> {(open >= 0 ? $"p{i}_{open}" : $"s{i}")}\n");
        }
    }

    private static int IndexOf(IReadOnlyList<NetReportOpen> opens, string? protocol)
    {
        for (int i = 0; i < opens.Count; i++)
        {
            if (opens[i].Protocol == protocol)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Edge(NetReportFilter filter) => (filter.Sends, filter.Receives) switch
    {
        (true, true) => "<-->",
        (true, false) => "-- send -->",
        (false, true) => "-- receive ---",
        _ => "-.-",
    };

    private static string Quote(string text) => text.Replace("\"", "#quot;", StringComparison.Ordinal);
}
