using System.Globalization;
using System.Net;
using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim;

/// <summary>A page about a simulated host, made of its own tables; it needs nothing from anywhere else.</summary>
internal static class HostPage
{
    private const string Style = """
        body{font:15px/1.4 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24}
        h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #d8dee4}
        th{background:#f3f5f7}td.n{text-align:right;font-variant-numeric:tabular-nums}
        @media(prefers-color-scheme:dark){body{background:#14171a;color:#e6e8ea}th{background:#22272c}th,td{border-color:#333a41}}
        """;

    /// <summary>Writes the page.</summary>
    public static string Render(SimKernel kernel, INetworkStore store)
    {
        StringBuilder page = new(8192);
        page.Append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(Text(kernel.Name)).Append("</title><style>")
            .Append(Style).Append("</style></head><body><h1>").Append(Text(kernel.Name)).Append("</h1><p>A simulated Windows host, up for ")
            .Append(Number(kernel.Now / 1_000_000)).Append(" ms. Its TCP/IP, filter platform, NDIS and network card run in one process; this page was sent by a Winsock Kernel client.</p>");
        Interfaces(page, store);
        Addresses(page, store);
        Endpoints(page, store);
        Counters(page, "Counters", store.GetStatistics());
        Drops(page, kernel);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Interfaces(StringBuilder page, INetworkStore store)
    {
        Begin(page, "Interfaces", "Index", "Name", "MAC", "MTU", "State", "Packets in", "Packets out", "Bytes in", "Bytes out");
        foreach (InterfaceRow row in store.GetInterfaces())
        {
            Row(page, row.Index.ToString(CultureInfo.InvariantCulture), row.Name, row.PhysicalAddress.ToString(), Number(row.Mtu), row.IsUp ? "up" : "down",
                Number(row.InPackets), Number(row.OutPackets), Number(row.InBytes), Number(row.OutBytes));
        }

        page.Append("</table>");
    }

    private static void Addresses(StringBuilder page, INetworkStore store)
    {
        Begin(page, "Addresses", "Interface", "Address", "State");
        foreach (AddressRow row in store.GetAddresses())
        {
            Row(page, row.InterfaceIndex.ToString(CultureInfo.InvariantCulture), $"{row.Address}/{row.PrefixLength}", row.DadState);
        }

        page.Append("</table>");
    }

    private static void Endpoints(StringBuilder page, INetworkStore store)
    {
        Begin(page, "Connections and listeners", "Protocol", "Local", "Remote", "State", "Process");
        foreach (EndpointRow row in store.GetEndpoints())
        {
            Row(page, row.Protocol == 6 ? "TCP" : "UDP", row.Local.ToString(), row.Remote.ToString(), row.State, row.ProcessId.ToString(CultureInfo.InvariantCulture));
        }

        page.Append("</table>");
    }

    private static void Drops(StringBuilder page, SimKernel kernel)
    {
        List<KeyValuePair<string, long>> drops = [];
        foreach (DropCount drop in kernel.Drops.Snapshot())
        {
            drops.Add(new KeyValuePair<string, long>(drop.Reason.ToString(), drop.Count));
        }

        Counters(page, "Drops", drops);
    }

    private static void Counters(StringBuilder page, string title, IReadOnlyList<KeyValuePair<string, long>> values)
    {
        Begin(page, title, "Name", "Count");
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i].Value != 0)
            {
                Row(page, values[i].Key, Number(values[i].Value));
            }
        }

        page.Append("</table>");
    }

    private static void Begin(StringBuilder page, string title, params ReadOnlySpan<string> columns)
    {
        page.Append("<h2>").Append(Text(title)).Append("</h2><table><tr>");
        foreach (string column in columns)
        {
            page.Append("<th>").Append(Text(column)).Append("</th>");
        }

        page.Append("</tr>");
    }

    private static void Row(StringBuilder page, params ReadOnlySpan<string> cells)
    {
        page.Append("<tr>");
        foreach (string cell in cells)
        {
            page.Append("<td>").Append(Text(cell)).Append("</td>");
        }

        page.Append("</tr>");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
