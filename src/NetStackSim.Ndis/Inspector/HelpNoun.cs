using System.Globalization;

namespace NetStackSim.Ndis;

/// <summary>The commands; with a number: what it means.</summary>
internal sealed class HelpNoun : InspectorNoun
{
    public override string Name => "help";

    public override string Usage => "[command | code]";

    public override string Summary => "The commands; the switches of one; the name of an OID or status number.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        if (request.Target is { } word)
        {
            if (NdisInspector.Find(word) is { } noun)
            {
                page.Section("COMMAND").Fact("Command", noun.Name).Fact("Arguments", noun.Usage).Fact("Shows", noun.Summary)
                    .Fact("Switches", noun.Switches.Count == 0 ? "[none]" : "-" + string.Join(" -", noun.Switches));
            }
            else
            {
                Decode(word, page.Section("CODE"));
            }

            return;
        }

        InspectorSectionBuilder section = page.Section("COMMANDS").Columns("Command", "Arguments", "Shows");
        foreach (InspectorCommand command in NdisInspector.Commands)
        {
            section.Row(command.Name, command.Usage, command.Summary);
        }

        section.Line("Not here: " + string.Join(", ", AbsentNouns.Names) + ".");
    }

    private static void Decode(string text, InspectorSectionBuilder section)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!uint.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.HexNumber : NumberStyles.Integer, CultureInfo.InvariantCulture, out uint value)
            && !uint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value))
        {
            throw new ArgumentException($"'{text}' is no command and no number; write 0x00010106 or 65798.");
        }

        section.Fact("Value", InspectorValue.Hex(value, 8));
        IReadOnlyList<string> names = NdisInspector.Decode(value);
        section.Fact("Meaning", names.Count == 0 ? "unknown" : string.Join("; ", names));
    }
}
