using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>One NDIS binding with Ethernet framing: sorts frames by type upwards, hands finished frames downwards, answers NDIS.</summary>
internal sealed class EthernetLink : IProtocol, ILink, IInspectorSource
{
    private readonly TcpIpStack _stack;
    private readonly ProtocolBinding _binding;
    private readonly AdapterAttributes _attributes;
    private readonly FrameDemultiplexer _frames;
    private bool _running;
    private bool _isAuthenticated = true;
    private bool _isScaled;

    internal EthernetLink(TcpIpStack stack, ProtocolBinding binding, BindParameters parameters)
    {
        _stack = stack;
        _binding = binding;
        _attributes = parameters.Attributes;
        Interface = new IpInterface(stack, this, _attributes.IfIndex, parameters.AdapterName, IpInterface.EthernetType);
        Arp = new ArpProtocol(stack, Interface);
        Ndp = new NdpProtocol(stack, Interface);
        _frames = new FrameDemultiplexer(stack, this);
        stack.AddInterface(this);
    }

    internal IpInterface Interface { get; }

    internal ArpProtocol Arp { get; }

    internal NdpProtocol Ndp { get; }

    /// <summary>The one VLAN that the NIC serves (OID_GEN_VLAN_ID); 0 for none.</summary>
    internal int VlanId { get; private set; }

    /// <inheritdoc/>
    public int HeaderSize => EthernetHeader.Size;

    /// <inheritdoc/>
    public int Mtu => _attributes.MtuSize;

    /// <inheritdoc/>
    public MacAddress Address => _attributes.MacAddress;

    /// <inheritdoc/>
    public ulong Speed => _attributes.LinkState.XmitLinkSpeed == LinkState.UnknownSpeed ? 0 : _attributes.LinkState.XmitLinkSpeed;

    /// <inheritdoc/>
    public OffloadCapabilities Offloads => _attributes.Offloads;

    /// <inheritdoc/>
    void IInspectorSource.Describe(InspectorTopic topic, InspectorSectionBuilder section)
    {
        if (topic != InspectorTopic.Addresses)
        {
            return;
        }

        section.Columns("Address", "State");
        foreach (InterfaceAddress address in Interface.Addresses)
        {
            section.Row(address.Prefix.ToString(), InspectorValue.Of(address.State));
        }
    }

    /// <inheritdoc/>
    public void Send(ref NetBufferListChain chain)
    {
        if (_running && _attributes.LinkState.IsUp)
        {
            _binding.Send(ref chain, PortNumber.Default, SendFlags.None);
            return;
        }

        foreach (NetBufferList list in chain)
        {
            _stack.Drops.Drop(IpDrops.SendInterfaceDown, (list.Network.Path as IpPath)?.Family ?? IpFamily.V4, list);
            list.Status = NdisStatus.MediaDisconnected;
        }

        _stack.Ip.CompleteSend(ref chain, HeaderSize);
    }

    /// <inheritdoc/>
    public void Return(ref NetBufferListChain chain) => _binding.Return(ref chain, ReturnFlags.None);

