namespace NetStackSim.Ndis;

/// <summary>Routing compartments.</summary>
internal sealed class CompartmentsNoun : InspectorNoun
{
    private const int DefaultCompartment = 1;

    public override string Name => "compartments";

    public override IReadOnlyList<string> Aliases => ["compartment"];

    public override string Summary => "Compartments and their interfaces.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        // NDIS puts every interface into the default compartment; other compartments are made above it.
        InspectorSectionBuilder section = page.Section(string.Empty).Columns("Compartment", "ifIndex", "Alias");
        foreach (InterfaceRows.Row row in InterfaceRows.Of(request.Runtime))
        {
            section.Row(DefaultCompartment, row.IfIndex, row.Name);
        }
    }
}
