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

    /// <summary>Flags as pages write them: with bars between them, "0" for none.</summary>
    public static string Flags<T>(T value)
        where T : struct, Enum => InspectorNames.Flags(value);

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

    /// <summary>Makes the table of the counters of OID_GEN_STATISTICS.</summary>
    public InspectorSectionBuilder Counters(in NdisStatistics counters) =>
        Columns("Counter", "Received", "Sent")
        .Row("Octets", (long)counters.InOctets, (long)counters.OutOctets)
        .Row("Directed frames", (long)counters.InUcastPkts, (long)counters.OutUcastPkts)
        .Row("Multicast frames", (long)counters.InMulticastPkts, (long)counters.OutMulticastPkts)
        .Row("Broadcast frames", (long)counters.InBroadcastPkts, (long)counters.OutBroadcastPkts)
        .Row("Directed octets", (long)counters.InUcastOctets, (long)counters.OutUcastOctets)
        .Row("Multicast octets", (long)counters.InMulticastOctets, (long)counters.OutMulticastOctets)
        .Row("Broadcast octets", (long)counters.InBroadcastOctets, (long)counters.OutBroadcastOctets)
        .Row("Discards", (long)counters.InDiscards, (long)counters.OutDiscards)
        .Row("Errors", (long)counters.InErrors, (long)counters.OutErrors);

    /// <summary>Adds a sentence or a line of a dump.</summary>
    public InspectorSectionBuilder Line(string text)
    {
        _lines.Add(text);
        return this;
    }

    internal InspectorSection Build() => new(_title, [.. _facts], _columns is null ? null : new InspectorTable(_columns, [.. _rows]), [.. _lines]);
}
