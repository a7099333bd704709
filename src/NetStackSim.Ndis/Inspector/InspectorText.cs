using System.Globalization;
using System.Text;

namespace NetStackSim.Ndis;

/// <summary>Pages as text in columns.</summary>
internal static class InspectorText
{
    private const string Indent = "    ";
    private const int FactWidth = 19;
    private const int Gap = 3;

    public static string Render(InspectorPage page)
    {
        StringBuilder text = new();
        foreach (InspectorSection section in page.Sections)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            Append(text, section);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, InspectorSection section)
    {
        if (section.Title.Length > 0)
        {
            text.Append(section.Title).Append("\n\n");
        }

        int width = Math.Max(FactWidth, section.Facts.Count == 0 ? 0 : section.Facts.Max(static fact => fact.Name.Length) + Gap);
        foreach (InspectorFact fact in section.Facts)
        {
            text.Append(Indent).Append(fact.Name.PadRight(width)).Append(fact.Value.Text).Append('\n');
        }

        if (section.Table is { } table)
        {
            Separate(text, section.Facts.Count > 0);
            Append(text, table);
        }

        Separate(text, section.Lines.Count > 0 && (section.Facts.Count > 0 || section.Table is not null));
        foreach (string line in section.Lines)
        {
            text.Append(line.Length == 0 ? string.Empty : Indent + line).Append('\n');
        }
    }

    private static void Separate(StringBuilder text, bool isWanted)
    {
        if (isWanted)
        {
            text.Append('\n');
        }
    }

    private static void Append(StringBuilder text, InspectorTable table)
    {
        int[] widths = [.. table.Columns.Select((heading, column) => Math.Max(heading.Length, table.Rows.Select(row => row[column].Text.Length).DefaultIfEmpty().Max()))];
        bool[] areNumbers = [.. table.Columns.Select((_, column) => table.Rows.Any() && table.Rows.All(row => row[column].Kind == InspectorValueKind.Number))];
        AppendLine(text, widths, areNumbers, [.. table.Columns.Select(InspectorValue.FromText)]);
        foreach (IReadOnlyList<InspectorValue> row in table.Rows)
        {
            AppendLine(text, widths, areNumbers, row);
        }

        if (table.Rows.Count == 0)
        {
            text.Append(Indent).Append("[none]\n");
        }
    }

    private static void AppendLine(StringBuilder text, int[] widths, bool[] areNumbers, IReadOnlyList<InspectorValue> values)
    {
        StringBuilder line = new(Indent);
        for (int i = 0; i < values.Count; i++)
        {
            line.Append(areNumbers[i] ? values[i].Text.PadLeft(widths[i]) : values[i].Text.PadRight(widths[i])).Append(' ', Gap);
        }

        text.Append(CultureInfo.InvariantCulture, $"{line.ToString().TrimEnd()}\n");
    }
}
