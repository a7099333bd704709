namespace NetStackSim.Kernel;

/// <summary>Drop reasons of the IP layer, with the numbers of FWPS_DISCARD_MODULE_NETWORK.</summary>
public static class NetworkDrop
{
    /// <summary>Code 1. Bad source address.</summary>
    public static DropReason BadSourceAddress => new(DropModule.Network, 1, nameof(BadSourceAddress));

    /// <summary>Code 2. Not an address of this host, and the interface does not forward.</summary>
    public static DropReason NotLocallyDestined => new(DropModule.Network, 2, nameof(NotLocallyDestined));

    /// <summary>Code 3. Protocol unreachable.</summary>
    public static DropReason ProtocolUnreachable => new(DropModule.Network, 3, nameof(ProtocolUnreachable));

    /// <summary>Code 4. Port unreachable.</summary>
    public static DropReason PortUnreachable => new(DropModule.Network, 4, nameof(PortUnreachable));

    /// <summary>Code 5. A length field does not fit the packet.</summary>
    public static DropReason BadLength => new(DropModule.Network, 5, nameof(BadLength));

    /// <summary>Code 6. Malformed header.</summary>
    public static DropReason MalformedHeader => new(DropModule.Network, 6, nameof(MalformedHeader));

    /// <summary>Code 7. No route to the destination.</summary>
    public static DropReason NoRoute => new(DropModule.Network, 7, nameof(NoRoute));

    /// <summary>Code 8. Beyond scope.</summary>
    public static DropReason BeyondScope => new(DropModule.Network, 8, nameof(BeyondScope));

    /// <summary>Code 9. An inspection dropped the packet; no ICMP error is sent.</summary>
    public static DropReason InspectionDrop => new(DropModule.Network, 9, nameof(InspectionDrop));

    /// <summary>Code 10. Too many decapsulations.</summary>
    public static DropReason TooManyDecapsulations => new(DropModule.Network, 10, nameof(TooManyDecapsulations));

    /// <summary>Code 11. Administratively prohibited; an ICMP error is sent.</summary>
    public static DropReason AdministrativelyProhibited => new(DropModule.Network, 11, nameof(AdministrativelyProhibited));

    /// <summary>Code 12. Bad checksum.</summary>
    public static DropReason BadChecksum => new(DropModule.Network, 12, nameof(BadChecksum));

    /// <summary>Code 13. First fragment incomplete.</summary>
    public static DropReason FirstFragmentIncomplete => new(DropModule.Network, 13, nameof(FirstFragmentIncomplete));

    /// <summary>Code 14. Header not contiguous.</summary>
    public static DropReason HeaderNotContiguous => new(DropModule.Network, 14, nameof(HeaderNotContiguous));

    /// <summary>Code 15. Header not aligned.</summary>
    public static DropReason HeaderNotAligned => new(DropModule.Network, 15, nameof(HeaderNotAligned));

    /// <summary>Code 127. Receive path max.</summary>
    public static DropReason ReceivePathMax => new(DropModule.Network, 127, nameof(ReceivePathMax));

    /// <summary>Code 128. TTL or hop limit used up.</summary>
    public static DropReason HopLimitExceeded => new(DropModule.Network, 128, nameof(HopLimitExceeded));

    /// <summary>Code 129. Address unreachable.</summary>
    public static DropReason AddressUnreachable => new(DropModule.Network, 129, nameof(AddressUnreachable));

    /// <summary>Code 130. Rsc packet.</summary>
    public static DropReason RscPacket => new(DropModule.Network, 130, nameof(RscPacket));

    /// <summary>Code 131. Source violation.</summary>
    public static DropReason SourceViolation => new(DropModule.Network, 131, nameof(SourceViolation));

    /// <summary>Code 255. Forward path max.</summary>
    public static DropReason ForwardPathMax => new(DropModule.Network, 255, nameof(ForwardPathMax));

    /// <summary>Code 256. Arbitration unhandled.</summary>
    public static DropReason ArbitrationUnhandled => new(DropModule.Network, 256, nameof(ArbitrationUnhandled));

    /// <summary>Code 257. Inspection absorb.</summary>
    public static DropReason InspectionAbsorb => new(DropModule.Network, 257, nameof(InspectionAbsorb));

    /// <summary>Code 258. Dont fragment mtu exceeded.</summary>
    public static DropReason DontFragmentMtuExceeded => new(DropModule.Network, 258, nameof(DontFragmentMtuExceeded));

    /// <summary>Code 259. Buffer length exceeded.</summary>
    public static DropReason BufferLengthExceeded => new(DropModule.Network, 259, nameof(BufferLengthExceeded));

    /// <summary>Code 260. Address resolution timeout.</summary>
    public static DropReason AddressResolutionTimeout => new(DropModule.Network, 260, nameof(AddressResolutionTimeout));

    /// <summary>Code 261. Address resolution failure.</summary>
    public static DropReason AddressResolutionFailure => new(DropModule.Network, 261, nameof(AddressResolutionFailure));

    /// <summary>Code 262. Ipsec failure.</summary>
    public static DropReason IpsecFailure => new(DropModule.Network, 262, nameof(IpsecFailure));

    /// <summary>Code 263. Extension headers failure.</summary>
    public static DropReason ExtensionHeadersFailure => new(DropModule.Network, 263, nameof(ExtensionHeadersFailure));

    /// <summary>Code 264. Allocation failure.</summary>
    public static DropReason AllocationFailure => new(DropModule.Network, 264, nameof(AllocationFailure));

    /// <summary>Code 265. A client of the IP service provider interface dropped it.</summary>
    public static DropReason IpsnpiClientDrop => new(DropModule.Network, 265, nameof(IpsnpiClientDrop));

    /// <summary>Code 266. An offload that is not supported.</summary>
    public static DropReason UnsupportedOffload => new(DropModule.Network, 266, nameof(UnsupportedOffload));

    /// <summary>Code 267. Routing failed.</summary>
    public static DropReason RoutingFailure => new(DropModule.Network, 267, nameof(RoutingFailure));

    /// <summary>Code 268. Ancillary data could not be made.</summary>
    public static DropReason AncillaryDataFailure => new(DropModule.Network, 268, nameof(AncillaryDataFailure));

    /// <summary>Code 269. Raw data could not be made.</summary>
    public static DropReason RawDataFailure => new(DropModule.Network, 269, nameof(RawDataFailure));

    /// <summary>Code 270. The state of a session did not allow it.</summary>
    public static DropReason SessionStateFailure => new(DropModule.Network, 270, nameof(SessionStateFailure));
}
