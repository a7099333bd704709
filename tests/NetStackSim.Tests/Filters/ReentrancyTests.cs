using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Callouts that do something to the engine while it calls them: send, inject, change policy, complete, go away.</summary>
public sealed class ReentrancyTests
{
    [Fact]
    public void Inject_InsideTheCall_HappensAfterIt()
    {
        using var lab = new FilterLab();
        PacketInjection packets = lab.A.Filters!.Injection!;
        LabCallout callout = null!;
        int depth = 0;
        int deepest = 0;
        List<InjectionState> states = [];
        callout = lab.Callout(lab.A, "OUTBOUND_IPPACKET", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            deepest = Math.Max(deepest, ++depth);
            var list = (NetBufferList)d!;
            InjectionState state = packets.QueryState(callout.Handle, list, out _);
            states.Add(state);
            o.Action = FilterActionType.Permit;
            if (state == InjectionState.NotInjected)
            {
                Assert.True(packets.DeepClone(list, out NetBufferList? copy).IsSuccess);
                Assert.True(packets.NetworkSend(callout.Handle, null, m.CompartmentId, copy!, (l, _) => packets.Free(l)).IsSuccess);
            }

            depth--;
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[5], to.LocalEndpoint);
            Assert.Equal(5, (await to.ReceiveFromAsync(new byte[10])).Bytes);
            Assert.Equal(5, (await to.ReceiveFromAsync(new byte[10])).Bytes);
        });
        Assert.Equal(1, deepest);
        Assert.Equal([InjectionState.NotInjected, InjectionState.InjectedBySelf], states);
        Assert.Empty(lab.A.Filters.Contracts.Violations);
    }

    [Fact]
    public void Send_InsideTheCall_IsClassifiedInside_AndTheOuterCallKeepsItsValues()
    {
        using var lab = new FilterLab();
        SimUdpSocket other = null!;
        Task? inner = null;
        List<(ushort Before, ushort After)> ports = [];
        lab.Callout(lab.A, "OUTBOUND_TRANSPORT", (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            ushort before = (ushort)v[OutboundTransportField.IpRemotePort].Number;
            if (before == 53)
            {
                inner = other.SendToAsync(new byte[2], new IpEndpoint(lab.B.Address, 54)).AsTask();
            }

            ports.Add((before, (ushort)v[OutboundTransportField.IpRemotePort].Number));
            o.Continue();
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            other = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket first = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await using SimUdpSocket second = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 54));
            await from.SendToAsync(new byte[1], first.LocalEndpoint);
            await inner!;
            Assert.Equal(1, (await first.ReceiveFromAsync(new byte[10])).Bytes);
            Assert.Equal(2, (await second.ReceiveFromAsync(new byte[10])).Bytes);
            await other.DisposeAsync();
        });
        Assert.Equal([(53, 53), (54, 54)], ports.Select(static p => ((int)p.Before, (int)p.After)).Order());
        Assert.Empty(lab.A.Filters!.Contracts.Violations);
    }

    [Fact]
    public void Policy_ChangedByAWorkerOfACall_HoldsFromTheNextPacketOn()
    {
        using var lab = new FilterLab();
        bool adds = true;
        lab.Callout(lab.B, "DATAGRAM_DATA", (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            if (adds)
            {
                // At DISPATCH policy cannot be changed: a worker does it.
                adds = false;
                Assert.Equal(Irql.Dispatch, lab.B.Kernel.CurrentProcessor.Irql);
                new WorkItem(lab.B.Kernel, new Worker(() => lab.Block(lab.B, "DATAGRAM_DATA", ("IP_LOCAL_PORT", FwpValue.UInt16(53))))).Queue();
            }
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            Assert.Equal(1, (await to.ReceiveFromAsync(new byte[10])).Bytes);
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            await Task.Delay(TimeSpan.FromMilliseconds(5), lab.Network.TimeProvider);
        });
        Assert.Equal(1, lab.B.Filters!.Drops.Total);
        Assert.Empty(lab.B.Filters.Contracts.Violations);
    }

    [Fact]
    public void Classify_InsideAClassify_OfTheSameLayer_CountsAndDecidesByItself()
    {
        using var lab = new FilterLab();
        FilterEngine engine = lab.A.Filters!;
        EngineLayer layer = engine.Layer(LayerId.AleAuthListenV4);
        List<int> depths = [];
        int depth = 0;
        LabCallout callout = lab.Callout(lab.A, "ALE_AUTH_LISTEN", (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            depths.Add(++depth);
            if (depth < 4)
            {
                ClassifyMetadata none = default;
                layer.Classify(new ClassifyValues(layer.Schema), ref none, null, out ClassifyResult inner);
                Assert.Equal(depth % 2 == 1, inner.IsBlock);
            }

            o.Action = depth-- % 2 == 0 ? FilterActionType.Block : FilterActionType.Permit;
        });
        lab.Network.Run(async () => await lab.A.Sockets.Listen(new IpEndpoint(lab.Any, 80)).DisposeAsync());
        Assert.Equal([1, 2, 3, 4], depths);
        Assert.Equal(4, callout.Calls);
        Assert.Equal(NtStatus.Success, engine.Callouts.Unregister(callout.Key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Complete_InsideTheCallThatHolds_TakesEffectAfterIt(bool classification)
    {
        using var lab = new FilterLab();
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        bool done = false;
        LabCallout callout = lab.Callout(
            lab.A,
            classification ? "ALE_CONNECT_REDIRECT" : "ALE_AUTH_CONNECT",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
            {
                o.Action = FilterActionType.Permit;
                if (done)
                {
                    return;
                }

                done = true;
                if (classification)
                {
                    Assert.True(redirection.AcquireClassifyHandle(m, out ClassifyContext? held).IsSuccess);
                    Assert.Equal(NtStatus.Success, redirection.PendClassify(held!, f, ref o));
                    Assert.Equal(NtStatus.Success, redirection.CompleteClassify(held!, FilterActionType.Permit));
                    redirection.ReleaseClassifyHandle(held!);
                }
                else
                {
                    Assert.Equal(NtStatus.Success, m.CompletionHandle!.Pend(m));
                    Assert.Equal(NtStatus.Success, m.CompletionHandle.Complete());
                    o.BlockAndAbsorb();
                }
            });
        lab.WithConnection((client, _) =>
        {
            Assert.Equal(7, client.RemoteEndpoint.Port);
            return Task.CompletedTask;
        });
        Assert.Empty(lab.A.Filters.Contracts.Violations);
        Assert.Equal(NtStatus.Success, lab.A.Filters.Callouts.Unregister(callout.Key));
    }

    [Fact]
    public void FlowAbort_InsideTheCall_EndsTheConnectionOnce()
    {
        using var lab = new FilterLab();
        CalloutRegistry callouts = lab.B.Filters!.Callouts;
        ushort layer = lab.Layer(lab.B, "STREAM").Id;
        LabCallout callout = null!;
        callout = lab.Callout(lab.B, "STREAM", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Action = FilterActionType.Permit;
            if (((StreamCalloutPacket)d!).DataLength == 3)
            {
                Assert.Equal(NtStatus.Success, callouts.FlowAssociateContext(m.FlowHandle, layer, callout.Id, 5));
                Assert.Equal(NtStatus.Success, callouts.FlowAbort(m.FlowHandle));
                Assert.Equal(NtStatus.NotFound, callouts.FlowAbort(m.FlowHandle));
            }
        });
        lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync(new byte[3]);
            IOException error = await Assert.ThrowsAsync<IOException>(async () => await client.ReadExactlyAsync(new byte[1]));
            Assert.Equal(NtStatus.ConnectionReset, Assert.IsType<SocketStatusException>(error.InnerException).Status);
            await Assert.ThrowsAsync<IOException>(async () => await server.ReadExactlyAsync(new byte[4]));
        });
        Assert.Equal([5UL], callout.Deleted);
        Assert.Equal(NtStatus.Success, callouts.Unregister(callout.Key));
    }

    private sealed class Worker(Action work) : IWorkItemTarget
    {
        public void OnWorkItem(WorkItem workItem) => work();
    }
}
