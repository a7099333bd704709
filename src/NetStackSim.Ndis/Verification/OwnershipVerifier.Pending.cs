namespace NetStackSim.Ndis;

/// <content>What is out, for the inspector and for reports.</content>
internal sealed partial class OwnershipVerifier
{
    /// <summary>Every foreign list that a place on the path has: oldest place first, within it the list that is there longest first.</summary>
    public List<PendingNetBufferList> Pending()
    {
        List<PendingNetBufferList> pending = [];
        foreach (MiniportAdapter adapter in _runtime.Adapters)
        {
            foreach (PathNode node in adapter.Stack.Nodes)
            {
                Add(pending, node.HeldSends);
                Add(pending, node.HeldReceives);
            }
        }

        return pending;
    }

    private static void Add(List<PendingNetBufferList> pending, Holdings? holdings)
    {
        for (OwnershipTrail? trail = holdings?.First; trail is not null; trail = trail.Next)
        {
            NetBufferList list = trail.List;
            pending.Add(new PendingNetBufferList(
                list.Label, holdings!.Owner.Name, NameOfOriginator(list.SourceHandle), trail.How, trail.SinceNs, list.NetBufferCount, list.DataLength, list.CorrelationId,
                trail.Records));
        }
    }

    private static string NameOfOriginator(object? handle) => handle switch
    {
        MiniportAdapter adapter => adapter.Node.Name,
        FilterModule module => module.Name,
        ProtocolBinding binding => binding.Name,
        ProtocolEdge edge => edge.Node.Name,
        _ => "?",
    };
}
