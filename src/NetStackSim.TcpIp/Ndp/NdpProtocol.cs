using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Neighbour discovery on one interface (RFC 4861, host part): resolution, unreachability detection, duplicate addresses (RFC 4862), redirects.</summary>
internal sealed class NdpProtocol : INeighbourDiscovery, IAddressProbe
{
    private const byte RequiredHopLimit = 255;
    private const int MaximumMessage = IPv6Header.MinimumMtu;

    private readonly TcpIpStack _stack;
    private readonly IpInterface _interface;
    private readonly NdpSender _sender;

    internal NdpProtocol(TcpIpStack stack, IpInterface owner)
    {
        _stack = stack;
        _interface = owner;
        _sender = new NdpSender(stack, owner);
    }

    /// <summary>Acts on a message of type 133 to 137 whose checksum is right. The list stays the caller's.</summary>
    /// <param name="list">Data starts at the ICMPv6 header.</param>
    /// <returns>Why it was not acted upon, or null.</returns>
    internal DropCause? Receive(NetBufferList list)
    {
        ref NetworkLayerInfo network = ref list.Network;
        if (network.HopLimit != RequiredHopLimit)
        {
            return IcmpDrops.NdHopLimit;
        }

        if ((network.Flags & (NetworkFlags.Reassembled | NetworkFlags.AtomicFragment)) != 0)
        {
            return IpDrops.FragmentOfNeighbourDiscovery;
        }

        Span<byte> scratch = stackalloc byte[MaximumMessage];
        int length = Math.Min(list.FirstNetBuffer.DataLength, scratch.Length);
        list.FirstNetBuffer.TryGetContiguous(length, scratch, out ReadOnlySpan<byte> message);
        return message[1] != 0 ? IcmpDrops.NdBadCode : (Icmp6Type)message[0] switch
        {
            Icmp6Type.NeighborSolicitation => OnSolicitation(message, network),
            Icmp6Type.NeighborAdvertisement => OnAdvertisement(message, network),
            Icmp6Type.Redirect => OnRedirect(message, network),
            Icmp6Type.RouterAdvertisement => OnRouterAdvertisement(message, network),
            _ => OnRouterSolicitation(message, network),
        };
    }

