using System.Text;

namespace NetStackSim.Kernel;

/// <summary>The operations that were pending when a run could not go on.</summary>
public sealed class StallReport
{
    private const int MaxLines = 1000;

    private readonly List<string> _lines = [];

    /// <summary>The lines, in the order in which the reporters were added to the loop.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Lines that were left out because there were too many.</summary>
    public int Omitted { get; private set; }

    /// <summary>Adds a line.</summary>
    /// <param name="kind">What kind of thing waits: irp, timer, socket, thread.</param>
    /// <param name="description">Which one, and for what.</param>
    public void Add(string kind, string description)
    {
        if (_lines.Count < MaxLines)
        {
            _lines.Add($"{kind}: {description}");
        }
        else
        {
            Omitted++;
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (string line in _lines)
        {
            text.Append("  ").Append(line).Append('\n');
        }

        if (Omitted > 0)
        {
            text.Append("  and ").Append(Omitted).Append(" more\n");
        }

        return text.ToString();
    }
}
