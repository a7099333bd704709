using NetStackSim.Packets.Capture;

namespace NetStackSim.Wfp.Shims;

/// <summary>How a captured packet is meant.</summary>
public sealed record PacketQuestion
{
    /// <summary>True when the host receives it, false when it sends it; null takes it from the addresses: what has our source and not our destination goes out.</summary>
    public bool? IsInbound { get; init; }

    /// <summary>What the bytes begin with: Ethernet, or an IP header.</summary>
    public LinkType LinkType { get; init; } = LinkType.Ethernet;

    /// <summary>The interface; 0 for the one that has the local address, or the host's first.</summary>
    public uint InterfaceIndex { get; init; }

    /// <summary>What callouts, which are not called, are taken to say.</summary>
    public CalloutAssumption Callouts { get; init; } = CalloutAssumption.AsRegistered;
}
