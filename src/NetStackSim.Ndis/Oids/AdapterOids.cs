using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>NDIS between the bindings and the first driver below: answers what it knows, joins packet filters, multicast lists and lookahead, passes the rest down.</summary>
internal sealed partial class AdapterOids : IOidSubmitter
{
    private readonly DriverStack _stack;

    public AdapterOids(DriverStack stack)
    {
        _stack = stack;
        _filter = new JoinedSetting<PacketFilter>(PacketFilter.None, FilterUnion, static (a, b) => a == b, SendFilter, FilterChanged);
        _multicast = new JoinedSetting<MacAddress[]>([], MulticastUnion, static (a, b) => a.AsSpan().SequenceEqual(b), SendMulticast, static _ => { });
        _lookahead = new JoinedSetting<int>(0, LargestLookahead, static (a, b) => a == b, SendLookahead, static _ => { });
    }

    private MiniportAdapter Adapter => _stack.Adapter;

    private OidStation Down => _stack.StationBelow(_stack.Filters.Count);

    private OidStation DirectDown => _stack.DirectStationBelow(_stack.Filters.Count);

    /// <summary>A binding submits a request.</summary>
    public NtStatus Submit(OidRequest request, ProtocolBinding binding)
    {
        NtStatus port = Adapter.PortTable.Check(request.Port);
        if (port != NtStatus.Success)
        {
            return port;
        }

        if (!request.Port.IsDefault && (Adapter.RegistrationAttributes?.Flags & MiniportAttributeFlags.NoOidInterceptOnNonDefaultPorts) > 0)
        {
            return Down.Submit(request, binding);
        }

        if (OidCatalog.Find(request.Oid) is { } info && Refuse(info, request.Type) is { } refused)
        {
            return refused;
        }

        return request.Type switch
        {
            OidRequestType.SetInformation => Set(request, binding),
            OidRequestType.Method => Down.Submit(request, binding),
            _ => Query(request, binding),
        };
    }

    /// <summary>A binding submits a direct request.</summary>
    public NtStatus SubmitDirect(OidRequest request, ProtocolBinding binding)
    {
        NtStatus port = Adapter.PortTable.Check(request.Port);
        return port == NtStatus.Success ? DirectDown.Submit(request, binding) : port;
    }

    /// <summary>A binding issues a synchronous request.</summary>
    public NtStatus IssueSynchronous(OidRequest request, ProtocolBinding binding)
    {
        NtStatus port = Adapter.PortTable.Check(request.Port);
        if (port != NtStatus.Success)
        {
            return port;
        }

        request.Submitter = binding;
        return SynchronousOidPath.Issue(_stack, _stack.Filters.Count, request);
    }

    /// <summary>Gives up requests of this identifier: the first driver below that has one is asked, and asks in its turn for the clone that it submitted.</summary>
    public void Cancel(ulong requestId) => Down.Cancel(requestId);

    /// <summary>The same for direct requests.</summary>
    public void CancelDirect(ulong requestId) => DirectDown.Cancel(requestId);

    /// <inheritdoc/>
    void IOidSubmitter.OidRequestComplete(OidRequest request, NtStatus status)
    {
        Errand errand = (Errand)request.SourceReserved0!;
        status = errand.Ended(request, status);
        if (errand.Original is { } original)
        {
            ((IOidSubmitter)errand.Binding!).OidRequestComplete(original, status);
        }
    }

    // What nobody answers any more, and what can be done with an identifier of NDIS itself only in another way.
    private static NtStatus? Refuse(OidInfo info, OidRequestType type) =>
        info.AnsweredBy == OidAnswerer.Nobody ? NdisStatus.NotSupported
        : info.AnsweredBy == OidAnswerer.Ndis && !info.Allows(type) ? NdisStatus.InvalidOid
        : null;

