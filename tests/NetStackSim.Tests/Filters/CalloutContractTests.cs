using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>What callouts may do, and what happens when they do something else: flows, busy callouts, held classifications, tags, broken rules, faults.</summary>
public sealed class CalloutContractTests
{
    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void PendClassify_ConnectRedirect_WaitsForTheAnswer(IpFamily family, ClassifierKind classifier, bool permit)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        ClassifyContext? held = null;
        RuntimeFilter? filter = null;
        lab.Callout(lab.A, "ALE_CONNECT_REDIRECT", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            Assert.True(redirection.AcquireClassifyHandle(m, out held).IsSuccess);
            filter = f;
            Assert.Equal(NtStatus.Success, redirection.PendClassify(held!, f, ref o));
            Assert.Equal(FwpStatus.CannotPend, redirection.PendClassify(held!, f, ref o));
        });
        NtStatus status = lab.Network.Run(async () =>
        {
            await using SimTcpListener first = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 81));
            Task<SimTcpStream> connect = lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80)).AsTask();
            await Task.Delay(TimeSpan.FromSeconds(3), lab.Network.TimeProvider);
            Assert.False(connect.IsCompleted);

            // The decision comes from a worker, with another port.
            ClassifyOut later = default;
            Assert.True(redirection.AcquireWritable(held!, filter!, ref later, out RedirectRequest? request).IsSuccess);
            request!.Remote = request.Remote.WithPort(81);
            Assert.True(redirection.ApplyModified(held!, request).IsSuccess);
            Assert.True(redirection.CompleteClassify(held!, permit ? FilterActionType.Permit : FilterActionType.Block).IsSuccess);
            Assert.Equal(NtStatus.InvalidParameter, redirection.CompleteClassify(held!, FilterActionType.Permit));
            redirection.ReleaseClassifyHandle(held!);
            try
            {
                await using SimTcpStream stream = await connect;
                Assert.Equal(81, stream.RemoteEndpoint.Port);
                return NtStatus.Success;
            }
            catch (SocketStatusException error)
            {
                return error.Status;
            }
        });
        Assert.Equal(permit ? NtStatus.Success : NtStatus.AccessDenied, status);
    }

    [Theory]
    [LabCases]
    public void Scenario57_BindRedirect_RewritesTheAddressForTheLifeOfTheSocket(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        List<(IpEndpoint Was, ulong Filter)> versions = [];
        LabCallout callout = lab.Callout(lab.A, "ALE_BIND_REDIRECT", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            Assert.Equal(NtStatus.Success, redirection.AcquireClassifyHandle(m, out ClassifyContext? handle));
            Assert.Equal(NtStatus.Success, redirection.AcquireWritable(handle!, f, ref o, out RedirectRequest? request));
            Assert.Equal((FilterActionType.Block, false), (o.Action, o.CanWrite));
            request!.Local = new IpEndpoint(lab.A.Address, 6000);
            Assert.Equal(NtStatus.Success, redirection.ApplyModified(handle!, request));
            versions.Add((request.PreviousVersion!.Local, request.ModifierFilterId));
            redirection.ReleaseClassifyHandle(handle!);
            o.Action = FilterActionType.Permit;
        });
        List<(IpAddress Address, ulong Port)> assigned = [];
        lab.Callout(
            lab.A,
            "ALE_RESOURCE_ASSIGNMENT",
            (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                assigned.Add((FilterLab.AddressOf(v[AleResourceAssignmentField.IpLocalAddress]), v[AleResourceAssignmentField.IpLocalPort].Number));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await using SimUdpSocket socket = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            Assert.Equal(new IpEndpoint(lab.A.Address, 6000), socket.LocalEndpoint);
            for (int i = 0; i < 2; i++)
            {
                await socket.SendToAsync(new byte[1], to.LocalEndpoint);
                Assert.Equal(socket.LocalEndpoint, (await to.ReceiveFromAsync(new byte[10])).Remote);
            }
        });
        Assert.Equal([(lab.A.Address, 6000UL)], assigned);
        Assert.Equal([(new IpEndpoint(lab.Any, 5000), callout.FilterId)], versions);
        Assert.Equal(1, callout.Calls);
        Assert.Empty(lab.A.Filters.Contracts.Violations);
    }

    [Theory]
    [LabCases]
    public void Scenario57_BindRedirect_OfAListener_ServesTheOtherPort(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.B.Filters!.Redirection;
        lab.Callout(lab.B, "ALE_BIND_REDIRECT", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            redirection.AcquireClassifyHandle(m, out ClassifyContext? handle);
            redirection.AcquireWritable(handle!, f, ref o, out RedirectRequest? request);
            request!.Local = request.Local.WithPort(8080);
            redirection.ApplyModified(handle!, request);
            redirection.ReleaseClassifyHandle(handle!);
            o.Action = FilterActionType.Permit;
        });
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Assert.Equal(8080, listener.LocalEndpoint.Port);
            Assert.Equal(NtStatus.ConnectionRefused, await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 80)));
            Assert.Equal(NtStatus.Success, await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 8080)));
        });
    }

    [Theory]
    [LabCases]
    public void UdpRedirect_EveryDatagramToThePeerGoesElsewhere(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        LabCallout callout = lab.Callout(lab.A, "ALE_CONNECT_REDIRECT", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            redirection.AcquireClassifyHandle(m, out ClassifyContext? handle);
            redirection.AcquireWritable(handle!, f, ref o, out RedirectRequest? request);
            request!.Remote = new IpEndpoint(lab.B.Address, 54);
            redirection.ApplyModified(handle!, request);
            redirection.ReleaseClassifyHandle(handle!);
            o.Action = FilterActionType.Permit;
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 54));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            for (int i = 1; i <= 3; i++)
            {
                await from.SendToAsync(new byte[i], new IpEndpoint(lab.B.Address, 53));
                Assert.Equal(i, (await to.ReceiveFromAsync(new byte[10])).Bytes);
            }
        });
        Assert.Equal(1, callout.Calls);
    }

    [Theory]
    [LabCases]
    public void FlowAbort_ResetsAConnectionAndForgetsADatagramFlow(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        List<ulong> flows = [];
        lab.Callout(lab.A, "ALE_FLOW_ESTABLISHED", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            flows.Add(m.FlowHandle);
            o.Continue();
        }, FilterActionType.CalloutInspection);
        CalloutRegistry callouts = lab.A.Filters!.Callouts;
        lab.WithConnection(async (client, server) =>
        {
            Assert.Equal(NtStatus.Success, callouts.FlowAbort(flows[0]));
            IOException error = await Assert.ThrowsAsync<IOException>(async () => await server.ReadExactlyAsync(new byte[1]));
            Assert.Equal(NtStatus.ConnectionReset, Assert.IsType<SocketStatusException>(error.InnerException).Status);
            Assert.Equal(NtStatus.NotFound, callouts.FlowAbort(flows[0]));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            Assert.Equal(NtStatus.Success, callouts.FlowAbort(flows[1]));
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            Assert.Equal(3, flows.Distinct().Count());
        });
    }

    [Theory]
    [LabCases]
    public void Unregister_InsideItsOwnCall_IsBusy_AndRemovedContextsComeBackAfterIt(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        CalloutRegistry callouts = lab.A.Filters!.Callouts;
        ushort layer = lab.Layer(lab.A, "ALE_FLOW_ESTABLISHED").Id;
        LabCallout callout = null!;
        List<NtStatus> seen = [];
        int deletedInside = -1;
        callout = lab.Callout(lab.A, "ALE_FLOW_ESTABLISHED", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            seen.Add(callouts.FlowAssociateContext(m.FlowHandle, layer, callout.Id, 0));
            seen.Add(callouts.FlowAssociateContext(m.FlowHandle, layer, callout.Id, 5));
            seen.Add(callouts.FlowRemoveContext(m.FlowHandle, layer, callout.Id));
            seen.Add(callouts.FlowRemoveContext(m.FlowHandle, layer, callout.Id));
            deletedInside = callout.Deleted.Count;
            o.Continue();
        }, FilterActionType.CalloutInspection);
        lab.WithConnection((_, _) => Task.CompletedTask);
        Assert.Equal([NtStatus.InvalidParameter, NtStatus.Success, NtStatus.Pending, NtStatus.Unsuccessful], seen);
        Assert.Equal(0, deletedInside);
        Assert.Equal([5UL], callout.Deleted);
        Assert.Equal(NtStatus.Success, callouts.Unregister(callout.Key));
    }

    [Theory]
    [LabCases]
    public void Tags_FollowAPacketThroughCloneAndExit(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.B.Filters!.Injection!;
        uint tag = packets.GetTagForContext();
        List<PacketTagEvent> events = [];
        LabCallout callout = null!;
        callout = lab.Callout(lab.B, "DATAGRAM_DATA", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            Assert.Equal(NtStatus.Success, packets.AssociateContext(list, 77, tag, (e, c, t, _, _) =>
            {
                Assert.Equal((77UL, tag), (c, t));
                events.Add(e);
            }));
            Assert.Equal(FwpStatus.ObjectNameExists, packets.AssociateContext(list, 78, tag, static (_, _, _, _, _) => { }));
            Assert.Equal(NtStatus.Success, packets.RetrieveContext(list, tag, remove: false, out ulong context));
            Assert.Equal(77UL, context);
            packets.Clone(list, out NetBufferList? clone);
            Assert.Equal(NtStatus.NotFound, packets.RetrieveContext(clone!, tag, remove: false, out _));
            packets.FreeClone(clone!);
            o.BlockAndAbsorb();
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            await Task.Delay(TimeSpan.FromMilliseconds(10), lab.Network.TimeProvider);
        });
        Assert.Equal([PacketTagEvent.ClonedViaWfpApi, PacketTagEvent.ExitNetIo, PacketTagEvent.ContextRemoved], events);
        Assert.Equal(1, callout.Calls);
    }

    [Theory]
    [LabCases]
    public void Rules_EachMistakeIsNamed(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        FilterEngine engine = lab.B.Filters!;
        PacketInjection packets = engine.Injection!;
        lab.Callout(lab.B, "DATAGRAM_DATA", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            packets.Clone(list, out NetBufferList? clone);
            clone!.FirstNetBuffer.Advance(1);
            packets.FreeClone(clone);
            packets.Reference(list, intendToModify: false);
            o.Continue();
        }, FilterActionType.CalloutInspection);
        lab.Callout(lab.B, "ALE_FLOW_ESTABLISHED", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.BlockAndAbsorb(), FilterActionType.CalloutTerminating, conditions: ("IP_LOCAL_PORT", FwpValue.UInt16(54)));
        lab.Callout(lab.B, lab.Discard(lab.B, "INBOUND_IPPACKET"), (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.BlockAndAbsorb(), FilterActionType.CalloutTerminating);
        lab.Callout(lab.B, "ALE_AUTH_RECV_ACCEPT", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            m.CompletionHandle!.Pend(m);
            o.Action = FilterActionType.Permit;
        }, FilterActionType.CalloutTerminating, conditions: ("IP_PROTOCOL", FwpValue.UInt8(6)));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            await to.ReceiveFromAsync(new byte[10]);
            await from.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 4711));
            await Task.Delay(TimeSpan.FromMilliseconds(10), lab.Network.TimeProvider);
        });
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            await Assert.ThrowsAsync<SocketStatusException>(async () => await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80)));
        });
        ContractRule[] rules = [.. engine.Contracts.Violations.Select(static v => v.Rule).Distinct().Order()];
        Assert.Equal([ContractRule.AbsorbWithoutBlock, ContractRule.PendWithoutAbsorb, ContractRule.CloneFreedModified, ContractRule.ListKeptWithoutAbsorb], rules);
    }

    [Theory]
    [LabCases("FwpsFlowAssociateContext0")]
    [LabCases("FwpsAllocateCloneNetBufferList0")]
    [LabCases("FwpsInjectionHandleCreate0")]
    [LabCases("FwpsRedirectHandleCreate0")]
    public void Faults_TheNthCallFails(IpFamily family, ClassifierKind classifier, string function)
    {
        using var lab = new FilterLab(family, classifier);
        FilterEngine engine = lab.A.Filters!;
        engine.Faults.Fail(function, 2, NtStatus.InsufficientResources);
        List<bool> failed = [Failed(), Failed(), Failed()];
        Assert.Equal([false, true, false], failed);
        Assert.Equal((1, 3), (engine.Faults.Injected, engine.Faults.Calls(function)));

        bool Failed() => Call() == NtStatus.InsufficientResources;

        NtStatus Call()
        {
            NtStatus status;
            switch (function)
            {
                case "FwpsFlowAssociateContext0":
                    return engine.Callouts.FlowAssociateContext(1, 2, 3, 4);
                case "FwpsAllocateCloneNetBufferList0":
                    engine.Injection!.Allocate(new byte[4], out NetBufferList? list);
                    status = engine.Injection.Clone(list!, out NetBufferList? clone);
                    if (clone is not null)
                    {
                        engine.Injection.FreeClone(clone);
                    }

                    engine.Injection.Free(list!);
                    return status;
                case "FwpsInjectionHandleCreate0":
                    engine.Injection!.CreateHandle(null, InjectionTypes.Network, out status);
                    return status;
                default:
                    engine.Redirection.CreateHandle(Guid.Empty, out status);
                    return status;
            }
        }
    }
}
