namespace NetStackSim.Ndis;

/// <summary>A list that is out: somebody has it who did not originate it (cf. <c>!ndiskd.pendingnbls</c>).</summary>
/// <param name="List">The list: pool and number.</param>
/// <param name="Holder">Who has it.</param>
/// <param name="Originator">Who originated it and waits for it.</param>
/// <param name="What">How the holder got it: <see cref="OwnershipEvent.Sent"/>, <see cref="OwnershipEvent.Indicated"/>, ...</param>
/// <param name="SinceNs">Since when the holder has it, virtual time in nanoseconds.</param>
/// <param name="NetBuffers">Net buffers in it.</param>
/// <param name="Bytes">Bytes of data in it.</param>
/// <param name="CorrelationId">Its identity in traces, 0 when it has none.</param>
/// <param name="History">Its last hand-overs, oldest first.</param>
public sealed record PendingNetBufferList(
    string List,
    string Holder,
    string Originator,
    OwnershipEvent What,
    long SinceNs,
    int NetBuffers,
    int Bytes,
    ulong CorrelationId,
    IReadOnlyList<OwnershipRecord> History)
{
    /// <inheritdoc/>
    public override string ToString() => $"{List} at {Holder} since {SinceNs} ns ({What}), from {Originator}";
}
