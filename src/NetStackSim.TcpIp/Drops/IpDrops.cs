using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Packets that IPv4 or IPv6 gives up on their way in, through, and out.</summary>
internal static class IpDrops
{
    internal static readonly DropCause HeaderTooShort = Make(1, "HeaderTooShort", NetworkDrop.BadLength);
    internal static readonly DropCause BadVersion = Make(2, "BadVersion", NetworkDrop.MalformedHeader);
    internal static readonly DropCause BadHeaderLength = Make(3, "BadHeaderLength", NetworkDrop.MalformedHeader);
    internal static readonly DropCause HeaderBeyondPacket = Make(4, "HeaderBeyondPacket", NetworkDrop.BadLength);
    internal static readonly DropCause BadHeaderChecksum = Make(5, "BadHeaderChecksum", NetworkDrop.BadChecksum);
    internal static readonly DropCause TotalLengthBelowHeader = Make(6, "TotalLengthBelowHeader", NetworkDrop.BadLength);
    internal static readonly DropCause LengthBeyondFrame = Make(7, "LengthBeyondFrame", NetworkDrop.BadLength);
    internal static readonly DropCause SourceIsBroadcast = Make(8, "SourceIsBroadcast", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause SourceIsMulticast = Make(9, "SourceIsMulticast", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause SourceIsLoopback = Make(10, "SourceIsLoopback", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause SourceIsReserved = Make(11, "SourceIsReserved", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause SourceIsThisNetwork = Make(12, "SourceIsThisNetwork", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause SourceIsUnspecified = Make(13, "SourceIsUnspecified", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause SourceIsMapped = Make(14, "SourceIsMapped", NetworkDrop.BadSourceAddress);
    internal static readonly DropCause SourceIsOurs = Make(15, "SourceIsOurs", NetworkDrop.SourceViolation);
    internal static readonly DropCause DestinationIsLoopback = Make(16, "DestinationIsLoopback", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause DestinationIsUnspecified = Make(17, "DestinationIsUnspecified", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause DestinationIsReserved = Make(18, "DestinationIsReserved", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause DestinationIsMapped = Make(19, "DestinationIsMapped", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause DestinationScopeReserved = Make(20, "DestinationScopeReserved", NetworkDrop.BeyondScope);
    internal static readonly DropCause DestinationScopeInterface = Make(21, "DestinationScopeInterface", NetworkDrop.BeyondScope);
    internal static readonly DropCause DestinationIsTentative = Make(22, "DestinationIsTentative", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause LinkBroadcastToUnicast = Make(23, "LinkBroadcastToUnicast", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause NotLocallyDestined = Make(24, "NotLocallyDestined", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause GroupNotJoined = Make(25, "GroupNotJoined", NetworkDrop.NotLocallyDestined);
    internal static readonly DropCause OptionMalformed = Make(26, "OptionMalformed", NetworkDrop.MalformedHeader);
    internal static readonly DropCause SourceRouted = Make(27, "SourceRouted", NetworkDrop.AdministrativelyProhibited);
    internal static readonly DropCause ExtensionTruncated = Make(28, "ExtensionTruncated", NetworkDrop.ExtensionHeadersFailure);
    internal static readonly DropCause HopByHopMisplaced = Make(29, "HopByHopMisplaced", NetworkDrop.ExtensionHeadersFailure);
    internal static readonly DropCause TooManyExtensions = Make(30, "TooManyExtensions", NetworkDrop.ExtensionHeadersFailure);
    internal static readonly DropCause OptionTruncated = Make(31, "OptionTruncated", NetworkDrop.ExtensionHeadersFailure);
    internal static readonly DropCause OptionUnknownDiscard = Make(32, "OptionUnknownDiscard", NetworkDrop.ExtensionHeadersFailure);
    internal static readonly DropCause OptionUnknownReport = Make(33, "OptionUnknownReport", NetworkDrop.ExtensionHeadersFailure);
    internal static readonly DropCause Jumbogram = Make(34, "Jumbogram", NetworkDrop.ExtensionHeadersFailure);
    internal static readonly DropCause RoutingTypeUnknown = Make(35, "RoutingTypeUnknown", NetworkDrop.ExtensionHeadersFailure);
    internal static readonly DropCause NoNextHeader = Make(36, "NoNextHeader", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause UnknownNextHeader = Make(37, "UnknownNextHeader", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause ProtocolUnreachable = Make(38, "ProtocolUnreachable", NetworkDrop.ProtocolUnreachable);
    internal static readonly DropCause FragmentMisaligned = Make(39, "FragmentMisaligned", NetworkDrop.BadLength);
    internal static readonly DropCause FragmentTooLong = Make(40, "FragmentTooLong", NetworkDrop.BadLength);
    internal static readonly DropCause FragmentEmpty = Make(41, "FragmentEmpty", NetworkDrop.BadLength);
    internal static readonly DropCause FragmentTiny = Make(42, "FragmentTiny", NetworkDrop.FirstFragmentIncomplete);
    internal static readonly DropCause FragmentOverlap = Make(43, "FragmentOverlap", NetworkDrop.MalformedHeader);
    internal static readonly DropCause FragmentDuplicate = Make(44, "FragmentDuplicate", NetworkDrop.MalformedHeader);
    internal static readonly DropCause FragmentBeyondEnd = Make(45, "FragmentBeyondEnd", NetworkDrop.MalformedHeader);
    internal static readonly DropCause FragmentEndsDiffer = Make(46, "FragmentEndsDiffer", NetworkDrop.MalformedHeader);
    internal static readonly DropCause FragmentOfBadDatagram = Make(47, "FragmentOfBadDatagram", NetworkDrop.MalformedHeader);
    internal static readonly DropCause FragmentTooMany = Make(48, "FragmentTooMany", NetworkDrop.BufferLengthExceeded);
    internal static readonly DropCause FragmentEcnMixed = Make(49, "FragmentEcnMixed", NetworkDrop.MalformedHeader);
    internal static readonly DropCause FragmentChainIncomplete = Make(50, "FragmentChainIncomplete", NetworkDrop.FirstFragmentIncomplete);
    internal static readonly DropCause ReassemblyTimeout = Make(51, "ReassemblyTimeout", NetworkDrop.BufferLengthExceeded);
    internal static readonly DropCause ReassemblyLimit = Make(52, "ReassemblyLimit", NetworkDrop.BufferLengthExceeded);
    internal static readonly DropCause ReassemblyAllocation = Make(53, "ReassemblyAllocation", NetworkDrop.AllocationFailure);
    internal static readonly DropCause ReassemblyShutdown = Make(54, "ReassemblyShutdown", NetworkDrop.BufferLengthExceeded);
    internal static readonly DropCause FragmentOfNeighbourDiscovery = Make(55, "FragmentOfNeighbourDiscovery", NetworkDrop.MalformedHeader);
    internal static readonly DropCause HopLimitExceeded = Make(56, "HopLimitExceeded", NetworkDrop.HopLimitExceeded, InspectionLayer.Forward);
    internal static readonly DropCause ForwardNoRoute = Make(57, "ForwardNoRoute", NetworkDrop.NoRoute, InspectionLayer.Forward);
    internal static readonly DropCause ForwardTooBig = Make(58, "ForwardTooBig", NetworkDrop.DontFragmentMtuExceeded, InspectionLayer.Forward);
    internal static readonly DropCause ForwardBeyondScope = Make(59, "ForwardBeyondScope", NetworkDrop.BeyondScope, InspectionLayer.Forward);
    internal static readonly DropCause ForwardMartian = Make(60, "ForwardMartian", NetworkDrop.BadSourceAddress, InspectionLayer.Forward);
    internal static readonly DropCause ForwardGroupFrame = Make(61, "ForwardGroupFrame", NetworkDrop.NotLocallyDestined, InspectionLayer.Forward);
    internal static readonly DropCause ForwardAllocation = Make(62, "ForwardAllocation", NetworkDrop.AllocationFailure, InspectionLayer.Forward);
    internal static readonly DropCause SendNoRoute = Make(63, "SendNoRoute", NetworkDrop.NoRoute, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause SendNoSource = Make(64, "SendNoSource", NetworkDrop.AddressUnreachable, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause SendTooBig = Make(65, "SendTooBig", NetworkDrop.DontFragmentMtuExceeded, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause SendTooLong = Make(66, "SendTooLong", NetworkDrop.BufferLengthExceeded, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause SendAllocation = Make(67, "SendAllocation", NetworkDrop.AllocationFailure, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause SendInterfaceDown = Make(68, "SendInterfaceDown", NetworkDrop.AddressUnreachable, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause SendIpsecFailed = Make(69, "SendIpsecFailed", NetworkDrop.IpsecFailure, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause NeighbourUnresolved = Make(70, "NeighbourUnresolved", NetworkDrop.AddressResolutionTimeout, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause NeighbourQueueFull = Make(71, "NeighbourQueueFull", NetworkDrop.AddressResolutionFailure, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause NeighbourCacheFull = Make(72, "NeighbourCacheFull", NetworkDrop.AddressResolutionFailure, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause LoopbackAllocation = Make(73, "LoopbackAllocation", NetworkDrop.AllocationFailure, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause InjectionRefused = Make(74, "InjectionRefused", NetworkDrop.MalformedHeader);
    internal static readonly DropCause ForwardDirectedBroadcast = Make(75, "ForwardDirectedBroadcast", NetworkDrop.NotLocallyDestined, InspectionLayer.Forward);

    internal static readonly DropCause ForwardGroupTimeout = Make(76, "ForwardGroupTimeout", NetworkDrop.FirstFragmentIncomplete, InspectionLayer.Forward);
    internal static readonly DropCause ForwardGroupOverlap = Make(77, "ForwardGroupOverlap", NetworkDrop.MalformedHeader, InspectionLayer.Forward);
    internal static readonly DropCause ForwardGroupLimit = Make(78, "ForwardGroupLimit", NetworkDrop.BufferLengthExceeded, InspectionLayer.Forward);

    private static DropCause Make(ushort code, string name, DropReason discard, InspectionLayer layer = InspectionLayer.InboundNetwork) =>
        new(new DropReason(DropModule.Ip, code, name), layer, discard);
}
