namespace NetStackSim.Packets.Capture;

/// <summary>One interface of a capture: an interface description block, or the whole of a classic file.</summary>
public sealed class CaptureInterface
{
    internal CaptureInterface(int id, LinkType linkType, uint snapLength)
    {
        Id = id;
        LinkType = linkType;
        SnapLength = snapLength;
    }

    /// <summary>The number of the interface in its section, from 0.</summary>
    public int Id { get; }

    /// <summary>What the first byte of its packets is.</summary>
    public LinkType LinkType { get; }

    /// <summary>The most bytes captured of a packet; 0 is no limit.</summary>
    public uint SnapLength { get; }

    /// <summary>The name (if_name), empty when there is none.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The description (if_description), empty when there is none.</summary>
    public string Description { get; internal set; } = "";

    /// <summary>Packets received, from a statistics block; null when there is none.</summary>
    public ulong? PacketsReceived { get; internal set; }

    /// <summary>Packets dropped, from a statistics block; null when there is none.</summary>
    public ulong? PacketsDropped { get; internal set; }

    internal TimestampResolution Resolution { get; set; } = TimestampResolution.Microseconds;

    internal long OffsetSeconds { get; set; }
}
