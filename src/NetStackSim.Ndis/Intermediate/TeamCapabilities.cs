namespace NetStackSim.Ndis;

/// <summary>What a team can do: what all of its members can.</summary>
internal static class TeamCapabilities
{
    /// <summary>Computes the capabilities.</summary>
    /// <param name="members">All members, up or not; at least one.</param>
    /// <param name="active">Those that carry traffic.</param>
    public static VirtualCapabilities Of(ReadOnlySpan<LowerEdge> members, ReadOnlySpan<TeamMember> active)
    {
        VirtualCapabilities common = VirtualCapabilities.Of(members[0].Binding.Attributes);
        foreach (LowerEdge member in members[1..])
        {
            common = Common(common, VirtualCapabilities.Of(member.Binding.Attributes));
        }

        return common with { LinkState = LinkOf(active, common.LinkState) };
    }

    private static LinkState LinkOf(ReadOnlySpan<TeamMember> active, LinkState like)
    {
        if (active.IsEmpty)
        {
            return like with { MediaConnectState = MediaConnectState.Disconnected };
        }

        ulong transmit = 0;
        ulong receive = 0;
        foreach (TeamMember member in active)
        {
            LinkState state = member.Binding.Attributes.LinkState;
            transmit = Add(transmit, state.XmitLinkSpeed);
            receive = Add(receive, state.RcvLinkSpeed);
        }

        return active[0].Binding.Attributes.LinkState with { MediaConnectState = MediaConnectState.Connected, XmitLinkSpeed = transmit, RcvLinkSpeed = receive };
    }

    private static ulong Add(ulong sum, ulong speed) => sum == LinkState.UnknownSpeed || speed == LinkState.UnknownSpeed ? LinkState.UnknownSpeed : sum + speed;

    private static VirtualCapabilities Common(VirtualCapabilities left, VirtualCapabilities right) => new()
    {
        MtuSize = Math.Min(left.MtuSize, right.MtuSize),
        LinkState = left.LinkState,
        MaxXmitLinkSpeed = Add(left.MaxXmitLinkSpeed, right.MaxXmitLinkSpeed),
        MaxRcvLinkSpeed = Add(left.MaxRcvLinkSpeed, right.MaxRcvLinkSpeed),
        MacOptions = left.MacOptions & right.MacOptions,
        SupportedPacketFilters = left.SupportedPacketFilters & right.SupportedPacketFilters,
        MaxMulticastListSize = Math.Min(left.MaxMulticastListSize, right.MaxMulticastListSize),
        DataBackFillSize = Math.Max(left.DataBackFillSize, right.DataBackFillSize),
        ContextBackFillSize = Math.Max(left.ContextBackFillSize, right.ContextBackFillSize),
        Offloads = Common(left.Offloads, right.Offloads),
        HardwareOffloads = Common(left.HardwareOffloads, right.HardwareOffloads),
        ReceiveScale = Common(left.ReceiveScale, right.ReceiveScale),
    };

    private static OffloadCapabilities Common(OffloadCapabilities left, OffloadCapabilities right) => new()
    {
        Checksum = left.Checksum & right.Checksum,
        LargeSendV1 = Common(left.LargeSendV1, right.LargeSendV1),
        LargeSendV2IPv4 = Common(left.LargeSendV2IPv4, right.LargeSendV2IPv4),
        LargeSendV2IPv6 = Common(left.LargeSendV2IPv6, right.LargeSendV2IPv6),
        UdpSegmentationIPv4 = Common(left.UdpSegmentationIPv4, right.UdpSegmentationIPv4),
        UdpSegmentationIPv6 = Common(left.UdpSegmentationIPv6, right.UdpSegmentationIPv6),
        CoalesceIPv4 = left.CoalesceIPv4 && right.CoalesceIPv4,
        CoalesceIPv6 = left.CoalesceIPv6 && right.CoalesceIPv6,
    };

    // The parameters that are set above go to every member.
    private static ReceiveScaleCapabilities? Common(ReceiveScaleCapabilities? left, ReceiveScaleCapabilities? right) =>
        left is null || right is null ? null : new ReceiveScaleCapabilities
        {
            Revision = Math.Min(left.Revision, right.Revision),
            Flags = left.Flags & right.Flags,
            InterruptMessages = Math.Min(left.InterruptMessages, right.InterruptMessages),
            ReceiveQueues = Math.Min(left.ReceiveQueues, right.ReceiveQueues),
            IndirectionTableEntries = Math.Min(left.IndirectionTableEntries, right.IndirectionTableEntries),
        };

    private static SegmentationCapability Common(SegmentationCapability left, SegmentationCapability right) =>
        left.IsSupported && right.IsSupported
            ? new SegmentationCapability(Math.Min(left.MaxOffloadSize, right.MaxOffloadSize), Math.Max(left.MinSegmentCount, right.MinSegmentCount))
            : default;
}
