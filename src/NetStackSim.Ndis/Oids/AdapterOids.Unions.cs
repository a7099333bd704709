using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <content>What several bindings want of one miniport: the union of packet filters and of multicast lists, the largest lookahead.</content>
internal sealed partial class AdapterOids
{
    private readonly JoinedSetting<PacketFilter> _filter;
    private readonly JoinedSetting<MacAddress[]> _multicast;
    private readonly JoinedSetting<int> _lookahead;

    /// <summary>The packet filter that the miniport has: the union over all bindings.</summary>
    public PacketFilter HardwareFilter => _filter.Current;

    /// <summary>The multicast list that the miniport has: the union over all bindings.</summary>
    public IReadOnlyList<MacAddress> HardwareMulticastList => _multicast.Current;

    /// <summary>The adapter was halted for good: what it was told is void.</summary>
    public void Forget()
    {
        _filter.Forget();
        _multicast.Forget();
        _lookahead.Forget();
    }

    /// <summary>A binding is gone: its wishes leave the unions.</summary>
    public void BindingClosed()
    {
        if (Adapter.State is AdapterState.Halted or AdapterState.Shutdown)
        {
            return;
        }

        _filter.Correct();
        _multicast.Correct();
        _lookahead.Correct();
        _stack.Edge.Update();
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

        binding.PacketFilter = wanted;
        NtStatus status = _filter.Update(request, binding, ended =>
        {
            if (ended.IsSuccess)
            {
                binding.Granted.PacketFilter = wanted;
            }
            else if (binding.PacketFilter == wanted)
            {
                binding.PacketFilter = binding.Granted.PacketFilter;
            }
        });
        _stack.Edge.Update();
        return status;
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

        return _multicast.Update(request, binding, ended =>
        {
            if (ended.IsSuccess)
            {
                binding.Granted.MulticastList = wanted;
            }
            else if (ReferenceEquals(binding.MulticastList, wanted))
            {
                binding.MulticastList = binding.Granted.MulticastList;
            }
        });
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

        binding.Lookahead = (int)wanted;
        return _lookahead.Update(request, binding, ended =>
        {
            if (ended.IsSuccess)
            {
                binding.Granted.Lookahead = (int)wanted;
            }
            else if (binding.Lookahead == (int)wanted)
            {
                binding.Lookahead = binding.Granted.Lookahead;
            }
        });
    }

    private NtStatus SendFilter(PacketFilter union, OidRequest? original, ProtocolBinding? binding, Action<NtStatus> ended) =>
        Send(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)union), original, binding, (_, status) =>
        {
            Tell(ended, status);
            _stack.Edge.Update();
            return status;
        });

    private void FilterChanged(PacketFilter filter) => _stack.StatusUp(0, new StatusIndication(Adapter, NdisStatusCode.PacketFilter, filter));

    private NtStatus SendMulticast(MacAddress[] union, OidRequest? original, ProtocolBinding? binding, Action<NtStatus> ended) =>
        Send(OidRequest.Set(Oid.Ethernet8023MulticastList, AddressList.Encode(union).AsMemory()), original, binding, (_, status) => Tell(ended, status));

    private NtStatus SendLookahead(int largest, OidRequest? original, ProtocolBinding? binding, Action<NtStatus> ended) =>
        Send(OidRequest.Set(Oid.GenCurrentLookahead, (uint)largest), original, binding, (_, status) => Tell(ended, status));

    private static NtStatus Tell(Action<NtStatus> ended, NtStatus status)
    {
        ended(status);
        return status;
    }

    private int LargestLookahead()
    {
        int largest = 0;
        foreach (ProtocolBinding binding in _stack.Bindings)
        {
            largest = Math.Max(largest, binding.Lookahead);
        }

        return largest;
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
