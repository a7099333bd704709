namespace NetStackSim.Simulation;

/// <summary>The decision of a fault rule about one frame.</summary>
public readonly struct FaultVerdict
{
    private FaultVerdict(FaultVerdictKind kind, long delayNs = 0, int bitIndex = 0)
    {
        Kind = kind;
        DelayNs = delayNs;
        BitIndex = bitIndex;
    }

    /// <summary>Not this rule's business.</summary>
    public static FaultVerdict Pass => default;

    /// <summary>The frame does not arrive.</summary>
    public static FaultVerdict Drop => new(FaultVerdictKind.Drop);

    /// <summary>The frame arrives twice.</summary>
    public static FaultVerdict Duplicate => new(FaultVerdictKind.Duplicate);

    /// <summary>What was decided.</summary>
    public FaultVerdictKind Kind { get; }

    /// <summary>With <see cref="FaultVerdictKind.Deliver"/>: nanoseconds from the last bit sent to the arrival.</summary>
    public long DelayNs { get; }

    /// <summary>With <see cref="FaultVerdictKind.Corrupt"/>: the bit that flips, 0 = the first on the wire.</summary>
    public int BitIndex { get; }

    /// <summary>The frame arrives after <paramref name="delayNs"/> instead of the delay of the link.</summary>
    /// <param name="delayNs">Not negative.</param>
    public static FaultVerdict Deliver(long delayNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delayNs);
        return new FaultVerdict(FaultVerdictKind.Deliver, delayNs);
    }

    /// <summary>The frame arrives with one bit flipped.</summary>
    /// <param name="bitIndex">Which bit; taken modulo the bits of the frame.</param>
    public static FaultVerdict Corrupt(int bitIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bitIndex);
        return new FaultVerdict(FaultVerdictKind.Corrupt, bitIndex: bitIndex);
    }
}
