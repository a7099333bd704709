using NetStackSim.Wfp;

namespace NetStackSim.Cli.Replay;

/// <summary>What became of one frame of a capture.</summary>
internal sealed class FrameFate
{
    /// <summary>Its number in the capture, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it was fed, in nanoseconds of virtual time since the first frame.</summary>
    public required long TimeNs { get; init; }

    /// <summary>Bytes that were fed.</summary>
    public required int Length { get; init; }

    /// <summary>The frame in a line.</summary>
    public required string Summary { get; init; }

    /// <summary>The last component that it reached, for example "tcp"; empty when it did not get into the host.</summary>
    public string Place { get; set; } = "";

    /// <summary>Why it was dropped, as module/reason; null when it was not.</summary>
    public string? Reason { get; set; }

    /// <summary>The filter that dropped it; 0 for none.</summary>
    public ulong FilterId { get; set; }

    /// <summary>Why that filter did it; null when none did.</summary>
    public DropExplanation? Block { get; set; }

    /// <summary>Frames that the host sent before the next frame came, or soon after.</summary>
    public int Answers { get; set; }

    /// <summary>The first of them in a line.</summary>
    public string? Answer { get; set; }

    /// <summary>answered, dropped or delivered.</summary>
    public string Fate => Answers > 0 ? "answered" : Reason is null ? "delivered" : "dropped";
}
