namespace NetStackSim.Wfp;

/// <summary>What the splits above a set of filters have used up.</summary>
/// <param name="Room">How many copies of each filter the splits below may make.</param>
/// <param name="Settled">A bit for each field that was split although its tests stay: it is not split again.</param>
internal readonly record struct SplitState(double Room, ulong Settled)
{
    /// <summary>True when a field was split for good.</summary>
    internal bool IsSettled(FieldSchema field) => (Settled & Bit(field)) != 0;

    /// <summary>The state below a split that made copies.</summary>
    internal SplitState After(int before, long copies) => copies <= before ? this : this with { Room = Room * before / copies };

    /// <summary>The state below a split whose tests stay.</summary>
    internal SplitState Settle(FieldSchema field) => this with { Settled = Settled | Bit(field) };

    private static ulong Bit(FieldSchema field) => 1ul << Math.Min(field.Index, 63);
}
