namespace NetStackSim.Scenarios;

/// <summary>A run as its programme sees it.</summary>
public sealed class ScenarioRun
{
    private readonly List<KeyValuePair<string, long>> _values = [];
    private readonly List<string> _failures = [];
    private readonly List<string> _notes = [];

    internal ScenarioRun(SimNetwork network) => Network = network;

    /// <summary>The network that the scenario built.</summary>
    public SimNetwork Network { get; }

    /// <summary>What was measured so far.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Values => _values;

    /// <summary>Checks that failed so far.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>What the programme had to say so far.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>A host by name.</summary>
    /// <param name="name">The name it was added with.</param>
    public SimHost Host(string name) => Network.Hosts.First(host => host.Name == name);

    /// <summary>Adds a measured value to the result.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value; the name says the unit.</param>
    public void Report(string name, long value) => _values.Add(new KeyValuePair<string, long>(name, value));

    /// <summary>Adds text to the result: something to be read, with lines of its own.</summary>
    /// <param name="text">The text.</param>
    public void Note(string text) => _notes.Add(text);

    /// <summary>Adds a failure to the result unless a condition holds.</summary>
    /// <param name="condition">What must be true.</param>
    /// <param name="failure">What is wrong when it is not.</param>
    public void Check(bool condition, string failure)
    {
        if (!condition)
        {
            _failures.Add(failure);
        }
    }
}
