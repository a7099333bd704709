using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>NDIS between the bindings and the first driver below: answers what it knows, joins packet filters and multicast lists, passes the rest down.</summary>
internal sealed class AdapterOids : IOidSubmitter
{
    private readonly DriverStack _stack;
    private MacAddress[] _hardwareMulticast = [];

    public AdapterOids(DriverStack stack)
    {
        _stack = stack;
    }

    /// <summary>The packet filter that the miniport has: the union over all bindings.</summary>
    public PacketFilter HardwareFilter { get; private set; }

    /// <summary>The multicast list that the miniport has: the union over all bindings.</summary>
    public IReadOnlyList<MacAddress> HardwareMulticastList => _hardwareMulticast;

    /// <summary>A binding submits a request.</summary>
    public NtStatus Submit(OidRequest request, ProtocolBinding binding)
    {
        if (!request.Port.IsDefault)
        {
            return NdisStatus.InvalidPort;
        }

        if (request.IsQuery)
        {
            return KnownOids.TryAnswer(request, binding, out NtStatus known) ? known : Down.Submit(request, binding);
        }

        return request.Oid switch
        {
            Oid.GenCurrentPacketFilter => SetPacketFilter(request, binding),
            Oid.Ethernet8023MulticastList => SetMulticastList(request, binding),
            Oid.GenCurrentLookahead or Oid.GenProtocolOptions => Accept(request),
            _ => Down.Submit(request, binding),
        };
    }

    /// <summary>A binding submits a direct request.</summary>
    public NtStatus SubmitDirect(OidRequest request, ProtocolBinding binding) => DirectDown.Submit(request, binding);

    /// <summary>A binding issues a synchronous request.</summary>
    public NtStatus IssueSynchronous(OidRequest request, ProtocolBinding binding)
    {
        request.Submitter = binding;
        return SynchronousOidPath.Issue(_stack, _stack.Filters.Count, request);
    }

    /// <summary>Gives up requests of this identifier: the first driver below that has one is asked, and asks in its turn for the clone that it submitted.</summary>
    public void Cancel(ulong requestId) => Down.Cancel(requestId);

    /// <summary>The same for direct requests.</summary>
    public void CancelDirect(ulong requestId) => DirectDown.Cancel(requestId);

    /// <summary>The adapter was halted for good: what it was told is void.</summary>
    public void Forget()
    {
        HardwareFilter = PacketFilter.None;
        _hardwareMulticast = [];
    }

