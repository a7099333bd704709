namespace NetStackSim.Ndis;

/// <summary>Which driver has which list: what the ownership verifier knows, made readable.</summary>
internal static class PendingNblTable
{
    public static IReadOnlyList<PendingNbl> Of(NdisRuntime runtime)
    {
        if (runtime.Ownership is not { } verifier)
        {
            return [];
        }

        List<PendingNbl> pending = [];
        foreach (NetBufferList list in NblIndex.Outstanding(runtime))
        {
            if (list.State is NetBufferListState.InTransit or NetBufferListState.Loaned && list.Trail?.Last is { } last)
            {
                bool isSend = last.What is OwnershipEvent.Sent or OwnershipEvent.Completed;
                bool isBack = last.What is OwnershipEvent.Completed or OwnershipEvent.Returned;
                pending.Add(new PendingNbl(
                    InspectorHandles.Of(list), NblIndex.NameOf(list), verifier.Parties.NameOf(list.Holder), isSend, isBack, SourceOf(list), last.TimeNs, list.DataLength));
            }
        }

        return pending;
    }

    /// <summary>Who has a list, in words.</summary>
    public static string OwnerOf(NdisRuntime runtime, NetBufferList list) => list.State switch
    {
        NetBufferListState.Free => "its pool",
        _ when runtime.Ownership is { } verifier => verifier.Parties.NameOf(list.Holder),
        NetBufferListState.InTransit => "on the way; the verifier would know where",
        _ => "its renter",
    };

    private static string SourceOf(NetBufferList list) => list.SourceHandle switch
    {
        MiniportAdapter adapter => adapter.Name,
        FilterModule module => module.Name,
        ProtocolBinding binding => binding.Name,
        _ => "?",
    };
}