    /// <summary>Tells the sender of a packet that we forward that its next hop is on its own link.</summary>
    /// <param name="packet">Data at the IP header.</param>
    /// <param name="path">Where it goes.</param>
    internal void SendRedirect(NetBufferList packet, IpPath path)
    {
        // A router is named by its link-local address; hosts believe redirects from link-local addresses only (RFC 4861 section 8.1).
        bool nameable = path.NextHop == path.Destination || path.NextHop.IsLinkLocal;
        foreach (InterfaceAddress candidate in _interface.Addresses)
        {
            if (nameable && candidate.IsUsable && candidate.Address.IsV6 && candidate.Address.IsLinkLocal)
            {
                _sender.Redirect(candidate.Address, packet, path);
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Solicit(Neighbour neighbour, bool unicast)
    {
        if (!SourceAddressSelection.TrySelect(neighbour.Address, _interface, out IpAddress source))
        {
            return;
        }

        if (unicast)
        {
            _sender.Solicit(source, neighbour.Address, neighbour.Address, neighbour.LinkAddress, withLinkAddress: true);
        }
        else
        {
            _sender.Solicit(source, neighbour.Address.SolicitedNode(), neighbour.Address, MacAddress.None, withLinkAddress: true);
        }
    }

    /// <inheritdoc/>
    public void Probe(InterfaceAddress address) =>
        _sender.Solicit(IpAddress.AnyV6, address.Address.SolicitedNode(), address.Address, MacAddress.None, withLinkAddress: false);

    /// <inheritdoc/>
    /// <remarks>A new address is not announced in IPv6; only a changed link address is (RFC 4861 section 7.2.6).</remarks>
    public void Announce(InterfaceAddress address)
    {
    }

    private static DropCause? CheckOptions(ReadOnlySpan<byte> options)
    {
        NdOptionReader reader = new(options);
        while (reader.MoveNext())
        {
        }

        if (!reader.IsMalformed)
        {
            return null;
        }

        // A length of zero is hostile, one that runs past the end may just be cut.
        int offset = 0;
        while (offset + 1 < options.Length && options[offset + 1] != 0)
        {
            offset += options[offset + 1] * 8;
        }

        return offset + 1 < options.Length ? IcmpDrops.NdOptionLengthZero : IcmpDrops.NdOptionTruncated;
    }

    private static bool TryGetLinkAddress(ReadOnlySpan<byte> options, NdOptionType type, out MacAddress address)
    {
        address = default;
        return NdOptionReader.TryFind(options, type, out NdOption option) && option.TryGetLinkLayerAddress(out address);
    }

    // RFC 4861 sections 7.1.1 and 7.2.3.
    private DropCause? OnSolicitation(ReadOnlySpan<byte> message, in NetworkLayerInfo network)
    {
        if (!NeighborSolicitation.TryParse(message, out NeighborSolicitation solicitation))
        {
            return IcmpDrops.NdTooShort;
        }

        IpAddress target = solicitation.Target;
        DropCause? wrong = CheckOptions(solicitation.OptionBytes) ?? (target.IsMulticast ? IcmpDrops.NdTargetIsGroup : null);
        if (wrong is not null)
        {
            return wrong;
        }

        bool isProbe = network.Source.IsUnspecified;
        bool hasAddress = TryGetLinkAddress(solicitation.OptionBytes, NdOptionType.SourceLinkLayerAddress, out MacAddress sender);
        if (isProbe && !network.Destination.IsSolicitedNode)
        {
            return IcmpDrops.NdProbeDestination;
        }

        if (isProbe && hasAddress)
        {
            return IcmpDrops.NdProbeWithLinkAddress;
        }

        if (hasAddress && !IsUsable(sender))
        {
            return IcmpDrops.NdLinkAddressIsGroup;
        }

        InterfaceAddress? ours = _interface.FindAddress(target);
        if (ours is { State: DadState.Tentative } && isProbe)
        {
            // RFC 4862 section 5.4.3: somebody else is checking the same address at the same time.
            _stack.OnAddressDuplicate(ours);
            return IcmpDrops.NdDuplicateAddress;
        }

        if (ours is not { IsUsable: true })
        {
            return IcmpDrops.NdNotOurTarget;
        }

        Reply(target, network.Source, isProbe, hasAddress, sender);
        return null;
    }

    private void Reply(in IpAddress target, in IpAddress asker, bool isProbe, bool hasAddress, MacAddress linkAddress)
    {
        bool isRouter = _interface.V6.Forwarding;
        if (isProbe)
        {
            _sender.Advertise(target, IpAddress.AllNodesV6, target, MacAddress.None, isRouter, solicited: false);
            return;
        }

        Neighbour neighbour = _interface.V6.Neighbours!.GetOrAdd(asker);
        if (hasAddress)
        {
            neighbour.Learn(linkAddress);
        }

        if (neighbour.LinkAddress != MacAddress.None)
        {
            _sender.Advertise(target, asker, target, neighbour.LinkAddress, isRouter, solicited: true);
        }
    }

    // RFC 4861 sections 7.1.2 and 7.2.5.
    private DropCause? OnAdvertisement(ReadOnlySpan<byte> message, in NetworkLayerInfo network)
    {
        if (!NeighborAdvertisement.TryParse(message, out NeighborAdvertisement advertisement))
        {
            return IcmpDrops.NdTooShort;
        }

        IpAddress target = advertisement.Target;
        DropCause? wrong = CheckOptions(advertisement.OptionBytes)
            ?? (target.IsMulticast ? IcmpDrops.NdTargetIsGroup
                : network.Destination.IsMulticast && advertisement.IsSolicited ? IcmpDrops.NdSolicitedToGroup : null);
        if (wrong is not null)
        {
            return wrong;
        }

        if (_interface.FindAddress(target) is { } ours)
        {
            _stack.OnAddressDuplicate(ours);
            return IcmpDrops.NdDuplicateAddress;
        }

        Neighbour? neighbour = _interface.V6.Neighbours!.Find(target);
        if (neighbour is null)
        {
            return IcmpDrops.NdUnknownNeighbour;
        }

        bool hasAddress = TryGetLinkAddress(advertisement.OptionBytes, NdOptionType.TargetLinkLayerAddress, out MacAddress linkAddress);
        return hasAddress && !IsUsable(linkAddress)
            ? IcmpDrops.NdLinkAddressIsGroup
            : Update(neighbour, advertisement, hasAddress, linkAddress);
    }

    private static bool IsUsable(MacAddress linkAddress) => !linkAddress.IsMulticast && linkAddress != MacAddress.None;

    private static DropCause? Update(Neighbour neighbour, in NeighborAdvertisement advertisement, bool hasAddress, MacAddress linkAddress)
    {
        // An entry whose resolution failed has no link address either, whatever its state is called.
        NeighbourState state = neighbour.State;
        bool isUnresolved = state is NeighbourState.Incomplete or NeighbourState.None || neighbour.LinkAddress == MacAddress.None;
        if (isUnresolved && !hasAddress)
        {
            return IcmpDrops.NdNoLinkAddress;
        }

        if (state == NeighbourState.None)
        {
            return IcmpDrops.NdUnknownNeighbour;
        }

        if (!isUnresolved && hasAddress && linkAddress != neighbour.LinkAddress && !advertisement.IsOverride)
        {
            neighbour.Contradict();
            return null;
        }

        MacAddress address = hasAddress ? linkAddress : neighbour.LinkAddress;
        neighbour.IsRouter = advertisement.IsRouter;
        if (advertisement.IsSolicited)
        {
            neighbour.Confirm(address);
        }
        else
        {
            neighbour.Learn(address);
        }

        return null;
    }

    // RFC 4861 sections 8.1 and 8.3.
    private DropCause? OnRedirect(ReadOnlySpan<byte> message, in NetworkLayerInfo network)
    {
        if (!RedirectMessage.TryParse(message, out RedirectMessage redirect))
        {
            return IcmpDrops.NdTooShort;
        }

        IpAddress target = redirect.Target;
        IpAddress destination = redirect.Destination;
        bool legal = network.Source.IsLinkLocal && !destination.IsMulticast && (target.IsLinkLocal || target == destination);
        DropCause? wrong = CheckOptions(redirect.OptionBytes)
            ?? (legal ? RedirectRules.Accept(_stack.V6, _interface, network.Source, destination, target) : IcmpDrops.NdRedirectInvalid);
        if (wrong is null && TryGetLinkAddress(redirect.OptionBytes, NdOptionType.TargetLinkLayerAddress, out MacAddress linkAddress) && IsUsable(linkAddress))
        {
            _interface.V6.Neighbours!.GetOrAdd(target).Learn(linkAddress);
        }

        return wrong;
    }

    // RFC 4861 section 6.1.2. Router discovery is off: addresses and routes are static, so a valid advertisement only tells a link address.
    private DropCause? OnRouterAdvertisement(ReadOnlySpan<byte> message, in NetworkLayerInfo network)
    {
        if (!RouterAdvertisement.TryParse(message, out RouterAdvertisement advertisement))
        {
            return IcmpDrops.NdTooShort;
        }

        DropCause? wrong = CheckOptions(advertisement.OptionBytes) ?? (network.Source.IsLinkLocal ? null : IcmpDrops.NdSourceNotLinkLocal);
        if (wrong is not null)
        {
            return wrong;
        }

        if (TryGetLinkAddress(advertisement.OptionBytes, NdOptionType.SourceLinkLayerAddress, out MacAddress linkAddress) && IsUsable(linkAddress))
        {
            Neighbour router = _interface.V6.Neighbours!.GetOrAdd(network.Source);
            router.Learn(linkAddress);
            router.IsRouter = true;
        }

        return null;
    }

    // RFC 4861 section 6.1.1: hosts discard router solicitations; a router of ours does not advertise itself, but learns who asked.
    private DropCause? OnRouterSolicitation(ReadOnlySpan<byte> message, in NetworkLayerInfo network)
    {
        if (!RouterSolicitation.TryParse(message, out RouterSolicitation solicitation))
        {
            return IcmpDrops.NdTooShort;
        }

        DropCause? wrong = CheckOptions(solicitation.OptionBytes);
        bool hasAddress = TryGetLinkAddress(solicitation.OptionBytes, NdOptionType.SourceLinkLayerAddress, out _);
        return wrong ?? (network.Source.IsUnspecified && hasAddress ? IcmpDrops.NdUnspecifiedWithLinkAddress : IcmpDrops.NdNotARouter);
    }
}
