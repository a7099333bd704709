using NetStackSim.Ndis;

namespace NetStackSim.Cli.Ndiskd;

/// <summary>Where the stacks of a report stand in its drawing: hardware in the lowest row, virtual adapters in rows over the adapters they stand on.</summary>
internal sealed class StackLayout
{
    /// <summary>Width of one stack.</summary>
    public const int StackWidth = 380;

    private const int Gap = 26;
    private const int RowGap = 64;

    /// <summary>Arranges a report.</summary>
    public StackLayout(NetReport report)
    {
        int[] rows = [.. report.Adapters.Select(adapter => RowOf(report, adapter, report.Adapters.Count))];
        int rowCount = rows.DefaultIfEmpty().Max() + 1;
        int columns = Enumerable.Range(0, rowCount).Max(row => rows.Count(each => each == row));
        Width = Math.Max(1, columns) * (StackWidth + Gap) - Gap;
        StackPlan?[] plans = new StackPlan?[report.Adapters.Count];
        int y = 0;
        for (int row = rowCount - 1; row >= 0; row--)
        {
            int[] members = [.. Enumerable.Range(0, rows.Length).Where(i => rows[i] == row)];
            int x = (Width - (members.Length * (StackWidth + Gap) - Gap)) / 2;
            int bottom = y;
            foreach (int i in members)
            {
                plans[i] = new StackPlan(report.Adapters[i], x, y);
                x += StackWidth + Gap;
                bottom = Math.Max(bottom, plans[i]!.Frame.Bottom);
            }

            y = bottom + RowGap;
        }

        Height = Math.Max(0, y - RowGap);
        Stacks = plans!;
    }

    /// <summary>Width of the drawing.</summary>
    public int Width { get; }

    /// <summary>Height of the drawing.</summary>
    public int Height { get; }

    /// <summary>The stacks, in the order of the report.</summary>
    public IReadOnlyList<StackPlan> Stacks { get; }

    // Hardware is in row 0; a virtual adapter one row over the highest that it stands on. The depth is bounded, should adapters stand on each other.
    private static int RowOf(NetReport report, NetReportAdapter adapter, int bound) => bound == 0 ? 0 : adapter.LowerAdapters
        .Select(name => report.Adapters.FirstOrDefault(each => each.Name == name))
        .Select(lower => lower is null ? 1 : 1 + RowOf(report, lower, bound - 1))
        .DefaultIfEmpty().Max();
}
