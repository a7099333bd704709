using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Frames that the link layer gives up: Ethernet, VLAN, LLC and ARP.</summary>
internal static class LinkDrops
{
    internal static readonly DropCause FrameTooShort = Make(1, "FrameTooShort", NetworkDrop.BadLength);
    internal static readonly DropCause InvalidEtherType = Make(2, "InvalidEtherType", NetworkDrop.MalformedHeader);
    internal static readonly DropCause UnknownEtherType = Make(3, "UnknownEtherType", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause UnknownLlc = Make(4, "UnknownLlc", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause LlcTruncated = Make(5, "LlcTruncated", NetworkDrop.BadLength);
    internal static readonly DropCause VlanTruncated = Make(6, "VlanTruncated", NetworkDrop.BadLength);
    internal static readonly DropCause VlanReserved = Make(7, "VlanReserved", NetworkDrop.MalformedHeader);
    internal static readonly DropCause VlanNotOurs = Make(8, "VlanNotOurs", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause SourceIsGroup = Make(9, "SourceIsGroup", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause NotRunning = Make(10, "NotRunning", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause CopyFailed = Make(11, "CopyFailed", NetworkDrop.AllocationFailure);
    internal static readonly DropCause FamilyDisabled = Make(12, "FamilyDisabled", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause ArpTooShort = Make(13, "ArpTooShort", NetworkDrop.BadLength);
    internal static readonly DropCause ArpBadType = Make(14, "ArpBadType", NetworkDrop.MalformedHeader);
    internal static readonly DropCause ArpBadLength = Make(15, "ArpBadLength", NetworkDrop.MalformedHeader);
    internal static readonly DropCause ArpBadOperation = Make(16, "ArpBadOperation", NetworkDrop.MalformedHeader);
    internal static readonly DropCause ArpSenderIsGroup = Make(17, "ArpSenderIsGroup", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause ArpSenderAddressInvalid = Make(18, "ArpSenderAddressInvalid", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause ArpAddressConflict = Make(19, "ArpAddressConflict", NetworkDrop.SourceViolation);
    internal static readonly DropCause ArpNotForUs = Make(20, "ArpNotForUs", NetworkDrop.NotLocallyDestined);

    internal static readonly DropCause NotForUs = Make(21, "NotForUs", NetworkDrop.NotLocallyDestined);

    // Frames are shown at the link layers alone, which have no discard twin.
    private static DropCause Make(ushort code, string name, DropReason discard) =>
        new(new DropReason(DropModule.Ethernet, code, name), InspectionLayer.InboundFrame, discard);
}
