using System.Globalization;
using System.Text;
using NetStackSim.Cli.Output;
using NetStackSim.Kernel;
using NetStackSim.Scenarios;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Demo;

/// <summary>The journey as one page that needs nothing from anywhere else: two stacks, the wire below them, the bytes at every station.</summary>
internal static class JourneyPage
{
    private const int EthernetHeader = 14;

    private const string Style = """
        @page{size:A3 landscape;margin:10mm}
        *{box-sizing:border-box}
        body{font:14px/1.35 system-ui,-apple-system,"Segoe UI",sans-serif;color:#1b1f24;background:#fff;margin:1.2rem auto;max-width:1500px;padding:0 1rem}
        h1{font-size:2rem;margin:0 0 .2rem}h2{font-size:1.25rem;margin:1.4rem 0 .5rem}
        .lead{color:#57606a;margin:0 0 1rem}
        .hosts{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.2rem;align-items:end}
        .host{border:2px solid #0969da;border-radius:10px;padding:.7rem}
        .host.bob{border-color:#8250df}
        .host>h2{margin:0 0 .5rem}
        .step{display:grid;grid-template-columns:15.5rem minmax(0,1fr) 8.5rem;overflow-wrap:anywhere;gap:.5rem;align-items:center;padding:.28rem .5rem;margin:.22rem 0;border-left:6px solid #57606a;background:#f6f8fa;border-radius:4px}
        .step b{font-weight:600}.step small{color:#57606a;display:block}
        .client{border-color:#bf3989}.layer{border-color:#0969da}.wfp{border-color:#1a7f37;background:#eefbf1}.block{border-color:#cf222e;background:#ffebe9}
        .card{border-color:#9a6700}.wire{border-color:#24292f}
        .bytes{display:flex;height:1.15rem;border-radius:3px;overflow:hidden;font-size:.68rem;color:#fff;text-align:center;line-height:1.15rem}
        .bytes span{display:block;min-width:1.7rem;overflow:hidden;white-space:nowrap}
        .eth{background:#9a6700}.iph{background:#0969da}.tcp{background:#8250df}.pay{background:#1a7f37}
        .cable{margin:.6rem 0 0;border:2px solid #24292f;border-radius:10px;padding:.5rem .7rem}
        .drop{border:2px solid #cf222e;border-radius:10px;padding:.7rem;margin-top:.6rem}
        dl{display:grid;grid-template-columns:9rem 1fr;gap:.25rem .8rem;margin:.4rem 0}dt{color:#57606a}dd{margin:0;font-weight:600}
        .legend span{color:#fff;padding:.1rem .5rem;border-radius:3px;margin-right:.4rem;font-size:.8rem}
        footer{color:#57606a;margin-top:1rem;font-size:.85rem}
        """;

    /// <summary>Writes the page.</summary>
    public static string Render(DemoResult result)
    {
        StringBuilder page = HtmlPage.Begin("The first packet", Style);
        int payload = result.First.Steps[0].Length;
        page.Append("<h1>The first packet</h1><p class=\"lead\">A Winsock Kernel client on <b>alice</b> sends \u201c").Append(Text(DemoScenario.FirstMessage))
            .Append("\u201d to the echo service on <b>bob</b>. Every station that its bytes pass, with processor level, virtual time and what is in the buffer.</p>\n");
        page.Append("<p class=\"legend\"><span class=\"pay\">payload</span><span class=\"tcp\">TCP header</span><span class=\"iph\">IP header</span><span class=\"eth\">Ethernet header</span></p>\n");
        page.Append("<div class=\"hosts\">\n");
        Host(page, result.First, "alice", "sends: down the stack", payload, reverse: false);
        Host(page, result.First, "bob", "receives: up the stack (read from the bottom)", payload, reverse: true);
        page.Append("</div>\n");
        Wire(page, result.First, payload);
        Drop(page, result);
        page.Append(CultureInfo.InvariantCulture, $"<footer>NetStackSim demo, seed {result.Scenario.Seed}, digest {result.Scenario.Digest:x16}. Times are virtual: the same seed gives the same page.</footer>\n");
        return HtmlPage.End(page);
    }

