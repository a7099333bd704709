using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>What a filter dropped or allowed. A field that the layer does not have is null.</summary>
[WindowsDdi("FWPM_NET_EVENT5")]
[WindowsDdi("FWPM_NET_EVENT_HEADER3")]
[WindowsDdi("FWPM_NET_EVENT_CLASSIFY_DROP2")]
[WindowsDdi("FWPM_NET_EVENT_CLASSIFY_ALLOW0")]
[WindowsDdi("FWPM_NET_EVENT_CAPABILITY_DROP0")]
[WindowsDdi("FWPM_NET_EVENT_CAPABILITY_ALLOW0")]
public sealed record NetEvent
{
    /// <summary>When, in nanoseconds of virtual time.</summary>
    public required long TimeNs { get; init; }

    /// <summary>What happened.</summary>
    public required NetEventType Type { get; init; }

    /// <summary>Direction of the packet or request.</summary>
    public required NetEventDirection Direction { get; init; }

    /// <summary>Which fields of the header are set.</summary>
    public NetEventFlags Flags => FlagsOf();

    /// <summary>The IP version; for a layer below IP, which has none, IPv4 (see <see cref="Mac"/>).</summary>
    public required IpFamily Family { get; init; }

    /// <summary>The IP protocol.</summary>
    public byte? Protocol { get; init; }

    /// <summary>The local address; for a forwarded packet its source.</summary>
    public IpAddress? LocalAddress { get; init; }

    /// <summary>The local port; for ICMP the type.</summary>
    public ushort? LocalPort { get; init; }

    /// <summary>The remote address; for a forwarded packet its destination.</summary>
    public IpAddress? RemoteAddress { get; init; }

    /// <summary>The remote port; for ICMP the code.</summary>
    public ushort? RemotePort { get; init; }

    /// <summary>The application.</summary>
    public FwpBlob? AppId { get; init; }

    /// <summary>The user.</summary>
    public Sid? User { get; init; }

    /// <summary>The app container.</summary>
    public Sid? Package { get; init; }

    /// <summary>Scope of the addresses: the interface of a link-local IPv6 address; 0 for all others.</summary>
    public uint ScopeId { get; init; }

    /// <summary>Name of the peer that the traffic counts for; empty when the layer does not tell.</summary>
    public string EffectiveName { get; init; } = string.Empty;

    /// <summary>The interface by which the traffic came or goes; 0 when the layer does not tell.</summary>
    public uint InterfaceIndex { get; init; }

    /// <summary>The frame of a layer below IP; null for all others.</summary>
    public NetEventMac? Mac { get; init; }

    /// <summary>The virtual switch; null elsewhere.</summary>
    public FwpBlob? VSwitch { get; init; }

    /// <summary>Which capability was missing, or allowed; null for events that are not about one.</summary>
    public NetworkCapability? Capability { get; init; }

    /// <summary>The filter that decided; 0 when no filter did.</summary>
    public ulong FilterId { get; init; }

    /// <summary>The filter's key; all zero when no filter decided.</summary>
    public Guid FilterKey { get; init; }

    /// <summary>The filter's name; empty when no filter decided.</summary>
    public string FilterName { get; init; } = string.Empty;

    /// <summary>Run-time id of the layer.</summary>
    public ushort LayerId { get; init; }

    /// <summary>Why the flow was authorised again; 0 when it was not.</summary>
    public uint ReauthReason { get; init; }

    /// <summary>The profile under which the flow was first authorised; 0 when the layer does not tell.</summary>
    public uint OriginalProfile { get; init; }

    /// <summary>The profile now; 0 when the layer does not tell.</summary>
    public uint CurrentProfile { get; init; }

    /// <summary>True for traffic of the host with itself.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>The filter that ended each sublayer, heaviest sublayer first.</summary>
    public IReadOnlyList<NetEventTermination> Terminating { get; init; } = [];

    /// <summary>Who made the filter: its provider, or its name when it has none; empty when no filter decided.</summary>
    public string FilterOrigin { get; init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Type} {Direction} {Protocol} {LocalAddress}:{LocalPort} {RemoteAddress}:{RemotePort} by filter {FilterId} \"{FilterName}\" at layer {LayerId}";

    private NetEventFlags FlagsOf()
    {
        NetEventFlags flags = Mac is null ? NetEventFlags.IpVersion : NetEventFlags.None;
        flags |= Protocol is null ? 0 : NetEventFlags.IpProtocol;
        flags |= LocalAddress is null ? 0 : NetEventFlags.LocalAddress;
        flags |= RemoteAddress is null ? 0 : NetEventFlags.RemoteAddress;
        flags |= LocalPort is null ? 0 : NetEventFlags.LocalPort;
        flags |= RemotePort is null ? 0 : NetEventFlags.RemotePort;
        flags |= AppId is null ? 0 : NetEventFlags.AppId;
        flags |= User is null ? 0 : NetEventFlags.UserId;
        flags |= ScopeId == 0 ? 0 : NetEventFlags.ScopeId;
        flags |= ReauthReason == 0 ? 0 : NetEventFlags.ReauthReason;
        flags |= Package is null ? 0 : NetEventFlags.PackageId;
        return flags | (EffectiveName.Length == 0 ? 0 : NetEventFlags.EffectiveName);
    }
}
