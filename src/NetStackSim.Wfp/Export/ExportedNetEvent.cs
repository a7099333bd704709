namespace NetStackSim.Wfp;

/// <summary>A net event of an export (<c>FWPM_NET_EVENT5</c>): what was dropped or allowed, and by which filter.</summary>
public sealed record ExportedNetEvent
{
    /// <summary>When, as the file says it.</summary>
    public string TimeStamp { get; init; } = string.Empty;

    /// <summary>The type's symbol without <c>FWPM_NET_EVENT_TYPE_</c>.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>The direction's symbol without <c>MS_FWP_DIRECTION_</c>; empty when the event has none.</summary>
    public string Direction { get; init; } = string.Empty;

    /// <summary>The IP protocol; null when the event has none.</summary>
    public byte? Protocol { get; init; }

    /// <summary>The local address; empty when the event has none.</summary>
    public string LocalAddress { get; init; } = string.Empty;

    /// <summary>The local port; null when the event has none.</summary>
    public ushort? LocalPort { get; init; }

    /// <summary>The remote address; empty when the event has none.</summary>
    public string RemoteAddress { get; init; } = string.Empty;

    /// <summary>The remote port; null when the event has none.</summary>
    public ushort? RemotePort { get; init; }

    /// <summary>The application; empty when the event has none.</summary>
    public string App { get; init; } = string.Empty;

    /// <summary>The user's SID; empty when the event has none.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>The filter that decided; null when the event has none.</summary>
    public ulong? FilterId { get; init; }

    /// <summary>The run-time id of the layer; null when the event has none.</summary>
    public ushort? LayerId { get; init; }

    /// <summary>True for traffic that never left the machine.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>Who made the filter, as newer builds say; else empty.</summary>
    public string FilterOrigin { get; init; } = string.Empty;

    /// <summary>The filter that ended each sublayer, in the event's order.</summary>
    public IReadOnlyList<NetEventTermination> Terminating { get; init; } = [];

    /// <summary>The line of the file at which the event starts.</summary>
    public int Line { get; init; }
}
