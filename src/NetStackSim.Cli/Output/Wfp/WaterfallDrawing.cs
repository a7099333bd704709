using System.Globalization;
using System.Text;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>
/// One classification as a drawing: sublayers from the heaviest down, the filters that each asked, what it said, and beside them the
/// decision as a pipe. It is hollow while lighter sublayers may override it and solid from where it is final.
/// </summary>
internal sealed class WaterfallDrawing
{
    /// <summary>The style of the drawing, light and dark.</summary>
    public const string Style = """
        :root{--fg:#1b1f24;--muted:#57606a;--card:#f6f8fa;--line:#d0d7de;--permit:#1a7f37;--block:#cf222e;--on:#fff}
        @media(prefers-color-scheme:dark){:root{--fg:#e6edf3;--muted:#9198a1;--card:#161b22;--line:#3d444d;--permit:#3fb950;--block:#f85149;--on:#0d1117}}
        .box{fill:var(--card);stroke:var(--line);stroke-width:1.5}.box.silent{stroke-dasharray:5 4}
        text{fill:var(--fg);font:13px system-ui,-apple-system,"Segoe UI",sans-serif}
        .name{font-weight:600}.sub{font-size:12px;font-weight:400;fill:var(--muted)}.end{text-anchor:end}.mid{text-anchor:middle}
        .permit{fill:var(--permit)}.block{fill:var(--block)}.said{font-weight:600}
        .arrow{fill:none;stroke-width:2.5}.arrow.permit{fill:none;stroke:var(--permit)}.arrow.block{fill:none;stroke:var(--block)}.arrow.late{stroke-dasharray:4 4}
        .pipe{stroke-width:2.5}.pipe.permit{stroke:var(--permit)}.pipe.block{stroke:var(--block)}.pipe.soft{fill:none}
        .open{fill:none;stroke:var(--muted);stroke-width:1.5;stroke-dasharray:3 4}
        .pill.permit{fill:var(--permit)}.pill.block{fill:var(--block)}.on{fill:var(--on);font-weight:600}
        """;

    private const int LaneRoom = 138;
    private const int PipeRoom = 26;
    private const int LineHeight = 18;
    private const int HeaderHeight = 27;
    private const int Gap = 12;
    private const int PillHeight = 28;
    private const int CharacterWidth = 7;
    private const int MostLines = 8;

    private readonly Explanation _explanation;
    private readonly int _width;
    private readonly List<Row> _rows = [];

    /// <summary>Arranges a drawing.</summary>
    /// <param name="explanation">What to draw.</param>
    /// <param name="width">Its width.</param>
    public WaterfallDrawing(Explanation explanation, int width)
    {
        _explanation = explanation;
        _width = width;
        int y = Gap;
        foreach (SubLayerExplanation subLayer in explanation.SubLayers)
        {
            List<Line> lines = LinesOf(subLayer);
            int height = HeaderHeight + (Math.Max(1, lines.Count) * LineHeight) + 4;
            _rows.Add(new Row(subLayer, lines, y, height));
            y += height + Gap;
        }

        Height = y + PillHeight + 2;
    }

    /// <summary>Height of the drawing.</summary>
    public int Height { get; }

    private int BoxWidth => _width - LaneRoom;

    private int Pipe => _width - PipeRoom;

    /// <summary>Writes the drawing as a group.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Upper edge.</param>
    public void AppendTo(StringBuilder page, int x, int y)
    {
        page.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({x} {y})\">\n");
        Pipes(page);
        foreach (Row row in _rows)
        {
            Box(page, row);
            if (row.SubLayer.Effect is not null)
            {
                Opinion(page, row);
            }
        }