    /// <summary>A binding is gone: its wishes leave the unions.</summary>
    public void BindingClosed()
    {
        if (_stack.Adapter.State is AdapterState.Halted or AdapterState.Shutdown)
        {
            return;
        }

        PacketFilter filter = FilterUnion();
        if (filter != HardwareFilter)
        {
            _ = Push(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)filter), new Change(null, null, filter, null));
        }

        MacAddress[] addresses = MulticastUnion();
        if (!addresses.AsSpan().SequenceEqual(_hardwareMulticast))
        {
            _ = Push(OidRequest.Set(Oid.Ethernet8023MulticastList, Encode(addresses).AsMemory()), new Change(null, null, null, addresses));
        }
    }

    /// <inheritdoc/>
    void IOidSubmitter.OidRequestComplete(OidRequest request, NtStatus status)
    {
        Change change = (Change)request.SourceReserved0!;
        End(change, status);
        if (change.Original is { } original)
        {
            ((IOidSubmitter)change.Binding!).OidRequestComplete(original, status);
        }
    }

    private OidStation Down => _stack.StationBelow(_stack.Filters.Count);

    private OidStation DirectDown => _stack.DirectStationBelow(_stack.Filters.Count);

    private static NtStatus Accept(OidRequest request) => request.Read(out _);

    private NtStatus SetPacketFilter(OidRequest request, ProtocolBinding binding)
    {
        NtStatus read = request.Read(out uint bits);
        if (!read.IsSuccess)
        {
            return read;
        }

        PacketFilter wanted = (PacketFilter)bits;
        const PacketFilter handledByNdis = PacketFilter.AllLocal | PacketFilter.NoLocal;
        if ((wanted & ~handledByNdis & ~_stack.Adapter.Attributes.SupportedPacketFilters) != 0)
        {
            return NdisStatus.NotSupported;
        }

        PacketFilter before = binding.PacketFilter;
        binding.PacketFilter = wanted;
        PacketFilter union = FilterUnion();
        if (union == HardwareFilter)
        {
            _stack.Edge.Update();
            return NtStatus.Success;
        }

        return Push(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)union), new Change(request, binding, union, null) { FilterBefore = before });
    }

    private NtStatus SetMulticastList(OidRequest request, ProtocolBinding binding)
    {
        int length = request.InformationBuffer.Length;
        if (length % MacAddress.Size != 0)
        {
            request.BytesNeeded = (length / MacAddress.Size + 1) * MacAddress.Size;
            return NdisStatus.InvalidLength;
        }

        MacAddress[] wanted = new MacAddress[length / MacAddress.Size];
        for (int i = 0; i < wanted.Length; i++)
        {
            wanted[i] = MacAddress.Read(request.InformationBuffer.Span[(i * MacAddress.Size)..]);
            if (!wanted[i].IsMulticast)
            {
                return NdisStatus.InvalidData;
            }
        }

        IReadOnlyList<MacAddress> before = binding.MulticastList;
        binding.MulticastList = wanted;
        MacAddress[] union = MulticastUnion();
        if (union.Length > _stack.Adapter.Attributes.MaxMulticastListSize)
        {
            binding.MulticastList = before;
            return NdisStatus.MulticastFull;
        }

        request.BytesRead = length;
        if (union.AsSpan().SequenceEqual(_hardwareMulticast))
        {
            return NtStatus.Success;
        }

        return Push(OidRequest.Set(Oid.Ethernet8023MulticastList, Encode(union).AsMemory()), new Change(request, binding, null, union) { ListBefore = before });
    }

    private NtStatus Push(OidRequest request, Change change)
    {
        request.SourceReserved0 = change;
        NtStatus status = Down.Submit(request, this);
        if (status != NtStatus.Pending)
        {
            End(change, status);
        }

        return status;
    }

    private void End(Change change, NtStatus status)
    {
        if (!status.IsSuccess)
        {
            if (change.Binding is { } binding)
            {
                binding.PacketFilter = change.FilterBefore ?? binding.PacketFilter;
                binding.MulticastList = change.ListBefore ?? binding.MulticastList;
            }

            _stack.Edge.Update();
            return;
        }

        _hardwareMulticast = change.Addresses ?? _hardwareMulticast;
        if (change.Filter is { } filter)
        {
            HardwareFilter = filter;
            _stack.StatusUp(0, new StatusIndication(_stack.Adapter, NdisStatusCode.PacketFilter, filter));
        }
    }

    private PacketFilter FilterUnion()
    {
        PacketFilter union = PacketFilter.None;
        foreach (ProtocolBinding binding in _stack.Bindings)
        {
            union |= binding.PacketFilter;
        }

        return union & _stack.Adapter.Attributes.SupportedPacketFilters;
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

    private static byte[] Encode(MacAddress[] addresses)
    {
        byte[] bytes = new byte[addresses.Length * MacAddress.Size];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i].CopyTo(bytes.AsSpan(i * MacAddress.Size));
        }

        return bytes;
    }

    /// <summary>A request of NDIS to the miniport, and what it is for.</summary>
    private sealed record Change(OidRequest? Original, ProtocolBinding? Binding, PacketFilter? Filter, MacAddress[]? Addresses)
    {
        public PacketFilter? FilterBefore { get; init; }

        public IReadOnlyList<MacAddress>? ListBefore { get; init; }
    }
}
