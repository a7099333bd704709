namespace NetStackSim.Ndis;

/// <summary>Collects the sections of a page.</summary>
internal sealed class InspectorPageBuilder
{
    private readonly List<InspectorSectionBuilder> _sections = [];

    /// <summary>Begins a section; one that stays empty is left out.</summary>
    public InspectorSectionBuilder Section(string title)
    {
        InspectorSectionBuilder section = new(title);
        _sections.Add(section);
        return section;
    }

    /// <summary>A section that a driver fills, or a sentence that it has nothing to say.</summary>
    public void Ask(string title, InspectorTopic topic, string otherwise, params object?[] drivers)
    {
        InspectorSectionBuilder section = Section(title);
        foreach (object? driver in drivers)
        {
            (driver as IInspectorSource)?.Describe(topic, section);
        }

        if (section.IsEmpty)
        {
            section.Line(otherwise);
        }
    }

    public IReadOnlyList<InspectorSection> Build()
    {
        if (_sections.TrueForAll(static section => section.IsEmpty))
        {
            Section(string.Empty).Line("There are none.");
        }

        return [.. _sections.Where(static section => !section.IsEmpty).Select(static section => section.Build())];
    }
}
