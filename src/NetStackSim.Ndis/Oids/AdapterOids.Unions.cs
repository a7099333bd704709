using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <content>What several bindings want of one miniport: the union of packet filters and of multicast lists, the largest lookahead.</content>
internal sealed partial class AdapterOids
{
    private MacAddress[] _hardwareMulticast = [];
    private int _hardwareLookahead;

    /// <summary>The packet filter that the miniport has: the union over all bindings.</summary>
    public PacketFilter HardwareFilter { get; private set; }

    /// <summary>The multicast list that the miniport has: the union over all bindings.</summary>
    public IReadOnlyList<MacAddress> HardwareMulticastList => _hardwareMulticast;

    /// <summary>The adapter was halted for good: what it was told is void.</summary>
    public void Forget()
    {
        HardwareFilter = PacketFilter.None;
        _hardwareMulticast = [];
        _hardwareLookahead = 0;
    }

    /// <summary>A binding is gone: its wishes leave the unions.</summary>
    public void BindingClosed()
    {
        if (Adapter.State is AdapterState.Halted or AdapterState.Shutdown)
        {
            return;
        }

        _ = Program(null, null, () => { });
        _ = ProgramMulticast(null, null, () => { });
        _ = ProgramLookahead(null, null, () => { });
    }

    private NtStatus SetPacketFilter(OidRequest request, ProtocolBinding binding)
    {
        NtStatus read = request.Read(out uint bits);
        if (!read.IsSuccess)
        {
            return read;
        }

        PacketFilter wanted = (PacketFilter)bits;
        const PacketFilter handledByNdis = PacketFilter.AllLocal | PacketFilter.NoLocal;
        if ((wanted & ~handledByNdis & ~Adapter.Attributes.SupportedPacketFilters) != 0)
        {
            return NdisStatus.NotSupported;
        }

        PacketFilter before = binding.PacketFilter;
        binding.PacketFilter = wanted;
        return Program(request, binding, () => binding.PacketFilter = before);
    }

    private NtStatus SetMulticastList(OidRequest request, ProtocolBinding binding)
    {
        NtStatus status = AddressList.Decode(request, out MacAddress[] wanted);
        return status.IsSuccess ? ReplaceMulticastList(request, binding, wanted) : status;
    }

    private NtStatus ChangeMulticastList(OidRequest request, ProtocolBinding binding, bool adds)
    {
        if (request.InformationBuffer.Length != MacAddress.Size)
        {
            request.BytesNeeded = MacAddress.Size;
            return NdisStatus.InvalidLength;
        }

        NtStatus status = AddressList.Decode(request, out MacAddress[] address);
        if (!status.IsSuccess)
        {
            return status;
        }

        bool has = binding.MulticastList.Contains(address[0]);
        if (adds == has)
        {
            return adds ? NdisStatus.MulticastExists : NdisStatus.MulticastNotFound;
        }

        return ReplaceMulticastList(request, binding, adds ? [.. binding.MulticastList, address[0]] : [.. binding.MulticastList.Where(each => each != address[0])]);
    }

    private NtStatus ReplaceMulticastList(OidRequest request, ProtocolBinding binding, MacAddress[] wanted)
    {
        IReadOnlyList<MacAddress> before = binding.MulticastList;
        binding.MulticastList = wanted;
        if (MulticastUnion().Length > Adapter.Attributes.MaxMulticastListSize)
        {
            binding.MulticastList = before;
            return NdisStatus.MulticastFull;
        }

        return ProgramMulticast(request, binding, () => binding.MulticastList = before);
    }

    private NtStatus SetLookahead(OidRequest request, ProtocolBinding binding)
    {
        NtStatus status = request.Read(out uint wanted);
        if (!status.IsSuccess)
        {
            return status;
        }

        if (wanted > Adapter.Attributes.LookaheadSize)
        {
            return NdisStatus.InvalidData;
        }

        int before = binding.Lookahead;
        binding.Lookahead = (int)wanted;
        return ProgramLookahead(request, binding, () => binding.Lookahead = before);
    }

    /// <summary>Brings the packet filter of the miniport in line with the bindings.</summary>
    private NtStatus Program(OidRequest? original, ProtocolBinding? binding, Action undo)
    {
        PacketFilter union = FilterUnion();
        if (union == HardwareFilter)
        {
            _stack.Edge.Update();
            return NtStatus.Success;
        }

        return Send(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)union), original, binding, (_, status) =>
        {
            if (!status.IsSuccess)
            {
                undo();
            }
            else
            {
                HardwareFilter = union;
            }

            _stack.Edge.Update();
            if (status.IsSuccess)
            {
                _stack.StatusUp(0, new StatusIndication(Adapter, NdisStatusCode.PacketFilter, union));
            }

            return status;
        });
    }

    private NtStatus ProgramMulticast(OidRequest? original, ProtocolBinding? binding, Action undo)
    {
        MacAddress[] union = MulticastUnion();
        if (union.AsSpan().SequenceEqual(_hardwareMulticast))
        {
            return NtStatus.Success;
        }

        return Send(OidRequest.Set(Oid.Ethernet8023MulticastList, AddressList.Encode(union).AsMemory()), original, binding, (_, status) =>
        {
            if (status.IsSuccess)
            {
                _hardwareMulticast = union;
            }
            else
            {
                undo();
            }

            return status;
        });
    }

    private NtStatus ProgramLookahead(OidRequest? original, ProtocolBinding? binding, Action undo)
    {
        int largest = 0;
        foreach (ProtocolBinding each in _stack.Bindings)
        {
            largest = Math.Max(largest, each.Lookahead);
        }

        if (largest == _hardwareLookahead)
        {
            return NtStatus.Success;
        }

        return Send(OidRequest.Set(Oid.GenCurrentLookahead, (uint)largest), original, binding, (_, status) =>
        {
            if (status.IsSuccess)
            {
                _hardwareLookahead = largest;
            }
            else
            {
                undo();
            }

            return status;
        });
    }

    private PacketFilter FilterUnion()
    {
        PacketFilter union = PacketFilter.None;
        foreach (ProtocolBinding binding in _stack.Bindings)
        {
            union |= binding.PacketFilter;
        }

        return union & Adapter.Attributes.SupportedPacketFilters;
    }

    private MacAddress[] MulticastUnion()
    {
        List<MacAddress> union = [];
        foreach (ProtocolBinding binding in _stack.Bindings)
        {
            foreach (MacAddress address in binding.MulticastList)
            {
                if (!union.Contains(address))
                {
                    union.Add(address);
                }
            }
        }

        return [.. union];
    }
}
