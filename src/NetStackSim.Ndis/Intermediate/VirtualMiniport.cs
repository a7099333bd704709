using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The upper edge of an intermediate driver: one virtual miniport. What is over which adapter, and how frames change on the way, is the deriving class's.</summary>
/// <remarks>
/// Upper and lower edge live their own lives. A pause of one never waits inside a handler of the other: the upper edge is paused when its sends are complete and what it
/// indicated is back; the lower edge tells NDIS that this stack must pause and waits for its own lists.
/// </remarks>
internal abstract partial class VirtualMiniport : IMiniport, IInspectorSource
{
    private readonly VirtualMiniportOids _oids;
    private bool _isPausing;

    protected VirtualMiniport(MiniportAdapter adapter, MacAddress address)
    {
        Adapter = adapter;
        Wishes = new ReceiveWishes(address);
        Statistics.Supported = SupportedStatistics.All;
        _oids = new VirtualMiniportOids(this);
    }

    /// <summary>The NDIS side.</summary>
    public MiniportAdapter Adapter { get; }

    /// <summary>What drivers above want.</summary>
    public ReceiveWishes Wishes { get; }

    /// <summary>True between restart and pause.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>True in device state D0 (OID_PNP_SET_POWER of the upper edge).</summary>
    public bool IsPoweredUp { get; private set; } = true;

    /// <summary>The VLAN that the virtual miniport is for; 0 for none.</summary>
    public virtual int VlanId => 0;

    /// <summary>The adapters that carry the traffic, the preferred one first.</summary>
    public abstract ReadOnlySpan<LowerEdge> Lowers { get; }

