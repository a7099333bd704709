using System.Globalization;
using System.Text;
using NetStackSim.Cli.Output;
using NetStackSim.Ndis;

namespace NetStackSim.Cli.Ndiskd;

/// <summary>A report as a page: the drawing, then a card for each adapter with its drivers and warnings.</summary>
internal static class NetReportPage
{
    private const string Style = """
        :root{--bg:#fff;--fg:#1b1f24;--muted:#57606a;--card:#f6f8fa;--line:#d0d7de;--send:#0969da;--recv:#1a7f37;--warn:#cf222e;--virt:#8250df;--open:#ddf4ff;--filter:#fff8c5;--mini:#eaeef2}
        @media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--muted:#9198a1;--card:#161b22;--line:#3d444d;--send:#4493f8;--recv:#3fb950;--warn:#f85149;--virt:#ab7df8;--open:#10263d;--filter:#2b2611;--mini:#212830}}
        *{box-sizing:border-box}
        body{font:15px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--fg);background:var(--bg);margin:1.4rem auto;max-width:1240px;padding:0 1rem}
        h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}h2{font-size:1.05rem;margin:0 0 .5rem;overflow-wrap:anywhere}
        .lead,footer{color:var(--muted);margin:0 0 1rem}
        .legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:0 0 1rem;padding:0;list-style:none;color:var(--muted);font-size:.9rem}
        .legend b{font-weight:600}.legend .s{color:var(--send)}.legend .r{color:var(--recv)}
        .drawing{overflow-x:auto;margin:0 0 1.6rem}
        svg{display:block;margin:0 auto;width:100%;max-width:var(--w);min-width:min(var(--w),calc(var(--w)*.62));height:auto}
        .stack{fill:var(--card);stroke:var(--line);stroke-width:1.5}.stack.warned{stroke:var(--warn);stroke-width:2}.stack.virtual{stroke:var(--virt)}
        .open{fill:var(--open);stroke:var(--send)}.edge{fill:none;stroke:var(--line);stroke-dasharray:4 3}
        .filter{fill:var(--filter);stroke:#bf8700}.miniport{fill:var(--mini);stroke:var(--muted)}.miniport.virtual{stroke:var(--virt)}
        .quiet{stroke:var(--warn);stroke-dasharray:5 4}
        .lane{fill:none;stroke-width:2.5}.send{stroke:var(--send)}.recv{stroke:var(--recv)}.send-fill{fill:var(--send)}.recv-fill{fill:var(--recv)}
        .link{fill:none;stroke:var(--virt);stroke-width:3;stroke-dasharray:1 7;stroke-linecap:round}
        text{fill:var(--fg);font:13px system-ui,-apple-system,"Segoe UI",sans-serif}.mid{text-anchor:middle}
        .title{font-size:16px;font-weight:600}.name{font-weight:600}.sub{font-size:11.5px;fill:var(--muted)}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,23rem),1fr));gap:1rem}
        .card,.warnings{border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem;background:var(--card)}
        .warnings{border-color:var(--warn);margin:0 0 1.4rem}
        table{border-collapse:collapse;width:100%;font-size:.86rem}td{padding:.22rem .5rem .22rem 0;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
        td:first-child{color:var(--muted);white-space:nowrap}code{font:.8rem ui-monospace,Consolas,monospace;color:var(--muted)}
        ul{margin:.2rem 0 .5rem;padding-left:1.1rem}.warn{color:var(--warn)}
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="report">What to draw.</param>
    /// <param name="origin">Where it comes from: the scenario and its seed.</param>
    public static string Render(NetReport report, string origin)
    {
        StringBuilder page = HtmlPage.Begin($"netreport of {report.Host}", Style, isForPhones: true);
        page.Append(CultureInfo.InvariantCulture, $"<h1>Driver stacks of {HtmlPage.Text(report.Host)}</h1><p class=\"lead\">{HtmlPage.Text(origin)}, at {Times.Format(report.TimeNs)} of virtual time</p>\n");
        page.Append("<ul class=\"legend\"><li><b class=\"s\">\u2193 sends</b> go down, <b class=\"r\">\u2191 receives</b> come up</li><li>an arrow ends at a driver that has a handler</li><li>a lane beside a box goes past it</li></ul>\n");
        Warnings(page, report.Warnings, "<div class=\"warnings\"><h2>On this host</h2>", "</div>\n");
        page.Append("<div class=\"drawing\">\n");
        StackDrawing.Append(page, report);
        page.Append("</div>\n<div class=\"cards\">\n");
        foreach (NetReportAdapter adapter in report.Adapters)
        {
            Card(page, adapter);
        }

        page.Append("</div>\n<footer><p>NetStackSim, <code>netstacksim ndiskd netreport</code>. The same seed gives the same page.</p></footer>\n");
        return HtmlPage.End(page);
    }

    private static void Card(StringBuilder page, NetReportAdapter adapter)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section class=\"card\"><h2>{HtmlPage.Text(adapter.Name)} <code>{adapter.Handle}</code></h2>\n");
        Warnings(page, adapter.Warnings, "", "");
        page.Append("<table>");
        Row(page, "miniport", string.Create(
            CultureInfo.InvariantCulture, $"{adapter.Driver}, {adapter.State}, interface {adapter.Interface}; {adapter.HeldSends} sends held and {adapter.OutstandingReceives} receives out"));
        if (adapter.IsVirtual)
        {
            Row(page, "over", string.Join(", ", adapter.LowerAdapters));
        }

        Row(page, "link", $"{adapter.Media}, {adapter.Speed}, {adapter.MacAddress}, MTU {adapter.Mtu}");
        foreach (NetReportOpen open in adapter.Opens)
        {
            string outstanding = string.Create(CultureInfo.InvariantCulture, $"{open.OutstandingSends} sends and {open.OutstandingReceives} receives out");
            Row(page, "protocol", $"{open.Protocol}, {open.State}: {open.PacketFilter}; EtherTypes {open.FrameTypes}; {outstanding}");
        }

        foreach (NetReportFilter filter in adapter.Filters)
        {
            string held = filter.HeldSends + filter.HeldReceives == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; holds {filter.HeldSends} sends and {filter.HeldReceives} receives");
            Row(page, "filter", $"{filter.Name}, {filter.Kind}, {filter.State}: {filter.Datapath}{(filter.IsMandatory ? ", mandatory" : "")}{held}");
        }

        page.Append("</table></section>\n");
    }

    private static void Row(StringBuilder page, string name, string value) =>
        page.Append("<tr><td>").Append(HtmlPage.Text(name)).Append("</td><td>").Append(HtmlPage.Text(value)).Append("</td></tr>");

    private static void Warnings(StringBuilder page, IReadOnlyList<string> warnings, string before, string after)
    {
        if (warnings.Count == 0)
        {
            return;
        }

        page.Append(before).Append("<ul>");
        foreach (string warning in warnings)
        {
            page.Append("<li class=\"warn\">").Append(HtmlPage.Text(warning)).Append("</li>");
        }

        page.Append("</ul>").Append(after);
    }
}
