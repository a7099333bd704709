namespace NetStackSim.Ndis;

/// <summary>Matches the lists that a cancel identifier names (slot 5): for <see cref="NetBufferListQueue.MoveMatching{TPredicate}"/> in a cancel handler.</summary>
/// <param name="cancelId">The identifier.</param>
public readonly struct CancelIdPredicate(ulong cancelId) : INetBufferListPredicate
{
    /// <inheritdoc/>
    public bool Matches(NetBufferList list) => list[NetBufferListInfoId.CancelId] == cancelId;
}