    /// <summary>What it is, as things stand below.</summary>
    protected abstract VirtualCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public void Describe(InspectorTopic topic, InspectorSectionBuilder section)
    {
        if (topic == InspectorTopic.Statistics)
        {
            section.Counters(Statistics);
        }
        else if (topic == InspectorTopic.Device)
        {
            section.Fact("VLAN", VlanId == 0 ? "none" : VlanId.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .Fact("Powered up", IsPoweredUp)
                .Columns("Lower adapter", "Lower open", "Running");
            foreach (LowerEdge lower in Lowers)
            {
                section.Row(lower.Binding.Adapter.Name, lower.Binding.Name, lower.IsRunning);
            }
        }
        else if (topic == InspectorTopic.ReceiveFilters)
        {
            section.Fact("Address", Wishes.Address.ToString()).Fact("Packet filter", InspectorSectionBuilder.Flags(Wishes.Filter))
                .Fact("Multicast list", InspectorNames.Addresses(Wishes.Groups.ToArray()));
        }
    }

    /// <summary>Sets the attributes during Initialize.</summary>
    public void SetAttributes()
    {
        VirtualCapabilities now = Capabilities;
        Adapter.SetAttributes(new MiniportRegistrationAttributes
        {
            Flags = MiniportAttributeFlags.NdisWdm | MiniportAttributeFlags.SurpriseRemoveOk | MiniportAttributeFlags.NoHaltOnSuspend,
        });
        Adapter.SetAttributes(new MiniportGeneralAttributes
        {
            MtuSize = now.MtuSize,
            LookaheadSize = now.MtuSize,
            LinkState = now.LinkState,
            MaxXmitLinkSpeed = now.MaxXmitLinkSpeed,
            MaxRcvLinkSpeed = now.MaxRcvLinkSpeed,
            MacOptions = now.MacOptions,
            SupportedPacketFilters = now.SupportedPacketFilters,
            MaxMulticastListSize = now.MaxMulticastListSize,
            PermanentMacAddress = Wishes.Address,
            CurrentMacAddress = Wishes.Address,
            IfConnectorPresent = false,
            DataBackFillSize = now.DataBackFillSize,
            ContextBackFillSize = now.ContextBackFillSize,
            ReceiveScaleCapabilities = now.ReceiveScale,
            SupportedOids = VirtualMiniportOids.Supported,
        });
        Adapter.SetAttributes(new MiniportOffloadAttributes { DefaultConfiguration = now.Offloads, HardwareCapabilities = now.HardwareOffloads });
    }

    /// <inheritdoc/>
    public NtStatus Restart(RestartAttributes attributes)
    {
        VirtualCapabilities now = Capabilities;
        attributes.MtuSize = now.MtuSize;
        attributes.LookaheadSize = now.MtuSize;
        attributes.MaxXmitLinkSpeed = now.MaxXmitLinkSpeed;
        attributes.MaxRcvLinkSpeed = now.MaxRcvLinkSpeed;
        attributes.MacOptions = now.MacOptions;
        attributes.SupportedPacketFilters = now.SupportedPacketFilters;
        attributes.MaxMulticastListSize = now.MaxMulticastListSize;
        attributes.DataBackFillSize = now.DataBackFillSize;
        attributes.ContextBackFillSize = now.ContextBackFillSize;
        attributes.Offloads = now.Offloads;
        IsRunning = true;
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public NtStatus Pause(PauseReason reason)
    {
        IsRunning = false;
        _isPausing = HasListsOut;
        return _isPausing ? NtStatus.Pending : NtStatus.Success;
    }

    /// <inheritdoc/>
    public NtStatus OidRequest(OidRequest request) => _oids.Handle(request);

    /// <inheritdoc/>
    public void CancelOidRequest(ulong requestId)
    {
        foreach (LowerEdge lower in Lowers)
        {
            lower.Binding.CancelOidRequest(requestId);
        }
    }

    /// <inheritdoc/>
    public abstract void Halt(HaltAction action);

    /// <summary>Packet filter or multicast list changed: tells the adapters below. A failure is undone by the fan-out's handler.</summary>
    public abstract void PushWishes(OidFanOut fanOut, Oid changed);

    /// <summary>The device state changes; traffic passes in D0 only, whatever the state of the lower edge.</summary>
    public void SetPower(bool isUp) => IsPoweredUp = isUp;

    /// <summary>Tells upper drivers what changed below: link, offloads, MTU, address.</summary>
    public void IndicateChanges(NdisStatusCode code)
    {
        if (Adapter.State is AdapterState.Halted or AdapterState.Initializing)
        {
            return;
        }

        VirtualCapabilities now = Capabilities;
        AdapterAttributes known = Adapter.Attributes;
        switch (code)
        {
            case NdisStatusCode.LinkState when known.LinkState != now.LinkState:
                Adapter.IndicateLinkState(now.LinkState);
                break;
            case NdisStatusCode.TaskOffloadCurrentConfig when known.Offloads != now.Offloads:
                Adapter.IndicateStatus(new StatusIndication(Adapter, code, now.Offloads));
                break;
            case NdisStatusCode.TaskOffloadHardwareCapabilities when known.HardwareOffloads != now.HardwareOffloads:
                Adapter.IndicateStatus(new StatusIndication(Adapter, code, now.HardwareOffloads));
                break;
            case NdisStatusCode.L2MtuSizeChange when known.MtuSize != now.MtuSize:
                Adapter.IndicateStatus(new StatusIndication(Adapter, code, now.MtuSize));
                break;
            case NdisStatusCode.CurrentMacAddressChange when known.MacAddress != Wishes.Address:
                Adapter.IndicateStatus(new StatusIndication(Adapter, code, Wishes.Address));
                break;
            case NdisStatusCode.ResetStart or NdisStatusCode.ResetEnd or NdisStatusCode.NetworkChange:
                Adapter.IndicateStatus(new StatusIndication(Adapter, code));
                break;
        }
    }

    private bool HasListsOut => Adapter.OutstandingReceives != 0 || _sendsOut != 0;

    private void CheckPaused()
    {
        if (_isPausing && !HasListsOut)
        {
            _isPausing = false;
            Adapter.PauseComplete();
        }
    }
}