    /// <inheritdoc/>
    public void UpdateMulticastFilter(IReadOnlyList<MulticastMembership> groups)
    {
        List<MacAddress> addresses = [];
        foreach (MulticastMembership membership in groups)
        {
            MacAddress address = MacAddress.ForMulticast(membership.Group);
            if (!addresses.Contains(address))
            {
                addresses.Add(address);
            }
        }

        byte[] list = new byte[addresses.Count * MacAddress.Size];
        for (int i = 0; i < addresses.Count; i++)
        {
            addresses[i].CopyTo(list.AsSpan(i * MacAddress.Size));
        }

        _binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, list.AsMemory()));
    }

    /// <summary>Frames for others come up, too.</summary>
    internal bool IsPromiscuous { get; private set; }

    /// <inheritdoc/>
    public void SetPromiscuous(bool isOn)
    {
        if (IsPromiscuous != isOn)
        {
            IsPromiscuous = isOn;
            if (_running)
            {
                SetPacketFilter();
            }
        }
    }

    /// <inheritdoc/>
    public void DisableCoalescing()
    {
        if (Offloads.CoalesceIPv4 || Offloads.CoalesceIPv6)
        {
            // For as long as it forwards: the administrator's keywords stay as they are.
            OffloadParameters off = new() { CoalesceIPv4 = OffloadSetting.Off, CoalesceIPv6 = OffloadSetting.Off, SkipRegistryUpdate = true };
            _binding.OidRequest(OidRequest.Set(Oid.TcpOffloadParameters, off));
        }
    }

    /// <inheritdoc/>
    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if ((flags & ReceiveFlags.Resources) == 0)
        {
            _frames.Receive(ref chain, NetworkFlags.None);
            return;
        }

        // A loan: the NIC takes its lists back when this call returns, so what goes up are copies.
        NetBufferListChain copies = default;
        foreach (NetBufferList list in chain)
        {
            list.Network.Flags = NetworkFlags.None;
            if (_stack.Buffers.TryCopy(list, out NetBufferList? copy))
            {
                copies.Add(copy);
            }
            else
            {
                _stack.Drops.Drop(LinkDrops.CopyFailed, IpFamily.V4, list);
            }
        }

        _frames.Receive(ref copies, NetworkFlags.StackOwned);
    }

    /// <inheritdoc/>
    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => _stack.Ip.CompleteSend(ref chain, HeaderSize);

    /// <inheritdoc/>
    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        switch (netPnPEvent.Code)
        {
            case NetPnPEventCode.Restart:
                Start();
                break;
            case NetPnPEventCode.Pause:
                Stop();
                break;
        }

        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public void Status(in StatusIndication indication)
    {
        switch (indication.StatusCode)
        {
            case NdisStatusCode.LinkState when indication.Port.IsDefault:
                // A link that bounced unseen may have come back elsewhere: what was learned on it is void.
                Interface.IsUp &= (indication.Flags & StatusIndication.MediaConnectToConnect) == 0;
                UpdateState();
                break;
            case NdisStatusCode.OperStatus:
                _isAuthenticated = (((OperState)indication.Payload!).Flags & OperStatusFlags.DownNotAuthenticated) == 0;
                UpdateState();
                break;
            case NdisStatusCode.L2MtuSizeChange:
                Interface.UpdateLinkMtu(Mtu);
                break;
            case NdisStatusCode.TaskOffloadCurrentConfig or NdisStatusCode.CurrentMacAddressChange:
                Interface.Changed();
                break;
        }
    }

    /// <inheritdoc/>
    public NtStatus Unbind()
    {
        Stop();
        _stack.RemoveInterface(this);
        return NtStatus.Success;
    }

    private void Start()
    {
        _running = true;
        Interface.UpdateLinkMtu(Mtu);
        SetPacketFilter();
        VlanId = QueryVlan();
        ActivateOffloads();
        SpreadReceives();
        UpdateMulticastFilter(Interface.Groups);
        UpdateState();
    }

    private void SetPacketFilter()
    {
        PacketFilter filter = PacketFilter.Directed | PacketFilter.Multicast | PacketFilter.Broadcast;
        filter |= IsPromiscuous ? PacketFilter.Promiscuous : PacketFilter.None;
        _binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)filter));
    }

    // Up: the stack runs, there is a link, and access control of the port (802.1X) lets data pass.
    private void UpdateState() => Interface.IsUp = _running && _attributes.LinkState.IsUp && _isAuthenticated;

    private int QueryVlan()
    {
        OidRequest request = OidRequest.Query(Oid.GenVlanId, sizeof(uint));
        return _binding.OidRequest(request) == NtStatus.Success ? BinaryPrimitives.ReadInt32LittleEndian(request.InformationBuffer.Span) : 0;
    }

    // Task offloads begin when TCP/IP has said how it frames (802.3 for both families, header size 14).
    private void ActivateOffloads()
    {
        if (_attributes.HardwareOffloads == OffloadCapabilities.None)
        {
            return;
        }

        OffloadEncapsulationSetting framing = new(OffloadEncapsulationState.On, EncapsulationTypes.Ieee8023, EthernetHeader.Size);
        _binding.OidRequest(OidRequest.Set(Oid.OffloadEncapsulation, new OffloadEncapsulation { IPv4 = framing, IPv6 = framing }));
    }

    // Once for a binding: a pause keeps what is set, and an administrator may have moved entries since.
    private void SpreadReceives()
    {
        if (!_isScaled && _stack.Profile.ReceiveSideScaling && ReceiveScaling.Make(_stack.Kernel, _attributes.ReceiveScaleCapabilities) is { } parameters)
        {
            _isScaled = true;
            _binding.OidRequest(OidRequest.Set(Oid.GenReceiveScaleParameters, parameters));
        }
    }

    // What waits for neighbours is completed now: NDIS waits for our sends before it pauses.
    private void Stop()
    {
        _running = false;
        Interface.IsUp = false;
        Interface.V4.Neighbours?.Flush(includePermanent: false);
        Interface.V6.Neighbours?.Flush(includePermanent: false);
        _stack.ReleaseReceived(Interface);
    }
}
