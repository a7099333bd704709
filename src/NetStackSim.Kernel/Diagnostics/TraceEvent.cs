namespace NetStackSim.Kernel;

/// <summary>One fixed-size line of a trace.</summary>
public readonly record struct TraceEvent
{
    /// <summary>Virtual time in nanoseconds since the start.</summary>
    public long TimeNs { get; init; }

    /// <summary>Correlation id of the list or frame (out-of-band slot 13); 0 for none.</summary>
    public ulong CorrelationId { get; init; }

    /// <summary>First argument; its meaning depends on the kind.</summary>
    public ulong Arg0 { get; init; }

    /// <summary>Second argument.</summary>
    public ulong Arg1 { get; init; }

    /// <summary>Bytes; its meaning depends on the kind.</summary>
    public int Length { get; init; }

    /// <summary>What happened.</summary>
    public TraceKind Kind { get; init; }

    /// <summary>Who wrote it: an id of <see cref="TraceRing.Component"/>.</summary>
    public ushort Component { get; init; }

    /// <summary>Level of the processor.</summary>
    public Irql Irql { get; init; }

    /// <summary>Number of the processor.</summary>
    public byte Processor { get; init; }

    /// <summary>Makes an event at the host's present time, processor and IRQL.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="component">Who writes it.</param>
    /// <param name="correlationId">Correlation id; 0 for none.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="arg0">First argument.</param>
    /// <param name="arg1">Second argument.</param>
    /// <returns>The event.</returns>
    public static TraceEvent At(
        SimKernel kernel, TraceKind kind, ushort component, ulong correlationId = 0, int length = 0, ulong arg0 = 0, ulong arg1 = 0)
    {
        Processor processor = kernel.CurrentProcessor;
        return new TraceEvent
        {
            TimeNs = kernel.Now,
            CorrelationId = correlationId,
            Arg0 = arg0,
            Arg1 = arg1,
            Length = length,
            Kind = kind,
            Component = component,
            Irql = processor.Irql,
            Processor = (byte)processor.Number,
        };
    }

    internal static TraceEvent Drop(SimKernel kernel, in DropReason reason, ulong correlationId, int bytes, ulong filterId) =>
        At(kernel, TraceKind.Drop, kernel.DropComponent, correlationId, bytes, reason.Key, filterId);
}