    private static void Host(StringBuilder page, Journey journey, string host, string does, int payload, bool reverse)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section class=\"host {host}\"><h2>{Text(host)} {Text(does)}</h2>\n");
        IEnumerable<JourneyStep> steps = journey.At(host).Where(static step => !StepText.IsWayBack(step));
        foreach (JourneyStep step in reverse ? steps.Reverse() : steps)
        {
            Step(page, step, payload);
        }

        page.Append("</section>\n");
    }

    private static void Wire(StringBuilder page, Journey journey, int payload)
    {
        page.Append("<section class=\"cable\"><h2>The wire</h2>\n");
        foreach (JourneyStep step in journey.Steps.Where(static step => step.Host is "link" or "switch"))
        {
            Step(page, step, payload);
        }

        page.Append("</section>\n");
    }

    private static void Drop(StringBuilder page, DemoResult result)
    {
        DropExplanation drop = result.Drop;
        page.Append("<section class=\"drop\"><h2>Then a filter is added, and the next segment does not get far</h2>\n");
        foreach (JourneyStep step in result.Second.Steps)
        {
            Step(page, step, result.Second.Steps[0].Length);
        }

        page.Append("<dl>");
        Fact(page, "Layer", drop.Layer);
        Fact(page, "Filter", string.Create(CultureInfo.InvariantCulture, $"{drop.FilterId} \u201c{drop.FilterName}\u201d"));
        Fact(page, "Sublayer", drop.SubLayer);
        Fact(page, "Condition", drop.Condition);
        page.Append("</dl></section>\n");
    }

    private static void Fact(StringBuilder page, string name, string value) =>
        page.Append("<dt>").Append(Text(name)).Append("</dt><dd>").Append(Text(value)).Append("</dd>");

    private static void Step(StringBuilder page, JourneyStep step, int payload)
    {
        string processor = StepText.IsHardware(step) ? "hardware" : string.Create(CultureInfo.InvariantCulture, $"{StepText.Irql(step)}, cpu {step.Event.Processor}");
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"step {ClassOf(step)}\"><div><b>{Text(StepText.ComponentOf(step))}</b><small>{Text(processor)}, {Text(Times.Format(step.TimeNs))}</small></div>");
        page.Append("<div>").Append(Text(StepText.Describe(step))).Append("</div>");
        Bytes(page, step, payload);
        page.Append("</div>\n");
    }

    // What is in the buffer follows from its length: headers come and go from the outside.
    private static void Bytes(StringBuilder page, JourneyStep step, int payload)
    {
        int headers = step.Length - payload;
        int ethernet = headers >= 40 + EthernetHeader ? EthernetHeader : 0;
        int ip = headers - ethernet >= 40 ? 20 : 0;
        int tcp = Math.Max(0, headers - ethernet - ip);
        page.Append(CultureInfo.InvariantCulture, $"<div><div class=\"bytes\" title=\"{step.Length} bytes\">");
        Piece(page, "eth", ethernet);
        Piece(page, "iph", ip);
        Piece(page, "tcp", tcp);
        Piece(page, "pay", step.Length - ethernet - ip - tcp);
        page.Append("</div></div>");
    }

    private static void Piece(StringBuilder page, string kind, int bytes)
    {
        if (bytes > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<span class=\"{kind}\" style=\"flex:{bytes}\">{bytes}</span>");
        }
    }

    private static string ClassOf(JourneyStep step) => step.Kind switch
    {
        TraceKind.Drop => "block",
        TraceKind.Classify => StepText.ActionOf(step) == "PERMIT" ? "wfp" : "block",
        TraceKind.WireIn or TraceKind.WireOut or TraceKind.DmaGather or TraceKind.DmaReceive => step.Host is "link" or "switch" ? "wire" : "card",
        _ => step.Component == "wsk" ? "client" : "layer",
    };

    private static string Text(string text) => HtmlPage.Text(text);
}
