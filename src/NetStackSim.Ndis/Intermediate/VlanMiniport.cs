using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The virtual miniport of one VLAN.</summary>
internal sealed class VlanMiniport : VirtualMiniport
{
    private readonly VlanLowerEdge _edge;
    private readonly LowerEdge[] _lowers;
    private readonly int _vlanId;

    public VlanMiniport(MiniportAdapter adapter, VlanLowerEdge edge, VlanOptions options)
        : base(adapter, options.MacAddress == MacAddress.None ? edge.Binding.Attributes.MacAddress : options.MacAddress)
    {
        _edge = edge;
        _lowers = [edge];
        _vlanId = options.VlanId;
        InheritsAddress = options.MacAddress == MacAddress.None;
    }

    /// <inheritdoc/>
    public override int VlanId => _vlanId;

    /// <inheritdoc/>
    public override ReadOnlySpan<LowerEdge> Lowers => _lowers;

    /// <summary>True when the address is that of the adapter below, whatever that is.</summary>
    public bool InheritsAddress { get; }

    /// <summary>The next virtual miniport of the same VLAN, with an address of its own.</summary>
    public VlanMiniport? NextOnVlan { get; set; }

    /// <inheritdoc/>
    protected override VirtualCapabilities Capabilities
    {
        get
        {
            VirtualCapabilities lower = VirtualCapabilities.Of(_edge.Binding.Attributes);
            lower = lower with { MacOptions = lower.MacOptions & ~MacOptions.Vlan8021Q };
            return _edge.TagsInFrame
                ? lower with { MtuSize = lower.MtuSize - VlanTag.Size, Offloads = OffloadCapabilities.None, HardwareOffloads = OffloadCapabilities.None }
                : lower;
        }
    }

    /// <inheritdoc/>
    public override void PushWishes(OidFanOut fanOut, Oid changed) => _edge.PushWishes(fanOut, changed);

    /// <inheritdoc/>
    public override void Halt(HaltAction action) => _edge.Detach(this);

    /// <inheritdoc/>
    protected override void Transmit(ref NetBufferListChain chain, SendFlags flags)
    {
        if (!_edge.IsPoweredUp)
        {
            Reject(ref chain, NdisStatus.LowPowerState, ImDrop.LowPower);
            return;
        }

        NetBufferListChain bad = default;
        NetBufferListChain unsent = default;
        Span<byte> scratch = stackalloc byte[MacAddress.Size];
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            if (list.Vlan.VlanId != 0 || !VlanTagging.HasHeaders(list))
            {
                bad.Add(list);
            }
            else if (!_edge.TryTag(list, _vlanId, out NetBufferList? clone))
            {
                unsent.Add(list);
            }
            else
            {
                list.FirstNetBuffer.TryGetContiguous(MacAddress.Size, scratch, out ReadOnlySpan<byte> destination);
                CountOut(list, destination);
                _edge.Enqueue(clone, this);
            }
        }

        _edge.SendOutgoing(flags);
        Reject(ref bad, NdisStatus.InvalidPacket, ImDrop.BadSend);
        Reject(ref unsent, NdisStatus.Resources, ImDrop.NoList);
    }
}
