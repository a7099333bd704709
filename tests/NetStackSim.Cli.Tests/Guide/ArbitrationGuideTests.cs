using System.Globalization;
using System.Text;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>The pictures and the table of arbitration in <c>docs/wfp.md</c> are runs of the engine.</summary>
public sealed class ArbitrationGuideTests
{
    private const int CellWidth = 430;
    private const int Space = 26;
    private const int TitleHeight = 30;

    [Theory]
    [InlineData("one-sublayer", "A16 A17 A18")]
    [InlineData("soft-and-hard", "A2 A3 A4 A7")]
    [InlineData("callouts", "A8 A10 A11 A22")]
    [InlineData("veto", "A5 A6")]
    [InlineData("missing-callouts", "A13 A14 A15")]
    [InlineData("wrong-returns", "A19 A20 A21")]
    public void Guide_Picture_IsWhatTheEngineDoes(string name, string examples)
    {
        (WorkedExample Example, WaterfallDrawing Drawing)[] cells =
            [.. examples.Split(' ').Select(id => WorkedExample.All.Single(e => e.Id == id)).Select(e => (e, new WaterfallDrawing(e.Run(), CellWidth)))];
        StringBuilder picture = new();
        int bottom = 0;
        int y = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            y = i % 2 == 0 ? bottom : y;
            int x = i % 2 * (CellWidth + Space);
            picture.Append(CultureInfo.InvariantCulture, $"<text class=\"name\" x=\"{x}\" y=\"{y + 16}\">{cells[i].Example.Id}<tspan class=\"sub\" dx=\"8\">{HtmlPage.Text(cells[i].Example.Why)}</tspan></text>\n");
            cells[i].Drawing.AppendTo(picture, x, y + TitleHeight - 4);
            bottom = Math.Max(bottom, y + TitleHeight + cells[i].Drawing.Height + Space);
        }

        GuidePage.CheckFile($"docs/images/wfp/{name}.svg", Svg(picture, cells.Length == 1 ? CellWidth : (2 * CellWidth) + Space, bottom - Space));
    }

    [Fact]
    public void Guide_Table_IsWhatTheEngineDoes()
    {
        StringBuilder table = new("| | S3, heaviest | S2 | S1, lightest | Decision | Because |\n|---|---|---|---|---|---|\n");
        foreach (WorkedExample example in WorkedExample.All)
        {
            Explanation run = example.Run();
            bool isVeto = run.SubLayers.Any(static s => s.Effect == TerminatingEffect.Vetoed);
            string decision = run.Action.ToString().ToLowerInvariant() + (run.IsDefault ? " by default" : isVeto ? ", veto" : run.IsHard ? ", final" : "");
            table.Append(CultureInfo.InvariantCulture, $"| {example.Id} | {WorkedExample.Words(example.S3)} | {WorkedExample.Words(example.S2)} | {WorkedExample.Words(example.S1)} | **{decision}** | {example.Why} |\n");
        }

        GuidePage.Check("docs/wfp.md", "worked examples", table.ToString());
    }

    private static string Svg(StringBuilder content, int width, int height) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n<style>\n{WaterfallDrawing.Style}\n</style>\n{content}</svg>\n");
}
