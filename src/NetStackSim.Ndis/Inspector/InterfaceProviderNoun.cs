namespace NetStackSim.Ndis;

/// <summary>Who registered interfaces.</summary>
internal sealed class InterfaceProviderNoun : InspectorNoun
{
    public override string Name => "ifprovider";

    public override string Summary => "Interface providers and how many interfaces each has.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section(string.Empty).Columns("Provider", "Interfaces");
        foreach (IGrouping<string, InterfaceRows.Row> provider in InterfaceRows.Of(request.Runtime).GroupBy(static row => row.Provider).OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            section.Row(provider.Key, provider.Count());
        }
    }
}
