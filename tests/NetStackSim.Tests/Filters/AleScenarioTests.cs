using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Authorisation of flows over whole hosts: stealth, silent blocks, groups, reauthorisation, pending, redirection (scenarios 31 to 44, 56, 58).</summary>
public sealed class AleScenarioTests
{
    [Theory]
    [LabCases]
    public void Scenario31_Stealth_NoResetAndNoErrorExceptOnLoopback(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        LayerSchema discard = lab.Discard(lab.B, "INBOUND_TRANSPORT");
        Guid silent = family == IpFamily.V4 ? BuiltInCallouts.SilentDropV4 : BuiltInCallouts.SilentDropV6;
        EngineSession session = lab.B.Filters!.Open();
        FilterCondition notLoopback = new(discard.FindField("FLAGS")!.Key, FwpMatchType.FlagsNoneSet, FwpValue.UInt32(1));
        Assert.True(session.FilterAdd(
            new Filter { Name = "silence", LayerKey = discard.Key, Action = FilterActionType.CalloutTerminating, CalloutKey = silent, Conditions = [notLoopback] },
            out _).IsSuccess);
        LayerSchema icmp = lab.Layer(lab.B, "OUTBOUND_ICMP_ERROR");
        FilterCondition unreachable = new(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(family == IpFamily.V4 ? (ushort)3 : (ushort)1));
        FilterCondition away = new(icmp.FindField("FLAGS")!.Key, FwpMatchType.FlagsNoneSet, FwpValue.UInt32(1));
        Assert.True(session.FilterAdd(new Filter { Name = "no errors", LayerKey = icmp.Key, Action = FilterActionType.Block, Conditions = [unreachable, away] }, out _).IsSuccess);

        Assert.Equal(NtStatus.IoTimeout, lab.Connect(4711));
        Assert.Equal(NtStatus.ConnectionRefused, lab.Connect(4711, from: lab.B));
        IcmpStatistics sent = family == IpFamily.V4 ? lab.B.Stack.IcmpV4Statistics : lab.B.Stack.IcmpV6Statistics;
        long before = sent.OutErrorReports;
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket socket = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await socket.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 4711));
            await Task.Delay(TimeSpan.FromMilliseconds(50), lab.Network.TimeProvider);
        });
        Assert.Equal(before, sent.OutErrorReports);
    }

    [Theory]
    [LabCases("ALE_RESOURCE_ASSIGNMENT", 80)]
    [LabCases("ALE_AUTH_LISTEN", 81)]
    public void Scenario32_BindAndListenBlock_FailWithAccessDeniedAndAreDiscardedByPolicy(IpFamily family, ClassifierKind classifier, string layer, int port)
    {
        using var lab = new FilterLab(family, classifier);
        List<(DropReason Reason, ulong Filter, ulong Port)> discarded = [];
        LayerSchema twin = lab.Discard(lab.B, layer);
        int portField = twin.FindField("IP_LOCAL_PORT")!.Index;
        lab.Callout(
            lab.B,
            twin,
            (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                Assert.True(m.Has(MetadataFields.DiscardReason));
                discarded.Add((m.DiscardReason, m.DiscardFilterId, v[portField].Number));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        var recorder = new LayerRecorder(lab.B, family);
        ulong id = lab.Block(lab.B, layer, ("IP_LOCAL_PORT", FwpValue.UInt16((ushort)port)));

        SocketStatusException refused = Assert.Throws<SocketStatusException>(() => lab.B.Sockets.Listen(new IpEndpoint(lab.Any, (ushort)port)));
        Assert.Equal(NtStatus.AccessDenied, refused.Status);
        Assert.Equal([(GeneralDrop.FirewallPolicy, id, (ulong)port)], discarded);
        string bound = "ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT";
        Assert.Equal(
            layer == "ALE_AUTH_LISTEN" ? $"{bound} ALE_AUTH_LISTEN ALE_AUTH_LISTEN_DISCARD ALE_RESOURCE_RELEASE" : $"{bound} ALE_RESOURCE_ASSIGNMENT_DISCARD",
            recorder.Take());
    }

    [Theory]
    [LabCases]
    public void Scenario34_InboundBlock_EverySynIsClassifiedAndNothingIsAnswered(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        int established = 0;
        lab.Callout(
            lab.B,
            "ALE_FLOW_ESTABLISHED",
            (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                established++;
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        ulong id = lab.Block(lab.B, "ALE_AUTH_RECV_ACCEPT");
        var recorder = new LayerCount(lab, lab.B, "OUTBOUND_TRANSPORT", ("IP_PROTOCOL", FwpValue.UInt8(6)));
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            await Assert.ThrowsAsync<SocketStatusException>(async () => await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80)));
        });
        Assert.Equal(5, lab.B.Filters!.FindFilter(id)!.Hits);
        Assert.Equal((0, 0, 0), (established, recorder.Calls, lab.B.Filters.Flows.Count));
    }

    [Theory]
    [LabCases("ALLOW", true)]
    [LabCases("DENY", false)]
    public void Scenario40_MulticastWindow_AdmitsRepliesForFourSeconds(IpFamily family, ClassifierKind classifier, string state, bool admits)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Block(lab.A, "ALE_AUTH_RECV_ACCEPT");
        lab.Callout(
            lab.A,
            "ALE_AUTH_CONNECT",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                Assert.Equal(NtStatus.Success, lab.A.Filters!.ClassifyOptions.Set(m, ClassifyOption.MulticastState, state == "DENY" ? 1u : 0u));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        Assert.Equal(admits ? [1, 3900] : [], Replies(lab, 1, 3900, 4100));
    }

    [Theory]
    [LabCases]
    public void Scenario40_LooseSourceMapping_JoinsRepliesFromAnotherAddress(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        IpAddress second = lab.Neighbour(22);
        Assert.True(lab.B.Stack.AddAddress(lab.B.Stack.Interfaces[1], IpPrefix.Parse($"{second}/{lab.PrefixLength}"), skipDad: true).IsSuccess);
        lab.Block(lab.A, "ALE_AUTH_RECV_ACCEPT");
        bool loose = false;
        lab.Callout(
            lab.A,
            "ALE_AUTH_CONNECT",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                lab.A.Filters!.ClassifyOptions.Set(m, ClassifyOption.LooseSourceMapping, loose ? 1u : 0u);
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        foreach (bool setting in (bool[])[false, true])
        {
            loose = setting;
            lab.Network.Run(async () =>
            {
                await using SimUdpSocket asks = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
                await using SimUdpSocket asked = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
                await using SimUdpSocket other = lab.B.Sockets.OpenUdp(new IpEndpoint(second, 53));
                await asks.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 53));
                await other.SendToAsync(new byte[2], asks.LocalEndpoint);
                Task<UdpReceiveResult> reply = asks.ReceiveFromAsync(new byte[10]).AsTask();
                await Task.WhenAny(reply, Task.Delay(TimeSpan.FromSeconds(1), lab.Network.TimeProvider));
                Assert.Equal(setting, reply.IsCompleted);
            });
        }
    }

    [Theory]
    [LabCases]
    public void Scenario41_PolicyChange_TheNextSegmentIsAuthorisedAnewWhicheverWayItGoes(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        List<(uint Flags, uint Reason, bool HasDirection, uint Direction)> seen = [];
        lab.Callout(
            lab.A,
            "ALE_AUTH_CONNECT",
            (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                seen.Add(((uint)v[AleAuthConnectField.Flags].Number, (uint)v[AleAuthConnectField.ReauthorizeReason].Number, m.Has(MetadataFields.PacketDirection), m.PacketDirection));
                o.Continue();
            },
            FilterActionType.CalloutInspection,
            weight: 0xF000);
        DropReason discarded = default;
        lab.Callout(
            lab.A,
            lab.Discard(lab.A, "ALE_AUTH_CONNECT"),
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                discarded = m.DiscardReason;
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.WithConnection(async (client, server) =>
        {
            lab.Permit(lab.A, "ALE_AUTH_RECV_ACCEPT");
            await client.WriteAsync(new byte[1]);
            await server.ReadExactlyAsync(new byte[1]);
            Assert.Equal([(0u, 0u, false, 0u)], seen);

            lab.Block(lab.A, "ALE_AUTH_CONNECT", ("IP_REMOTE_ADDRESS", FwpValue.Address(lab.B.Address)));
            await server.WriteAsync(new byte[1]);
            IOException error = await Assert.ThrowsAsync<IOException>(async () => await client.ReadExactlyAsync(new byte[1]));
            Assert.Equal(NtStatus.ConnectionAborted, Assert.IsType<SocketStatusException>(error.InnerException).Status);
        });
        Assert.Equal([(0u, 0u, false, 0u), (4u, 1u, true, 1u)], seen);
        Assert.Equal(GeneralDrop.FirewallPolicy, discarded);
    }

    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void Scenario43_PendConnect_NoSynUntilTheOperationIsComplete(IpFamily family, ClassifierKind classifier, bool permit)
    {
        using var lab = new FilterLab(family, classifier);
        CompletionHandle? held = null;
        List<uint> reasons = [];
        NtStatus again = NtStatus.Success;
        lab.Callout(lab.A, "ALE_AUTH_CONNECT", (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            reasons.Add((uint)v[AleAuthConnectField.ReauthorizeReason].Number);
            if (held is null)
            {
                held = m.CompletionHandle!;
                Assert.True(held.Pend(m).IsSuccess);
                o.BlockAndAbsorb();
                return;
            }

            again = m.CompletionHandle?.Pend(m) ?? FwpStatus.CannotPend;
            o.Action = permit ? FilterActionType.Permit : FilterActionType.Block;
        });
        var sent = new LayerCount(lab, lab.A, "OUTBOUND_TRANSPORT", ("IP_PROTOCOL", FwpValue.UInt8(6)));
        NtStatus status = lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Task<SimTcpStream> connect = lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80)).AsTask();
            await Task.Delay(TimeSpan.FromSeconds(5), lab.Network.TimeProvider);
            Assert.Equal((0, false), (sent.Calls, connect.IsCompleted));
            Assert.Equal(NtStatus.Success, held!.Complete());
            Assert.Equal(NtStatus.InvalidParameter, held.Complete());
            try
            {
                await using SimTcpStream stream = await connect;
                return NtStatus.Success;
            }
            catch (SocketStatusException error)
            {
                return error.Status;
            }
        });
        Assert.Equal(permit ? NtStatus.Success : NtStatus.AccessDenied, status);
        Assert.Equal([0u, 0x10u], reasons);
        Assert.Equal(FwpStatus.CannotPend, again);
    }

    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void Scenario44_PendAccept_TheInjectedCloneIsAdmittedOrNobodyIs(IpFamily family, ClassifierKind classifier, bool inject)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.B.Filters!.Injection!;
        LabCallout accept = null!;
        CompletionHandle? held = null;
        NetBufferList? clone = null;
        uint interfaceIndex = 0;
        List<InjectionState> states = [];
        accept = lab.Callout(lab.B, "ALE_AUTH_RECV_ACCEPT", (ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            InjectionState state = packets.QueryState(accept.Handle, list, out _);
            states.Add(state);
            if (state == InjectionState.InjectedBySelf)
            {
                o.Action = FilterActionType.Permit;
                return;
            }

            o.BlockAndAbsorb();
            if (held is not null)
            {
                return;
            }

            int headers = m.IpHeaderSize + m.TransportHeaderSize;
            list.FirstNetBuffer.Retreat(headers);
            Assert.Equal(NtStatus.Success, packets.DeepClone(list, out clone));
            list.FirstNetBuffer.Advance(headers);
            interfaceIndex = (uint)v[AleAuthRecvAcceptField.ArrivalInterfaceIndex].Number;
            held = m.CompletionHandle!;
            Assert.True(held.Pend(m).IsSuccess);
        });
        List<(string Layer, InjectionState State)> path = [];
        foreach (string layer in (string[])["INBOUND_IPPACKET", "INBOUND_TRANSPORT"])
        {
            lab.Callout(
                lab.B,
                layer,
                (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                {
                    path.Add((layer, packets.QueryState(accept.Handle, (NetBufferList)d!, out _)));
                    o.Continue();
                },
                FilterActionType.CalloutInspection,
                conditions: layer == "INBOUND_TRANSPORT" ? [("IP_REMOTE_ADDRESS", FwpValue.Address(lab.A.Address)), ("IP_PROTOCOL", FwpValue.UInt8(6))] : [("IP_REMOTE_ADDRESS", FwpValue.Address(lab.A.Address))]);
        }

        NtStatus status = lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Task<SimTcpStream> connect = lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80)).AsTask();
            await Task.Delay(TimeSpan.FromMilliseconds(100), lab.Network.TimeProvider);
            Assert.Equal([("INBOUND_IPPACKET", InjectionState.NotInjected), ("INBOUND_TRANSPORT", InjectionState.NotInjected)], path);
            path.Clear();
            Assert.True(held!.Complete().IsSuccess);
            if (inject)
            {
                NtStatus injected = packets.TransportReceive(accept.Handle, null, 1, interfaceIndex, clone!, (l, _) => packets.Free(l));
                Assert.Equal(NtStatus.Success, injected);
            }
            else
            {
                packets.Free(clone!);
            }

            try
            {
                await using SimTcpStream stream = await connect;
                return NtStatus.Success;
            }
            catch (SocketStatusException error)
            {
                return error.Status;
            }
        });
        Assert.Equal(inject ? NtStatus.Success : NtStatus.IoTimeout, status);
        Assert.Equal(inject, states.Contains(InjectionState.InjectedBySelf));
        if (inject)
        {
            Assert.Equal([("INBOUND_IPPACKET", InjectionState.InjectedBySelf), ("INBOUND_TRANSPORT", InjectionState.InjectedBySelf)], path.Take(2));
            Assert.Equal([InjectionState.NotInjected, InjectionState.InjectedBySelf], states);
        }
        Assert.Equal(0, accept.Handle.Outstanding);
    }

    [Theory]
    [LabCases]
    public void Scenario56_ConnectRedirect_ToALocalProxyThatIsLeftAlone(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        FilterEngine engine = lab.A.Filters!;
        SimProcess proxy = lab.A.Kernel.Processes.Start(@"\device\harddiskvolume1\proxy.exe", SimToken.System);
        SimProcess browser = lab.A.Kernel.Processes.Start(@"\device\harddiskvolume1\browser.exe", SimToken.System);
        RedirectHandle handle = engine.Redirection.CreateHandle(Guid.Empty, out _)!;
        var target = new IpEndpoint(IpAddress.Parse(lab.ByFamily("198.51.100.7", "2001:db8::7")), 443);
        var local = new IpEndpoint(lab.Loopback, 8443);
        List<RedirectState> states = [];
        lab.Callout(lab.A, "ALE_CONNECT_REDIRECT", (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            o.Action = FilterActionType.Permit;
            RedirectState state = engine.Redirection.QueryState(m.RedirectRecords, handle, out byte[]? _);
            states.Add(state);
            if (state != RedirectState.NotRedirected)
            {
                return;
            }

            Assert.True(engine.Redirection.AcquireClassifyHandle(m, out ClassifyContext? classification).IsSuccess);
            Assert.True(engine.Redirection.AcquireWritable(classification!, f, ref o, out RedirectRequest? request).IsSuccess);
            request!.Context = Encoding.ASCII.GetBytes(request.Remote.ToString());
            request.Remote = local;
            request.LocalRedirectTarget = proxy;
            request.RedirectHandle = handle;
            Assert.True(engine.Redirection.ApplyModified(classification!, request).IsSuccess);
            engine.Redirection.ReleaseClassifyHandle(classification!);
            o.Action = FilterActionType.Permit;
        });
        List<(IpAddress Remote, uint Flags, string Original, int Target)> authorised = [];
        List<(string App, string Original)> apps = [];
        lab.Callout(
            lab.A,
            "ALE_AUTH_CONNECT",
            (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                authorised.Add((
                    FilterLab.AddressOf(v[AleAuthConnectField.IpRemoteAddress]),
                    (uint)v[AleAuthConnectField.Flags].Number & 0x300000,
                    m.Has(MetadataFields.OriginalDestination) ? m.OriginalDestination.ToString() : string.Empty,
                    m.LocalRedirectTarget?.Id ?? 0));
                apps.Add((v[AleAuthConnectField.AleAppId].ToString(), v[AleAuthConnectField.AleOriginalAppId].ToString()));
                o.Continue();
            },
            FilterActionType.CalloutInspection);

        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.A.Sockets.Listen(local, proxy);
            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            await using SimTcpStream app = await lab.A.Sockets.ConnectAsync(target, process: browser);
            await using SimTcpStream accepted = await accept;
            Assert.Equal(target.ToString(), Encoding.ASCII.GetString(accepted.QueryRedirectContext()!));
            byte[] records = accepted.QueryRedirectRecords()!;
            await using SimTcpListener real = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 443));
            ValueTask<SimTcpStream> realAccept = real.AcceptAsync();
            await using SimTcpStream outside = await lab.A.Sockets.ConnectAsProxyAsync(new IpEndpoint(lab.B.Address, 443), records, proxy);
            await using SimTcpStream peer = await realAccept;
            Assert.Null(peer.QueryRedirectRecords());
            await app.WriteAsync("hi"u8.ToArray());
            byte[] two = new byte[2];
            await accepted.ReadExactlyAsync(two);
            await outside.WriteAsync(two);
            await peer.ReadExactlyAsync(two);
            Assert.Equal("hi"u8.ToArray(), two);
        });
        Assert.Equal([RedirectState.NotRedirected, RedirectState.RedirectedBySelf], states);
        Assert.Equal([(lab.Loopback, 0x100000u, target.ToString(), proxy.Id), (lab.B.Address, 0x200000u, string.Empty, 0)], authorised);
        string first = FwpValue.Of(FwpBlob.AppId(browser.ImagePath)).ToString();
        Assert.Equal([(first, first), (FwpValue.Of(FwpBlob.AppId(proxy.ImagePath)).ToString(), first)], apps);
        Assert.Empty(engine.Contracts.Violations);
    }

    [Theory]
    [LabCases(true, false)]
    [LabCases(true, true)]
    [LabCases(false, false)]
    public void Scenario56_RedirectMistakes_AreNamedAndDoNotRedirect(IpFamily family, ClassifierKind classifier, bool apply, bool toOwnAddress)
    {
        using var lab = new FilterLab(family, classifier);
        FilterEngine engine = lab.A.Filters!;
        lab.Callout(lab.A, "ALE_CONNECT_REDIRECT", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            engine.Redirection.AcquireClassifyHandle(m, out ClassifyContext? classification);
            engine.Redirection.AcquireWritable(classification!, f, ref o, out RedirectRequest? request);
            request!.Remote = new IpEndpoint(toOwnAddress ? lab.A.Address : lab.Loopback, 8443);
            if (apply)
            {
                engine.Redirection.ApplyModified(classification!, request);
            }

            engine.Redirection.ReleaseClassifyHandle(classification!);
            o.Action = FilterActionType.Permit;
        });
        NtStatus status = lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            try
            {
                await using SimTcpStream stream = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80));
                return NtStatus.Success;
            }
            catch (SocketStatusException error)
            {
                return error.Status;
            }
        });
        Assert.Equal(apply ? NtStatus.Success : NtStatus.AccessDenied, status);
        Assert.Equal(apply ? ContractRule.RedirectWithoutHandle : ContractRule.WritableDataNotApplied, engine.Contracts.Violations.Single().Rule);
    }

    private static List<int> Replies(FilterLab lab, params int[] afterMilliseconds)
    {
        List<int> admitted = [];
        foreach (int delay in afterMilliseconds)
        {
            lab.Network.Run(async () =>
            {
                await using SimUdpSocket asks = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
                await using SimUdpSocket answers = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 5353));
                await asks.SendToAsync(new byte[1], new IpEndpoint(IpAddress.Parse(lab.ByFamily("239.1.1.1", "ff15::111")), 5353));
                await Task.Delay(TimeSpan.FromMilliseconds(delay), lab.Network.TimeProvider);
                await answers.SendToAsync(new byte[1], asks.LocalEndpoint);
                Task<UdpReceiveResult> reply = asks.ReceiveFromAsync(new byte[10]).AsTask();
                await Task.WhenAny(reply, Task.Delay(TimeSpan.FromSeconds(1), lab.Network.TimeProvider));
                if (reply.IsCompleted)
                {
                    admitted.Add(delay);
                }
            });
        }

        return admitted;
    }
}
