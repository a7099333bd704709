namespace NetStackSim.Wfp;

/// <summary>A question about a policy: what becomes of this connection or packet?</summary>
public sealed record FlowQuestion
{
    /// <summary>Whatever the asker wants back with the answer, as JSON text.</summary>
    public string Id { get; init; } = "null";

    /// <summary>True for traffic that leaves the host, or a connection that it opens.</summary>
    public bool IsOutbound { get; init; }

    /// <summary>True for the packet layers (<c>*_TRANSPORT</c>), false for the layers that authorise flows.</summary>
    public bool IsTransportStage { get; init; }

    /// <summary>True for IPv6.</summary>
    public bool IsV6 { get; init; }

    /// <summary>The values that are known, by field name without prefix; all other fields are empty.</summary>
    public IReadOnlyDictionary<string, FwpValue> Values { get; init; } = new Dictionary<string, FwpValue>();

    /// <summary>The layer that decides.</summary>
    public string LayerName => (IsTransportStage, IsOutbound) switch
    {
        (false, true) => "ALE_AUTH_CONNECT",
        (false, false) => "ALE_AUTH_RECV_ACCEPT",
        (true, true) => "OUTBOUND_TRANSPORT",
        _ => "INBOUND_TRANSPORT",
    } + (IsV6 ? "_V6" : "_V4");
}
