namespace NetStackSim.Ndis;

/// <summary>Who has a list, in words.</summary>
internal static class NblOwners
{
    public static string Of(NdisRuntime runtime, NetBufferList list) => list.State switch
    {
        NetBufferListState.Free => "its pool",
        _ when list.Trail?.Where is { } where => where.Owner.Name,
        _ when runtime.Ownership is { } verifier => verifier.Parties.NameOf(list.Holder),
        NetBufferListState.InTransit => "on the way; the verifier would know where",
        _ => "its renter",
    };
}
