namespace NetStackSim.Ndis;

/// <summary>A command line of the inspector, taken apart.</summary>
internal sealed class InspectorRequest
{
    private static readonly string[] WithValue = ["handle", "luid", "findname", "tag", "older"];

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _switches = [];

    public InspectorRequest(NdisRuntime runtime, string command, IReadOnlyList<string> arguments)
    {
        Runtime = runtime;
        Command = command;
        for (int i = 0; i < arguments.Count; i++)
        {
            Take(arguments, ref i);
        }
    }

    public NdisRuntime Runtime { get; }

    public string Command { get; }

    /// <summary>The handle or name that the command is about, or null.</summary>
    public string? Target { get; private set; }

    /// <summary>The switches without their hyphen.</summary>
    public IReadOnlyList<string> Switches => _switches;

    public bool Has(string name) => _switches.Exists(each => string.Equals(each, name, StringComparison.OrdinalIgnoreCase));

    public string? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>Refuses switches that the command does not have.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public void Allow(IReadOnlyList<string> known)
    {
        foreach (string each in _switches)
        {
            if (!known.Contains(each, StringComparer.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"'{Command}' has no switch '-{each}'{(known.Count == 0 ? "" : "; it has -" + string.Join(", -", known))}.");
            }
        }
    }

    private void Take(IReadOnlyList<string> arguments, ref int i)
    {
        string word = arguments[i];
        if (!word.StartsWith('-'))
        {
            Target = Target is null ? word : throw new ArgumentException($"'{Command}' takes one handle; '{word}' is one too many.");
            return;
        }

        string name = word.TrimStart('-');
        if (!WithValue.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            _switches.Add(name);
            return;
        }

        if (++i == arguments.Count)
        {
            throw new ArgumentException($"'-{name}' needs a value.");
        }

        _values[name] = arguments[i];
        if (string.Equals(name, "handle", StringComparison.OrdinalIgnoreCase))
        {
            Target = arguments[i];
        }
        else
        {
            _switches.Add(name);
        }
    }
}
