using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>A packet that wakes the system (NDIS_PM_WOL_PATTERN).</summary>
[WindowsDdi("NDIS_PM_WOL_PATTERN")]
public sealed record WakePattern
{
    /// <summary>NDIS_PM_WOL_PRIORITY_NORMAL; a lower number is more important.</summary>
    public const uint NormalPriority = 0x1000_0000;

    /// <summary>Identifier, unique in the adapter.</summary>
    public uint PatternId { get; init; }

    /// <summary>What it looks for.</summary>
    public WakePatternType Type { get; init; }

    /// <summary>Which pattern goes when the adapter cannot hold all: the one with the greatest number.</summary>
    public uint Priority { get; init; } = NormalPriority;

    /// <summary>A name for reports.</summary>
    public string FriendlyName { get; init; } = string.Empty;

    /// <summary>Bitmap: one bit for each byte of <see cref="Pattern"/>, lowest bit first; a byte without its bit may be anything.</summary>
    public ReadOnlyMemory<byte> Mask { get; init; }

    /// <summary>Bitmap: the bytes, from the start of the frame.</summary>
    public ReadOnlyMemory<byte> Pattern { get; init; }

    /// <summary>SYN: the source address; unspecified for any.</summary>
    public IpAddress SourceAddress { get; init; }

    /// <summary>SYN: the destination address; unspecified for any.</summary>
    public IpAddress DestinationAddress { get; init; }

    /// <summary>SYN: the source port; 0 for any.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>SYN: the destination port; 0 for any.</summary>
    public ushort DestinationPort { get; init; }
}
