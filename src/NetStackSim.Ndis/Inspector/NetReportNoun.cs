namespace NetStackSim.Ndis;

/// <summary>The drawing of the stacks as a page; <see cref="NdisInspector.NetReport"/> gives it as an object.</summary>
internal sealed class NetReportNoun : InspectorNoun
{
    public override string Name => "netreport";

    public override string Summary => "Draws the driver stacks of the host: adapters, filters with data paths, protocols, warnings.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section(string.Empty);
        foreach (string line in NetReportBuilder.Of(request.Runtime, NetReportBuilder.DefaultPendingOidNs).ToText().TrimEnd('\n').Split('\n'))
        {
            section.Line(line);
        }
    }
}
