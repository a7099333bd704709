namespace NetStackSim.Ndis;

/// <summary>One line of the ownership log (cf. <c>!ndiskd.nbllog</c>).</summary>
/// <param name="TimeNs">Virtual time in nanoseconds.</param>
/// <param name="List">The list: pool and number.</param>
/// <param name="What">What happened to it.</param>
/// <param name="Who">Who got it: a driver, a pool.</param>
public readonly record struct OwnershipRecord(long TimeNs, string List, OwnershipEvent What, string Who)
{
    /// <inheritdoc/>
    public override string ToString() => $"{TimeNs} ns {What} {Who}";
}
