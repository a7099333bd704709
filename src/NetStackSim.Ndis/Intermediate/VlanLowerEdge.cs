using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The VLAN multiplexer over one adapter: tags downwards, sorts upwards.</summary>
internal sealed class VlanLowerEdge : LowerEdge
{
    private readonly VlanMuxDriver _driver;
    private readonly VlanMiniport?[] _byVlan = new VlanMiniport?[1 << 12];
    private VlanMiniport[] _miniports = [];

    public VlanLowerEdge(VlanMuxDriver driver, ProtocolBinding binding)
        : base(binding, driver.Buffers)
    {
        _driver = driver;
    }

    /// <summary>True when the adapter does not insert and remove tags: they go into the frames.</summary>
    public bool TagsInFrame => (Binding.Attributes.MacOptions & MacOptions.Vlan8021Q) == 0;

    /// <inheritdoc/>
    protected override bool IsFree => _miniports.Length == 0;

    /// <summary>A virtual miniport was initialised.</summary>
    public void Attach(VlanMiniport miniport)
    {
        _miniports = [.. _miniports, miniport];
        miniport.NextOnVlan = _byVlan[miniport.VlanId];
        _byVlan[miniport.VlanId] = miniport;
        _driver.Runtime.AddInterfaceStackEntry(miniport.Adapter.Attributes.IfIndex, Binding.Attributes.IfIndex);
        if (!IsRunning)
        {
            miniport.Adapter.NetPnPEvent(NetPnPEventCode.RequirePause);
        }
    }

    /// <summary>A virtual miniport was halted: its wishes leave the unions.</summary>
    public void Detach(VlanMiniport miniport)
    {
        _driver.Runtime.DeleteInterfaceStackEntry(miniport.Adapter.Attributes.IfIndex, Binding.Attributes.IfIndex);
        _miniports = [.. _miniports.Where(other => other != miniport)];
        _byVlan[miniport.VlanId] = null;
        foreach (VlanMiniport other in _miniports)
        {
            if (other.VlanId == miniport.VlanId)
            {
                other.NextOnVlan = _byVlan[other.VlanId];
                _byVlan[other.VlanId] = other;
            }
        }

        if (Binding.State != BindingState.Closing)
        {
            OidFanOut nobody = new(null, null);
            PushWishes(nobody, Oid.GenCurrentPacketFilter);
            PushWishes(nobody, Oid.Ethernet8023MulticastList);
        }

        OnUpperHalted();
        _driver.OnHalted();
    }

    /// <summary>Sets what all virtual miniports together want on the adapter.</summary>
    public void PushWishes(OidFanOut fanOut, Oid changed) =>
        fanOut.Submit(this, changed == Oid.GenCurrentPacketFilter ? OidRequest.Set(changed, (uint)FilterUnion()) : OidRequest.Set(changed, GroupUnion().AsMemory()));

    /// <summary>Clones a send and gives the clone its tag.</summary>
    public bool TryTag(NetBufferList list, int vlanId, [NotNullWhen(true)] out NetBufferList? clone)
    {
        VlanInfo tag = new(list.Vlan.UserPriority, vlanId);
        if (tag.IsEmpty || !TagsInFrame)
        {
            if (!list.TryClone(Buffers.Sends, CloneFlags.UseOriginalMdls, out clone))
            {
                return false;
            }

            list.CopySendInfoTo(clone);
            if (!tag.IsEmpty)
            {
                clone.Vlan = tag;
            }

            return true;
        }

        if (!VlanTagging.TryInsert(list, Buffers.Sends, (tag.UserPriority << 13) | tag.VlanId, out clone))
        {
            return false;
        }

        list.CopySendInfoTo(clone);
        clone.Vlan = default;
        return true;
    }

    /// <inheritdoc/>
    protected override void Indicate(ReceiveFlags flags)
    {
        foreach (VlanMiniport miniport in _miniports)
        {
            miniport.IndicateIncoming(flags);
        }
    }

    /// <inheritdoc/>
    protected override void OnRestarted()
    {
        foreach (VlanMiniport miniport in _miniports)
        {
            OnChanged(miniport, NdisStatusCode.CurrentMacAddressChange);
            OnChanged(miniport, NdisStatusCode.TaskOffloadHardwareCapabilities);
            OnChanged(miniport, NdisStatusCode.LinkState);
            miniport.Adapter.NetPnPEvent(NetPnPEventCode.AllowStart);
        }
    }

    /// <inheritdoc/>
    protected override void OnPausing()
    {
        foreach (VlanMiniport miniport in _miniports)
        {
            miniport.Adapter.NetPnPEvent(NetPnPEventCode.RequirePause);
        }
    }

