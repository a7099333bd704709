namespace NetStackSim.Ndis;

/// <summary>Collects one section of a page. Every call returns the builder.</summary>
public sealed class InspectorSectionBuilder
{
    private readonly string _title;
    private readonly List<InspectorFact> _facts = [];
    private readonly List<IReadOnlyList<InspectorValue>> _rows = [];
    private readonly List<string> _lines = [];
    private string[]? _columns;

    internal InspectorSectionBuilder(string title) => _title = title;

    /// <summary>True while nothing was added.</summary>
    public bool IsEmpty => _facts.Count == 0 && _columns is null && _lines.Count == 0;

    /// <summary>Adds a named value.</summary>
    /// <exception cref="ArgumentException">The section has a value of this name.</exception>
    public InspectorSectionBuilder Fact(string name, InspectorValue value)
    {
        if (_facts.Exists(fact => fact.Name == name))
        {
            throw new ArgumentException($"'{_title}' has '{name}' already.", nameof(name));
        }

        _facts.Add(new InspectorFact(name, value));
        return this;
    }

    /// <summary>Names the columns of the table; once, before its rows.</summary>
    public InspectorSectionBuilder Columns(params string[] columns)
    {
        _columns = columns;
        return this;
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">It does not have as many values as there are columns.</exception>
    public InspectorSectionBuilder Row(params InspectorValue[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != (_columns?.Length ?? 0))
        {
            throw new ArgumentException($"A row of '{_title}' has {values.Length} values for {_columns?.Length ?? 0} columns.", nameof(values));
        }

        _rows.Add(values);
        return this;
    }

    /// <summary>Adds a sentence or a line of a dump.</summary>
    public InspectorSectionBuilder Line(string text)
    {
        _lines.Add(text);
        return this;
    }

    internal InspectorSection Build() => new(_title, [.. _facts], _columns is null ? null : new InspectorTable(_columns, [.. _rows]), [.. _lines]);
}
