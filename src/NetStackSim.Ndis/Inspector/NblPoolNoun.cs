using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Pools of lists.</summary>
internal sealed class NblPoolNoun : InspectorNoun
{
    public override string Name => "nblpool";

    public override string Usage => "[handle] [-allocations]";

    public override string Summary => "Pools of lists; with a handle: sizes, what is out, by whom.";

    public override IReadOnlyList<string> Switches => ["basic", "allocations"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IReadOnlyList<NetBufferListPool> pools = NblIndex.Pools(request.Runtime);
        if (request.Target is not { } target)
        {
            InspectorSectionBuilder list = page.Section(string.Empty).Columns("Pool", "Name", "Outstanding", "Made", "Rents", "Failures");
            foreach (NetBufferListPool pool in pools)
            {
                list.Row(InspectorHandles.Of(pool), pool.Name, pool.Outstanding, pool.Created, pool.Rents, pool.Failures);
            }

            return;
        }

        NetBufferListPool found = InspectorHandles.Find(pools, target, "pool", static each => InspectorHandles.Of(each), static each => each.Name);
        if (request.Switches.Count == 0 || request.Has("basic"))
        {
            Basic(found, page.Section("NBL POOL"));
        }

        if (request.Has("allocations"))
        {
            Allocations(request.Runtime, found, page.Section("ALLOCATIONS").Columns("NBL", "Name", "State", "Owner", "Bytes"));
        }
    }

    private static void Basic(NetBufferListPool pool, InspectorSectionBuilder section) => section
        .Fact("Name", pool.Name)
        .Fact("Ndis handle", InspectorHandles.Of(pool))
        .Fact("Allocates net buffers", true)
        .Fact("Data size", pool.BlockSize - pool.HeadRoom)
        .Fact("Headroom", pool.HeadRoom)
        .Fact("Context size", pool.ContextSize)
        .Fact("Quota", pool.Quota is { } quota ? quota : "[none]")
        .Fact("Outstanding lists", pool.Outstanding)
        .Fact("Outstanding net buffers", pool.OutstandingNetBuffers)
        .Fact("Made", pool.Created)
        .Fact("Rents", pool.Rents)
        .Fact("Failures", pool.Failures)
        .Fact("Slab bytes", pool.SlabBytes);

    private static void Allocations(NdisRuntime runtime, NetBufferListPool pool, InspectorSectionBuilder section)
    {
        foreach (NetBufferList list in pool.OutstandingLists)
        {
            section.Row(
                InspectorHandles.Of(list), list.Label, InspectorValue.Of(list.State), NblOwners.Of(runtime, list),
                list.FirstNetBuffer is null ? 0 : list.DataLength);
            if (list.Trail?.RentStack is { } stack)
            {
                section.Line($"{list.Label} was rented at:\n{stack}");
            }
        }

        if (runtime.Kernel.Verifier is null && pool.Outstanding > 0)
        {
            section.Line(NblIndex.NeedsVerifier);
        }
    }
}
