namespace NetStackSim.Packets.Capture;

/// <summary>What the section header of a written capture says, and how the writer treats its stream.</summary>
/// <remarks>Nothing is filled in by itself: a file must not depend on the machine or the time of day.</remarks>
public sealed record PcapngWriterOptions
{
    /// <summary>The hardware (shb_hardware); null writes none.</summary>
    public string? Hardware { get; init; }

    /// <summary>The operating system (shb_os); null writes none.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>The program that writes (shb_userappl); null writes none.</summary>
    public string? Application { get; init; } = "NetStackSim";

    /// <summary>A comment on the whole file; null writes none.</summary>
    public string? Comment { get; init; }

    /// <summary>True leaves the stream open when the writer is disposed.</summary>
    public bool LeaveOpen { get; init; }

    /// <summary>Bytes collected before the stream is written to; at least 512 KiB are always used.</summary>
    public int BufferSize { get; init; } = 1 << 20;
}
