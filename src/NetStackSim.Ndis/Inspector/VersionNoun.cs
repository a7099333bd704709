using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What this is.</summary>
internal sealed class VersionNoun : InspectorNoun
{
    public override string Name => "ndiskdversion";

    public override IReadOnlyList<string> Aliases => ["ndis"];

    public override string Summary => "The host, its NDIS, and what is in it.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        NdisRuntime runtime = request.Runtime;
        SimKernel kernel = runtime.Kernel;
        page.Section("NDIS")
            .Fact("Host", kernel.Name)
            .Fact("Virtual time", InspectorNames.Time(kernel.Now))
            .Fact("NDIS version", "6.89")
            .Fact("Processors", kernel.Processors.Length)
            .Fact("Miniport drivers", runtime.Miniports.Count)
            .Fact("Network adapters", runtime.Adapters.Count)
            .Fact("Filter drivers", runtime.Filters.Count)
            .Fact("Protocols", runtime.Protocols.Count)
            .Fact("Pools of lists", NblIndex.Pools(runtime).Count)
            .Fact("Lists out", NblIndex.Pools(runtime).Sum(static pool => (long)pool.Outstanding));
    }
}
