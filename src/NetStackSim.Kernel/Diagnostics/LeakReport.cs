using System.Text;

namespace NetStackSim.Kernel;

/// <summary>What was still outstanding when a host or a network was checked at its end.</summary>
public sealed class LeakReport
{
    private readonly List<Leak> _leaks = [];

    /// <summary>The lines, in the order in which the sources were registered.</summary>
    public IReadOnlyList<Leak> Leaks => _leaks;

    /// <summary>True when nothing is outstanding.</summary>
    public bool IsClean => _leaks.Count == 0;

    /// <summary>Sum of all counts.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (Leak leak in _leaks)
            {
                total += leak.Count;
            }

            return total;
        }
    }

    /// <summary>Adds a line.</summary>
    /// <param name="kind">What kind of thing: pool, timer, irp, socket.</param>
    /// <param name="name">Which one.</param>
    /// <param name="count">How many.</param>
    public void Add(string kind, string name, long count) => _leaks.Add(new Leak(kind, name, count));

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsClean)
        {
            return "nothing outstanding";
        }

        StringBuilder text = new();
        foreach (Leak leak in _leaks)
        {
            text.Append(leak.Kind).Append(" '").Append(leak.Name).Append("': ").Append(leak.Count).Append(" outstanding\n");
        }

        return text.ToString();
    }
}