        Decision(page);
        page.Append("</g>\n");
    }

    private static List<Line> LinesOf(SubLayerExplanation subLayer)
    {
        List<Line> lines = [];
        List<FilterExplanation> missed = [];
        foreach (FilterExplanation filter in subLayer.Filters.Where(static f => f.Reached))
        {
            if (!filter.Matched)
            {
                missed.Add(filter);
                continue;
            }

            Flush(lines, missed);
            lines.Add(filter.Terminated
                ? new Line(Css(subLayer.Action) + " said", $"\u25cf {filter.Name}", filter.Conditions.Count == 0 ? "" : filter.Reason)
                : new Line("", $"\u25cb {filter.Name}: goes on"));
        }

        Flush(lines, missed);
        int skipped = subLayer.Filters.Count(static f => !f.Reached);
        if (skipped > 0)
        {
            lines.Add(new Line("sub", string.Create(CultureInfo.InvariantCulture, $"{skipped} lighter: not asked")));
        }

        // The newest lines say what decided; those before them are only counted.
        if (lines.Count > MostLines)
        {
            int cut = lines.Count - MostLines + 1;
            lines.RemoveRange(0, cut);
            lines.Insert(0, new Line("sub", string.Create(CultureInfo.InvariantCulture, $"\u2026 {cut} more lines")));
        }

        return lines;
    }

    private static void Flush(List<Line> lines, List<FilterExplanation> missed)
    {
        if (missed.Count == 1)
        {
            lines.Add(new Line("sub", $"\u2013 {missed[0].Name}: {missed[0].Reason}"));
        }
        else if (missed.Count > 1)
        {
            lines.Add(new Line("sub", string.Create(CultureInfo.InvariantCulture, $"\u2013 {missed.Count} that do not match")));
        }

        missed.Clear();
    }

    private static string Css(FilterActionType action) => action == FilterActionType.Block ? "block" : "permit";

    private void Box(StringBuilder page, Row row)
    {
        string silent = row.SubLayer.Effect is null ? " silent" : "";
        page.Append(CultureInfo.InvariantCulture, $"<rect class=\"box{silent}\" x=\"1\" y=\"{row.Y}\" width=\"{BoxWidth - 2}\" height=\"{row.Height}\" rx=\"8\"/>\n");
        string weight = string.Create(CultureInfo.InvariantCulture, $"weight {row.SubLayer.Weight}");
        Write(page, "name", 12, row.Y + 19, row.SubLayer.Name, BoxWidth - 36 - (weight.Length * CharacterWidth));
        Write(page, "sub end", BoxWidth - 12, row.Y + 19, weight, BoxWidth);
        int y = row.Y + HeaderHeight + 12;
        foreach (Line line in row.Lines)
        {
            string why = line.Why.Length == 0 ? "" : Cut(line.Why, BoxWidth - 60 - (line.Text.Length * CharacterWidth));
            page.Append(CultureInfo.InvariantCulture, $"<text class=\"{line.Css}\" x=\"12\" y=\"{y}\">{HtmlPage.Text(Cut(line.Text, BoxWidth - 24))}");
            page.Append(why.Length < 5 ? "</text>\n" : $"<tspan class=\"sub\" dx=\"8\">{HtmlPage.Text(why)}</tspan></text>\n");
            y += LineHeight;
        }

        if (row.SubLayer.Effect is null)
        {
            Write(page, "sub", BoxWidth + 8, row.Middle + 4, "says nothing", LaneRoom);
        }
    }

    private void Opinion(StringBuilder page, Row row)
    {
        SubLayerExplanation said = row.SubLayer;
        bool isLate = said.Effect == TerminatingEffect.Ignored;
        int end = Pipe - (isLate ? 18 : 8);
        string css = Css(said.Action);
        string mark = isLate ? "m3 -5l10 10m0 -10l-10 10" : "m-6 -5l6 5l-6 5";
        page.Append(CultureInfo.InvariantCulture, $"<path class=\"arrow {css}{(isLate ? " late" : "")}\" d=\"M{BoxWidth} {row.Middle}H{end}\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<path class=\"arrow {css}\" d=\"M{end} {row.Middle}{mark}\"/>\n");

        // Hard or soft matters only for who may still speak.
        string strength = said.Effect is TerminatingEffect.Ignored or TerminatingEffect.Vetoed ? "" : said.IsHard ? ", hard" : ", soft";
        Write(page, css + " said mid", BoxWidth + 50, row.Middle - 7, css + strength, LaneRoom);
        Write(page, "sub mid", BoxWidth + 50, row.Middle + 17, EffectOf(said.Effect!.Value), LaneRoom);
    }

    private static string EffectOf(TerminatingEffect effect) => effect switch
    {
        TerminatingEffect.Decided => "decides",
        TerminatingEffect.Overrode => "overrides",
        TerminatingEffect.Vetoed => "veto",
        _ => "too late",
    };

    // From each opinion that took effect down to the next.
    private void Pipes(StringBuilder page)
    {
        int from = 0;
        string css = "open";
        bool isHard = false;
        foreach (Row row in _rows.Where(static r => r.SubLayer.Effect is not (null or TerminatingEffect.Ignored)))
        {
            Segment(page, css, isHard, from, row.Middle);
            css = Css(row.SubLayer.Action);
            isHard = row.SubLayer.IsHard;
            from = row.Middle;
        }

        Segment(page, css, isHard, from, Height - PillHeight - 2);
    }

    private void Segment(StringBuilder page, string css, bool isHard, int from, int to)
    {
        if (css == "open")
        {
            page.Append(CultureInfo.InvariantCulture, $"<path class=\"open\" d=\"M{Pipe} {from}V{to}\"/>\n");
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<rect class=\"pipe {css}{(isHard ? "" : " soft")}\" x=\"{Pipe - 5}\" y=\"{from}\" width=\"10\" height=\"{to - from}\"/>\n");
    }

    private void Decision(StringBuilder page)
    {
        string css = Css(_explanation.Action);
        string text = css.ToUpperInvariant();
        bool isVeto = _explanation.SubLayers.Any(static s => s.Effect == TerminatingEffect.Vetoed);
        text += _explanation.IsDefault ? ", default" : isVeto ? ", veto" : _explanation.IsHard ? ", final" : "";
        int width = (text.Length * 9) + 22;
        int y = Height - PillHeight - 2;
        page.Append(CultureInfo.InvariantCulture, $"<rect class=\"pill {css}\" x=\"{_width - width - 1}\" y=\"{y}\" width=\"{width}\" height=\"{PillHeight}\" rx=\"14\"/>\n");
        Write(page, "on mid", _width - 1 - (width / 2), y + 19, text, _width);
    }

    private static void Write(StringBuilder page, string css, int x, int y, string text, int width) =>
        page.Append(CultureInfo.InvariantCulture, $"<text class=\"{css}\" x=\"{x}\" y=\"{y}\">{HtmlPage.Text(Cut(text, width))}</text>\n");

    private static string Cut(string text, int width)
    {
        int room = Math.Max(4, width / CharacterWidth);
        return text.Length <= room ? text : text[..(room - 1)] + "\u2026";
    }

    private sealed record Row(SubLayerExplanation SubLayer, List<Line> Lines, int Y, int Height)
    {
        public int Middle => Y + (Height / 2);
    }

    private sealed record Line(string Css, string Text, string Why = "");
}
