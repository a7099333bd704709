namespace NetStackSim.Ndis;

/// <summary>Which interface lies on which (ifStackTable of RFC 2863).</summary>
internal sealed class InterfaceStackNoun : InspectorNoun
{
    public override string Name => "ifstacktable";

    public override string Summary => "Which interface lies on which: pairs of a higher and a lower one.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section(string.Empty).Columns("Higher", "Higher alias", "Lower", "Lower alias");
        foreach ((InterfaceRows.Row higher, InterfaceRows.Row lower) in InterfaceRows.Pairs(request.Runtime))
        {
            section.Row(higher.IfIndex, higher.Name, lower.IfIndex, lower.Name);
        }
    }
}