    private NtStatus Query(OidRequest request, ProtocolBinding binding)
    {
        if (KnownOids.TryAnswer(request, binding, out NtStatus known))
        {
            return known;
        }

        // A miniport that keeps such a counter by itself is asked for it.
        return StatisticsOids.Has(request.Oid) && !binding.Attributes.SupportedOids.Contains(request.Oid) ? QueryStatistics(request, binding) : Down.Submit(request, binding);
    }

    private NtStatus QueryStatistics(OidRequest request, ProtocolBinding binding) =>
        Send(OidRequest.Query(Oid.GenStatistics, NdisStatistics.Size), request, binding, (own, status) =>
            !status.IsSuccess ? status
            : own.TryGetAnswer(out NdisStatistics statistics) ? StatisticsOids.Answer(request, Adapter, statistics)
            : NdisStatus.Failure);

    private NtStatus Set(OidRequest request, ProtocolBinding binding)
    {
        if (!request.Port.IsDefault && request.Oid != Oid.GenPortAuthenticationParameters)
        {
            return Down.Submit(request, binding);
        }

        return request.Oid switch
        {
            Oid.GenCurrentPacketFilter => SetPacketFilter(request, binding),
            Oid.Ethernet8023MulticastList => SetMulticastList(request, binding),
            Oid.Ethernet8023AddMulticastAddress => ChangeMulticastList(request, binding, adds: true),
            Oid.Ethernet8023DeleteMulticastAddress => ChangeMulticastList(request, binding, adds: false),
            Oid.GenCurrentLookahead => SetLookahead(request, binding),
            Oid.GenProtocolOptions => SetProtocolOptions(request, binding),
            Oid.OffloadEncapsulation => SetEncapsulation(request, binding),
            Oid.GenPortAuthenticationParameters => SetPortAuthentication(request, binding),
            _ => Down.Submit(request, binding),
        };
    }

    private NtStatus SetProtocolOptions(OidRequest request, ProtocolBinding binding)
    {
        NtStatus status = request.Read(out uint options);
        if (status.IsSuccess)
        {
            binding.Options = (ProtocolBindingOptions)options;
            _stack.Edge.Update();
        }

        return status;
    }

    private NtStatus SetEncapsulation(OidRequest request, ProtocolBinding binding)
    {
        NtStatus status = request.Read<OffloadEncapsulation>(out OffloadEncapsulation? encapsulation);
        return status.IsSuccess ? PassDown(request, binding, () => Adapter.Encapsulation = encapsulation!) : status;
    }

    private NtStatus SetPortAuthentication(OidRequest request, ProtocolBinding binding)
    {
        NtStatus status = request.Read<PortAuthenticationParameters>(out PortAuthenticationParameters? parameters);
        if (!status.IsSuccess)
        {
            return status;
        }

        return PassDown(request, binding, () =>
        {
            Adapter.PortTable.Find(request.Port)?.Apply(parameters!);
            Adapter.PortsChanged();
        });
    }

    /// <summary>Passes a clone down and takes note when the miniport has agreed.</summary>
    private NtStatus PassDown(OidRequest request, ProtocolBinding binding, Action agreed) => Send(request.Clone(), request, binding, (clone, status) =>
    {
        clone.CopyResultTo(request);
        if (status.IsSuccess)
        {
            agreed();
        }

        return status;
    });

    /// <summary>Sends a request of NDIS itself down.</summary>
    /// <param name="request">The request.</param>
    /// <param name="original">The request of a binding that it is for, or null.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="ended">Called when it is complete; returns the status of the original.</param>
    private NtStatus Send(OidRequest request, OidRequest? original, ProtocolBinding? binding, Func<OidRequest, NtStatus, NtStatus> ended)
    {
        request.SourceReserved0 = new Errand(original, binding, ended);
        request.RequestId = original?.RequestId ?? OidStep.RequestId;
        NtStatus status = Down.Submit(request, this);
        return status == NtStatus.Pending ? status : ended(request, status);
    }

    /// <summary>What a request of NDIS to the drivers below is for.</summary>
    private sealed record Errand(OidRequest? Original, ProtocolBinding? Binding, Func<OidRequest, NtStatus, NtStatus> Ended);
}
