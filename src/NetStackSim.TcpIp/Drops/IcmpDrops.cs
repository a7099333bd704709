using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>ICMP and neighbour discovery messages that are not acted upon.</summary>
internal static class IcmpDrops
{
    internal static readonly DropCause TooShort = Make(1, "TooShort", NetworkDrop.BadLength);
    internal static readonly DropCause BadChecksum = Make(2, "BadChecksum", NetworkDrop.BadChecksum);
    internal static readonly DropCause UnknownType = Make(3, "UnknownType", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause UnknownInformational = Make(4, "UnknownInformational", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause EchoToGroup = Make(5, "EchoToGroup", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause EchoReplyUnexpected = Make(6, "EchoReplyUnexpected", NetworkDrop.PortUnreachable);
    internal static readonly DropCause NotAnswered = Make(7, "NotAnswered", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause SourceQuench = Make(8, "SourceQuench", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause EchoAllocation = Make(9, "EchoAllocation", NetworkDrop.AllocationFailure);
    internal static readonly DropCause QuoteTooShort = Make(10, "QuoteTooShort", NetworkDrop.BadLength);
    internal static readonly DropCause QuoteNotOurs = Make(11, "QuoteNotOurs", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause QuoteIsFragment = Make(12, "QuoteIsFragment", NetworkDrop.MalformedHeader);
    internal static readonly DropCause QuoteUnknownProtocol = Make(13, "QuoteUnknownProtocol", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause PacketTooBigIgnored = Make(14, "PacketTooBigIgnored", NetworkDrop.MalformedHeader);
    internal static readonly DropCause RedirectRejected = Make(15, "RedirectRejected", NetworkDrop.SourceViolation);
    internal static readonly DropCause RedirectDisabled = Make(16, "RedirectDisabled", NetworkDrop.AdministrativelyProhibited);
    internal static readonly DropCause ErrorRateLimited = Make(17, "ErrorRateLimited", NetworkDrop.InspectionDrop, InspectionLayer.OutboundIcmpError);
    internal static readonly DropCause ErrorAllocation = Make(18, "ErrorAllocation", NetworkDrop.AllocationFailure, InspectionLayer.OutboundIcmpError);
    internal static readonly DropCause NdHopLimit = Make(19, "NdHopLimit", NetworkDrop.HopLimitExceeded);
    internal static readonly DropCause NdBadCode = Make(20, "NdBadCode", NetworkDrop.MalformedHeader);
    internal static readonly DropCause NdTooShort = Make(21, "NdTooShort", NetworkDrop.BadLength);
    internal static readonly DropCause NdOptionLengthZero = Make(22, "NdOptionLengthZero", NetworkDrop.MalformedHeader);
    internal static readonly DropCause NdOptionTruncated = Make(23, "NdOptionTruncated", NetworkDrop.BadLength);
    internal static readonly DropCause NdTargetIsGroup = Make(24, "NdTargetIsGroup", NetworkDrop.MalformedHeader);
    internal static readonly DropCause NdProbeDestination = Make(25, "NdProbeDestination", NetworkDrop.MalformedHeader);
    internal static readonly DropCause NdProbeWithLinkAddress = Make(26, "NdProbeWithLinkAddress", NetworkDrop.MalformedHeader);
    internal static readonly DropCause NdSolicitedToGroup = Make(27, "NdSolicitedToGroup", NetworkDrop.MalformedHeader);
    internal static readonly DropCause NdSourceNotLinkLocal = Make(28, "NdSourceNotLinkLocal", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause NdNotOurTarget = Make(29, "NdNotOurTarget", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause NdUnknownNeighbour = Make(30, "NdUnknownNeighbour", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause NdNoLinkAddress = Make(31, "NdNoLinkAddress", NetworkDrop.MalformedHeader);
    internal static readonly DropCause NdNotARouter = Make(32, "NdNotARouter", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause NdDuplicateAddress = Make(33, "NdDuplicateAddress", NetworkDrop.SourceViolation);
    internal static readonly DropCause NdRedirectInvalid = Make(34, "NdRedirectInvalid", NetworkDrop.SourceViolation);
    internal static readonly DropCause NdLinkAddressIsGroup = Make(35, "NdLinkAddressIsGroup", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause NdUnspecifiedWithLinkAddress = Make(36, "NdUnspecifiedWithLinkAddress", NetworkDrop.MalformedHeader);
    internal static readonly DropCause GroupManagementIgnored = Make(37, "GroupManagementIgnored", NetworkDrop.NotLocallyDestined);

    private static DropCause Make(ushort code, string name, DropReason discard, InspectionLayer layer = InspectionLayer.InboundNetwork) =>
        new(new DropReason(DropModule.Icmp, code, name), layer, discard);
}
