using System.Globalization;
using System.Text;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>The answer to one question as a page: each layer drawn as a waterfall, and below it every filter that was asked.</summary>
internal static class ExplainPage
{
    private const int DrawingWidth = 900;

    private const string Style = """
        :root{--bg:#fff}@media(prefers-color-scheme:dark){:root{--bg:#0d1117}}
        *{box-sizing:border-box}
        body{font:15px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--fg);background:var(--bg);margin:1.4rem auto;max-width:1000px;padding:0 1rem}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 .4rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:2rem 0 .3rem;overflow-wrap:anywhere}
        p{margin:.2rem 0 .7rem;overflow-wrap:anywhere}.muted,footer{color:var(--muted)}
        .verdict{display:inline-block;padding:.25rem .8rem;border-radius:1rem;color:var(--on);font-weight:600}.verdict.permit{background:var(--permit)}.verdict.block{background:var(--block)}
        .drawing{overflow-x:auto}svg{display:block;width:100%;min-width:560px;height:auto}
        details{border:1px solid var(--line);border-radius:8px;background:var(--card);margin:.5rem 0;padding:.45rem .8rem}summary{cursor:pointer}
        table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.4rem 0}td,th{text-align:left;padding:.25rem .6rem .25rem 0;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
        th{color:var(--muted);font-weight:400}td:first-child{white-space:nowrap}.is-permit td:first-child{color:var(--permit);font-weight:600}.is-block td:first-child{color:var(--block);font-weight:600}
        """;

    /// <summary>Writes the page.</summary>
    public static string Render(FlowReport report)
    {
        StringBuilder page = HtmlPage.Begin("Which filter decides?", WaterfallDrawing.Style + Style, isForPhones: true);
        page.Append(CultureInfo.InvariantCulture, $"<h1>{HtmlPage.Text(report.Question)}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p><span class=\"verdict {(report.IsBlocked ? "block" : "permit")}\">{HtmlPage.Text(report.Verdict)}</span></p>\n");
        page.Append("<p class=\"muted\">From the top: the heaviest sublayer is asked first. In each the first filter that matches and decides speaks for it (\u25cf). The pipe is the decision so far: hollow while a lighter sublayer may override it, solid from where it is final.");
        page.Append(report.Assumed.Length == 0 ? "" : $" Assumed: {HtmlPage.Text(report.Assumed)}.").Append("</p>\n");
        foreach (FlowReportLayer layer in report.Layers)
        {
            Layer(page, layer);
        }

        page.Append("<footer><p>NetStackSim, <code>netstacksim wfp explain</code></p></footer>\n");
        return HtmlPage.End(page);
    }

    private static void Layer(StringBuilder page, FlowReportLayer layer)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{HtmlPage.Text(layer.Answer.Layer)}: {layer.Answer.Decision}</h2><p>{HtmlPage.Text(layer.Answer.Reason)}</p>\n");
        if (layer.Answer.IsTieSensitive)
        {
            page.Append("<p>Filters of equal weight decide: in another order the answer would be another one.</p>\n");
        }

        if (!layer.IsExplained)
        {
            return;
        }

        WaterfallDrawing drawing = new(layer.Explanation!, DrawingWidth);
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"drawing\"><svg viewBox=\"0 0 {DrawingWidth} {drawing.Height}\" role=\"img\" aria-label=\"The sublayers of {HtmlPage.Text(layer.Answer.Layer)}\">\n");
        drawing.AppendTo(page, 0, 0);
        page.Append("</svg></div>\n");
        foreach (SubLayerExplanation subLayer in layer.Explanation!.SubLayers)
        {
            SubLayer(page, subLayer);
        }
    }

    private static void SubLayer(StringBuilder page, SubLayerExplanation subLayer)
    {
        int asked = subLayer.Filters.Count(static f => f.Reached);
        page.Append(CultureInfo.InvariantCulture, $"<details><summary>{HtmlPage.Text(subLayer.Name)}: {asked} of {Counted.Of(subLayer.Filters.Count, "filter")} asked</summary><table>\n");
        page.Append("<tr><th>says</th><th>filter</th><th>action</th><th>weight</th><th>why</th></tr>\n");
        foreach (FilterExplanation filter in subLayer.Filters.Where(static f => f.Reached))
        {
            string said = !filter.Matched ? "no match" : filter.Terminated ? WfpText.Action(subLayer.Action) : "goes on";
            string css = filter.Terminated ? $" class=\"is-{said}\"" : "";
            page.Append(CultureInfo.InvariantCulture, $"<tr{css}><td>{said}</td><td>{filter.FilterId} {HtmlPage.Text(filter.Name)}</td><td>{WfpText.Action(filter.Action)}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td>{WfpText.Hex(filter.EffectiveWeight)}</td><td>{HtmlPage.Text(filter.Reason)}</td></tr>\n");
        }

        page.Append("</table></details>\n");
    }
}
