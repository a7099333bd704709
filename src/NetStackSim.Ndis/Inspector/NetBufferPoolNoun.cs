namespace NetStackSim.Ndis;

/// <summary>Pools of net buffers: every pool of lists has one for further frames.</summary>
internal sealed class NetBufferPoolNoun : InspectorNoun
{
    public override string Name => "nbpool";

    public override string Usage => "[handle]";

    public override string Summary => "Net buffers beside those bonded to lists, pool by pool.";

    public override IReadOnlyList<string> Switches => ["basic", "allocations"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IReadOnlyList<NetBufferListPool> pools = NblIndex.Pools(request.Runtime);
        if (request.Target is { } target)
        {
            pools = [InspectorHandles.Find(pools, target, "pool", static each => InspectorHandles.Of(each), static each => each.Name)];
        }

        InspectorSectionBuilder section = page.Section(string.Empty).Columns("Pool", "Name", "Data size", "Outstanding");
        foreach (NetBufferListPool pool in pools)
        {
            section.Row(InspectorHandles.Of(pool), pool.Name, pool.BlockSize - pool.HeadRoom, pool.OutstandingNetBuffers);
        }

        section.Line("A list has a first net buffer of its own for life; these are the others.");
    }
}
