using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims.Tests;

public sealed class ShimTests
{
    private readonly ShimHost _host = new();

    [Fact]
    public void Connect_Blocked_NamesFilterAndReason()
    {
        ulong id = _host.Add(LayerId.AleAuthConnectV4, FilterActionType.Block, ("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(80)));
        InspectionContext context = ShimHost.Connect();
        InspectionVerdict verdict = _host.Ask(InspectionLayer.Connect, ref context);

        Assert.Equal((InspectionAction.Block, GeneralDrop.FirewallPolicy, id), (verdict.Action, verdict.Reason, verdict.FilterId));
        DropExplanation drop = _host.Engine.Drops[0];
        Assert.Equal((id, "UNIVERSAL", "IP_REMOTE_PORT 80 equal to 80"), (drop.FilterId, drop.SubLayer, drop.Condition));
        Assert.Contains(new KeyValuePair<string, string>("IP_REMOTE_ADDRESS", "10.0.0.2"), drop.Values);

        context = ShimHost.Connect(81);
        Assert.True(_host.Ask(InspectionLayer.Connect, ref context).IsPermit);
    }

    [Fact]
    public void Connect_OutboundFlow_FillsNextHopAndLeavesArrivalEmpty()
    {
        ClassifyValues? seen = null;
        TestCallout callout = new((ClassifyValues v, ref ClassifyMetadata _, object? _, ref ClassifyOut o) =>
        {
            seen = Copy(v);
            o.Continue();
        });
        _host.Add(LayerId.AleAuthConnectV4, FilterActionType.CalloutInspection, _host.AddCallout(LayerId.AleAuthConnectV4, callout));
        InspectionContext context = ShimHost.Connect();
        _host.Ask(InspectionLayer.Connect, ref context);

        Assert.Equal((6UL << 48) | (7UL << 24), seen![AleAuthConnectField.IpNexthopInterface].Number);
        Assert.True(seen[AleAuthConnectField.IpArrivalInterface].IsEmpty);
        Assert.Equal("System", seen[AleAuthConnectField.AleAppId].Blob!.ToString());
        Assert.Equal("S-1-0-0", seen[AleAuthConnectField.AlePackageId].Sid!.ToString());
        Assert.True(seen[AleAuthConnectField.OriginalIcmpType].IsEmpty);
    }

    [Fact]
    public void Loopback_AtAle_CarriesTheNonAppContainerFlag()
    {
        _host.Add(LayerId.AleAuthConnectV4, FilterActionType.Block, ("FLAGS", FwpMatchType.FlagsAllSet, FwpValue.UInt32(0x800001)));
        InspectionContext context = ShimHost.Connect();
        context.Flags = InspectionFlags.Loopback;
        Assert.Equal(InspectionAction.Block, _host.Ask(InspectionLayer.Connect, ref context).Action);
    }

    [Fact]
    public void Bind_Wildcard_LeavesTheAddressEmpty()
    {
        ulong byAddress = _host.Add(
            LayerId.AleResourceAssignmentV4, FilterActionType.Block, ("IP_LOCAL_ADDRESS", FwpMatchType.Equal, FwpValue.UInt32(0x0A000001)));
        InspectionContext context = new() { LocalAddress = IpAddress.AnyV4, LocalPort = 80, Protocol = 6, Flags = InspectionFlags.WildcardBind };
        Assert.True(_host.Ask(InspectionLayer.Bind, ref context).IsPermit);
        context.LocalAddress = IpAddress.Parse("10.0.0.1");
        Assert.Equal(byAddress, _host.Ask(InspectionLayer.Bind, ref context).FilterId);
    }

    [Fact]
    public void Absorb_BecomesTheStacksAbsorbAndIsNoDrop()
    {
        TestCallout callout = new(static (ClassifyValues _, ref ClassifyMetadata _, object? _, ref ClassifyOut o) => o.BlockAndAbsorb());
        _host.Add(LayerId.OutboundTransportV4, FilterActionType.CalloutTerminating, _host.AddCallout(LayerId.OutboundTransportV4, callout));
        InspectionContext context = ShimHost.Connect();
        Assert.Equal(InspectionAction.Absorb, _host.Ask(InspectionLayer.OutboundTransport, ref context).Action);
        Assert.Equal(0, _host.Engine.Drops.Total);
    }

    [Fact]
    public void Closure_Block_OnlyInforms()
    {
        _host.Add(LayerId.AleEndpointClosureV4, FilterActionType.Block);
        InspectionContext context = ShimHost.Connect();
        Assert.True(_host.Ask(InspectionLayer.Closure, ref context).IsPermit);
    }

    [Fact]
    public void Flow_Reauthorization_AsksOnlyAfterAChangeAtItsLayer()
    {
        ulong id = _host.Add(LayerId.AleAuthConnectV4, FilterActionType.Permit);
        InspectionState state = new();
        InspectionContext context = ShimHost.Connect();
        context.State = state;
        _host.Ask(InspectionLayer.Connect, ref context);
        long asked = _host.Engine.Layer(LayerId.AleAuthConnectV4).Permits;

        _host.Add(LayerId.AleAuthRecvAcceptV4, FilterActionType.Block);
        context.Flags = InspectionFlags.Reauthorize;
        Assert.True(_host.Ask(InspectionLayer.Connect, ref context).IsPermit);
        Assert.Equal(asked, _host.Engine.Layer(LayerId.AleAuthConnectV4).Permits);

        _host.Session.FilterDeleteById(id);
        _host.Add(LayerId.AleAuthConnectV4, FilterActionType.Block, ("FLAGS", FwpMatchType.FlagsAllSet, FwpValue.UInt32(4)));
        Assert.Equal(InspectionAction.Block, _host.Ask(InspectionLayer.Connect, ref context).Action);
        Assert.Null(state.Engine);
    }

    [Fact]
    public void Flow_ContextOfACallout_ComesBackWhenTheStackEndsTheFlow()
    {
        TestCallout callout = new((ClassifyValues v, ref ClassifyMetadata m, object? _, ref ClassifyOut o) =>
        {
            uint id = _host.Engine.Callouts.Find(new Guid((int)LayerId.AleFlowEstablishedV4 + 1, 0, 0, new byte[8]))!.Id;
            Assert.True(_host.Engine.Callouts.FlowAssociateContext(m.FlowHandle, (ushort)LayerId.StreamV4, id, 99).IsSuccess);
            o.Continue();
        });
        _host.Add(LayerId.AleFlowEstablishedV4, FilterActionType.CalloutInspection, _host.AddCallout(LayerId.AleFlowEstablishedV4, callout));
        InspectionContext context = ShimHost.Connect();
        context.State = new InspectionState();

        _host.Ask(InspectionLayer.FlowEstablished, ref context);
        Assert.Empty(callout.Deleted);
        context.State!.End();
        context.State.End();

        Assert.Equal([99UL], callout.Deleted);
        Assert.Equal(0, _host.Engine.Flows.Count);
    }

    [Fact]
    public void Pend_Connect_IsAskedAgainOnCompletion()
    {
        CompletionHandle? handle = null;
        List<uint> reasons = [];
        TestCallout callout = new((ClassifyValues v, ref ClassifyMetadata m, object? _, ref ClassifyOut o) =>
        {
            reasons.Add((uint)v[AleAuthConnectField.ReauthorizeReason].Number);
            if (handle is null)
            {
                handle = m.CompletionHandle;
                Assert.True(handle!.Pend(m).IsSuccess);
                o.BlockAndAbsorb();
            }
            else
            {
                o.Block();
            }
        });
        ulong id = _host.Add(LayerId.AleAuthConnectV4, FilterActionType.CalloutTerminating, _host.AddCallout(LayerId.AleAuthConnectV4, callout));
        PendedConnect operation = new();
        InspectionContext context = ShimHost.Connect();
        context.Pendable = operation;

        Assert.Equal(InspectionAction.Pend, _host.Ask(InspectionLayer.Connect, ref context).Action);
        Assert.True(handle!.Complete().IsSuccess);
        Assert.Equal(1, operation.Resumed);
        context.Flags |= InspectionFlags.Reauthorize;
        context.Reauthorization = ReauthorizationReasons.ClassifyCompletion;
        InspectionVerdict verdict = _host.Ask(InspectionLayer.Connect, ref context);

        Assert.Equal([0u, 0x10u], reasons);
        Assert.Equal((InspectionAction.Block, id), (verdict.Action, verdict.FilterId));
        Assert.Equal(NtStatus.InvalidParameter, handle.Complete());
    }

    [Fact]
    public void Pend_InsideReauthorization_CannotPend()
    {
        NtStatus status = NtStatus.Success;
        TestCallout callout = new((ClassifyValues _, ref ClassifyMetadata m, object? _, ref ClassifyOut o) =>
        {
            status = m.CompletionHandle!.Pend(m);
            o.Block();
        });
        _host.Add(LayerId.AleAuthConnectV4, FilterActionType.CalloutTerminating, _host.AddCallout(LayerId.AleAuthConnectV4, callout));
        InspectionContext context = ShimHost.Connect();
        context.Pendable = new PendedConnect();
        context.Flags = InspectionFlags.Reauthorize;
        _host.Ask(InspectionLayer.Connect, ref context);
        Assert.Equal(FwpStatus.CannotPend, status);
    }

    [Fact]
    public void Discard_TwinOfTheLayer_SeesReasonAndSuppressesTheAnswer()
    {
        DropReason reason = default;
        TestCallout callout = new((ClassifyValues _, ref ClassifyMetadata m, object? _, ref ClassifyOut o) =>
        {
            reason = m.DiscardReason;
            o.Block();
        });
        _host.Add(
            LayerId.InboundTransportV4Discard,
            FilterActionType.CalloutTerminating,
            _host.AddCallout(LayerId.InboundTransportV4Discard, callout),
            ("FLAGS", FwpMatchType.FlagsNoneSet, FwpValue.UInt32(1)));
        InspectionContext context = ShimHost.Connect();
        context.DropLayer = InspectionLayer.InboundTransport;
        context.DropReason = TransportDrop.EndpointNotFound;

        Assert.Equal(InspectionAction.Block, _host.Ask(InspectionLayer.Discard, ref context).Action);
        Assert.Equal(TransportDrop.EndpointNotFound, reason);

        context.DropLayer = InspectionLayer.InboundNetwork;
        Assert.True(_host.Ask(InspectionLayer.Discard, ref context).IsPermit);
        Assert.Equal(1, callout.Calls);
    }

    [Fact]
    public void Stream_Waterfall_LowerCalloutDoesNotSeeBlockedBytes()
    {
        TestCallout below = new(static (ClassifyValues _, ref ClassifyMetadata _, object? d, ref ClassifyOut o) =>
        {
            Assert.Equal(5, ((StreamCalloutPacket)d!).DataLength);
            o.Continue();
        });
        _host.Session.SubLayerAdd(new SubLayer { Name = "high", Weight = 0xF000 }, out Guid high);
        LayerSchema stream = LayerCatalog.Current.Get(LayerId.StreamV4);
        Filter block = new() { Name = "block", LayerKey = stream.Key, SubLayerKey = high, Action = FilterActionType.Block };
        _host.Add(LayerId.StreamV4, FilterActionType.CalloutInspection, _host.AddCallout(LayerId.StreamV4, below));
        InspectionContext context = ShimHost.Connect();
        context.DataLength = 5;
        Assert.True(_host.Ask(InspectionLayer.Stream, ref context).IsPermit);
        _host.Session.FilterAdd(block, out _);
        Assert.Equal(InspectionAction.Block, _host.Ask(InspectionLayer.Stream, ref context).Action);
        Assert.Equal(1, below.Calls);
    }

    [Fact]
    public void Classify_WithTrace_WritesLayerActionAndFilter()
    {
        _host.Kernel.Trace = new TraceRing(16);
        ulong id = _host.Add(LayerId.OutboundTransportV4, FilterActionType.Block);
        InspectionContext context = ShimHost.Connect();
        _host.Ask(InspectionLayer.OutboundTransport, ref context);

        TraceEvent written = _host.Kernel.Trace[0];
        Assert.Equal(TraceKind.Classify, written.Kind);
        Assert.Equal((ulong)LayerId.OutboundTransportV4 | ((ulong)InspectionAction.Block << 16), written.Arg0);
        Assert.Equal(id, written.Arg1);
        Assert.Equal(_host.Kernel.Name + "/wfp/OUTBOUND_TRANSPORT_V4", _host.Kernel.Trace.ComponentName(written.Component));
    }

    [Fact]
    public void Transport_ManyPackets_AllocateNothing()
    {
        _host.Add(LayerId.OutboundTransportV4, FilterActionType.Block, ("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(81)));
        for (int i = 0; i < 200; i++)
        {
            InspectionContext warm = ShimHost.Connect((ushort)(i % 2 == 0 ? 80 : 81));
            _host.Ask(InspectionLayer.OutboundTransport, ref warm);
        }

        InspectionContext context = ShimHost.Connect();
        InspectionContext blocked = ShimHost.Connect(81);
        _host.Ask(InspectionLayer.OutboundTransport, ref blocked);
        for (int i = 0; i < DropLog.Capacity; i++)
        {
            _host.Ask(InspectionLayer.OutboundTransport, ref blocked);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _host.Ask(InspectionLayer.OutboundTransport, ref context);
            _host.Ask(InspectionLayer.OutboundTransport, ref blocked);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ClassifyValues Copy(ClassifyValues values)
    {
        ClassifyValues copy = new(values.Layer);
        for (int i = 0; i < values.Count; i++)
        {
            copy.Set(i, values[i]);
        }

        return copy;
    }

    private sealed class PendedConnect : IPendedOperation
    {
        internal int Resumed { get; private set; }

        public void Complete(InspectionVerdict verdict)
        {
        }

        public void Resume() => Resumed++;
    }
}