    /// <inheritdoc/>
    protected override void OnDrained()
    {
    }

    /// <inheritdoc/>
    protected override void OnPowerChanged()
    {
    }

    /// <inheritdoc/>
    protected override NtStatus OnReEnabled(string name) => _driver.ReEnable(this, name);

    /// <inheritdoc/>
    protected override void OnUnbinding()
    {
        _driver.Remove(this);
        foreach (VlanMiniport miniport in _miniports)
        {
            _driver.Runtime.DeinitializeDeviceInstance(miniport.Adapter);
        }
    }

    /// <inheritdoc/>
    protected override void OnStatus(NdisStatusCode code)
    {
        foreach (VlanMiniport miniport in _miniports)
        {
            OnChanged(miniport, code);
        }
    }

    private void OnChanged(VlanMiniport miniport, NdisStatusCode code)
    {
        if (code == NdisStatusCode.CurrentMacAddressChange && miniport.InheritsAddress)
        {
            miniport.Wishes.Address = Binding.Attributes.MacAddress;
        }

        miniport.IndicateChanges(code);
    }

    /// <inheritdoc/>
    protected override bool TryDistribute(NetBufferList list, ReadOnlySpan<byte> header, int tag)
    {
        VlanInfo vlan = list.Vlan;
        bool strips = vlan.VlanId == 0 && tag >= 0;
        if (strips)
        {
            vlan = new VlanInfo(tag >> 13, tag & 0xFFF);
        }

        MacAddress destination = MacAddress.Read(header);
        VlanMiniport? first = NextThatWants(_byVlan[vlan.VlanId], destination);
        if (first is null)
        {
            CountDrop(_byVlan[vlan.VlanId] is null ? ImDrop.UnknownVlan : ImDrop.NotWanted, list);
            return false;
        }

        VlanMiniport? second = NextThatWants(first.NextOnVlan, destination);
        bool isTaken = second is null ? TryGive(list, first, strips, vlan.UserPriority) : TryShare(list, first, strips, vlan.UserPriority, destination);
        if (!isTaken)
        {
            CountDrop(ImDrop.NoList, list);
        }

        return isTaken;
    }

    private static VlanMiniport? NextThatWants(VlanMiniport? miniport, MacAddress destination)
    {
        while (miniport is not null && !miniport.Wants(destination))
        {
            miniport = miniport.NextOnVlan;
        }

        return miniport;
    }

    private bool TryGive(NetBufferList list, VlanMiniport to, bool strips, int priority)
    {
        if (!TryCloneReceived(list, strips, out NetBufferList? clone))
        {
            to.Statistics.InDiscards++;
            return false;
        }

        VlanInfo rest = new(priority, 0);
        if (clone.Vlan != rest)
        {
            clone.Vlan = rest;
        }

        to.Enqueue(clone);
        return true;
    }

    // The shared clone counts the receivers: the list below may have other children.
    private bool TryShare(NetBufferList list, VlanMiniport first, bool strips, int priority, MacAddress destination)
    {
        if (!list.TryClone(Buffers.Shared, CloneFlags.UseOriginalMdls, out NetBufferList? shared))
        {
            return false;
        }

        list.CopyReceiveInfoTo(shared);
        for (VlanMiniport? each = first; each is not null; each = NextThatWants(each.NextOnVlan, destination))
        {
            TryGive(shared, each, strips, priority);
        }

        bool isTaken = shared.ChildCount != 0;
        if (!isTaken)
        {
            shared.Free();
        }

        return isTaken;
    }

    // An address that is not the adapter's comes in only when everything does.
    private PacketFilter FilterUnion()
    {
        PacketFilter union = PacketFilter.None;
        foreach (VlanMiniport miniport in _miniports)
        {
            PacketFilter wanted = miniport.Wishes.Filter;
            bool isForeign = miniport.Wishes.Address != Binding.Attributes.MacAddress && (wanted & PacketFilter.Directed) != 0;
            union |= wanted | (isForeign ? PacketFilter.Promiscuous : PacketFilter.None);
        }

        return union;
    }

    private byte[] GroupUnion()
    {
        List<MacAddress> union = [];
        foreach (VlanMiniport miniport in _miniports)
        {
            foreach (MacAddress group in miniport.Wishes.Groups)
            {
                if (!union.Contains(group))
                {
                    union.Add(group);
                }
            }
        }

        return VirtualMiniportOids.Encode(CollectionsMarshal.AsSpan(union));
    }
}
