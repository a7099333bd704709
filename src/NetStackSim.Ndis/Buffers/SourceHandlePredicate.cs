namespace NetStackSim.Ndis;

/// <summary>Matches the lists that one driver originated: how a filter takes its own lists out of a completion or return.</summary>
/// <param name="source">The handle: a <c>MiniportAdapter</c>, <c>FilterModule</c> or <c>ProtocolBinding</c>.</param>
public readonly struct SourceHandlePredicate(object source) : INetBufferListPredicate
{
    private readonly object _source = source;

    /// <inheritdoc/>
    public bool Matches(NetBufferList list) => ReferenceEquals(list.SourceHandle, _source);
}
