namespace NetStackSim.Packets.Capture;

/// <summary>A capture file breaks its format; the packets before the place were delivered.</summary>
/// <param name="problem">What is wrong, as one sentence without the offset.</param>
/// <param name="offset">Where the block, record or header begins, in bytes from the start of the file.</param>
public sealed class CaptureFormatException(string problem, long offset)
    : FormatException($"Capture file, byte {offset}: {problem}")
{
    /// <summary>Where the block, record or header at fault begins, in bytes from the start of the file.</summary>
    public long Offset { get; } = offset;

    /// <summary>What is wrong, without the offset.</summary>
    public string Problem { get; } = problem;
}
