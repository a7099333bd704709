using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Datagram flows that a callout holds: the packet that began one is gone, later ones are lost, until the operation is complete (fact sheet 9.4, 9.5).</summary>
public sealed class PendedDatagramTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, true)]
    [InlineData(IpFamily.V6, false)]
    public void AuthConnect_Held_DatagramsAreLostUntilItIsComplete(IpFamily family, bool permit)
    {
        using var lab = new FilterLab(family);
        FlowHolder holder = FlowHolder.At(lab, lab.A, "ALE_AUTH_CONNECT", AleAuthConnectField.ReauthorizeReason, permit);
        var established = new LayerCount(lab, lab.A, "ALE_FLOW_ESTABLISHED");
        var sent = new LayerCount(lab, lab.A, "OUTBOUND_TRANSPORT");
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket client = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await using SimUdpSocket server = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            var peer = new IpEndpoint(lab.B.Address, 53);
            await client.SendToAsync(new byte[1], peer);
            await client.SendToAsync(new byte[2], peer);
            await Task.Delay(Second, lab.Network.TimeProvider);
            Assert.Equal((1, 0, 0), (holder.Reasons.Count, established.Calls, sent.Calls));

            holder.Held!.Complete();
            Assert.Equal([0u, 0x10u], holder.Reasons);
            Assert.Equal(permit ? 1 : 0, established.Calls);
            if (!permit)
            {
                Assert.Equal(0, lab.A.Filters!.Flows.Count);
                return;
            }

            await client.SendToAsync(new byte[3], peer);
            Assert.Equal(3, (await server.ReceiveFromAsync(new byte[10])).Bytes);
            Assert.Equal((2, 1), (holder.Reasons.Count, established.Calls));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Connect_HeldAtAuthConnect_TheChoiceOfThePeerWaits(bool permit)
    {
        using var lab = new FilterLab();
        FlowHolder holder = FlowHolder.At(lab, lab.A, "ALE_AUTH_CONNECT", AleAuthConnectField.ReauthorizeReason, permit);
        var established = new LayerCount(lab, lab.A, "ALE_FLOW_ESTABLISHED");
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket client = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await using SimUdpSocket server = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            Task connect = client.SetRemoteAsync(new IpEndpoint(lab.B.Address, 53)).AsTask();
            await Task.Delay(Second, lab.Network.TimeProvider);
            Assert.False(connect.IsCompleted);
            holder.Held!.Complete();
            if (!permit)
            {
                Assert.Equal(NtStatus.AccessDenied, (await Assert.ThrowsAsync<SocketStatusException>(() => connect)).Status);
                return;
            }

            await connect;
            Assert.Equal(0, established.Calls);
            await client.SendToAsync(new byte[3]);
            Assert.Equal(3, (await server.ReceiveFromAsync(new byte[10])).Bytes);
        });
        Assert.Equal([0u, 0x10u], holder.Reasons);
        Assert.Equal(permit ? 1 : 0, established.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ConnectRedirect_Held_DatagramsWaitUpToALimitAndThenGoElsewhere(bool permit)
    {
        using var lab = new FilterLab();
        RedirectHolder holder = RedirectHolder.At(lab);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket client = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await using SimUdpSocket server = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            var wanted = new IpEndpoint(IpAddress.Parse("198.51.100.1"), 53);
            int limit = lab.A.Stack.Profile.UdpHeldSends;
            Task[] sends = [.. Enumerable.Range(0, limit).Select(i => client.SendToAsync(new byte[i + 1], wanted).AsTask())];
            SocketStatusException full = await Assert.ThrowsAsync<SocketStatusException>(async () => await client.SendToAsync(new byte[1], wanted));
            Assert.Equal(NtStatus.InsufficientResources, full.Status);
            Assert.DoesNotContain(sends, t => t.IsCompleted);

            holder.Decide(new IpEndpoint(lab.B.Address, 53), permit);
            if (!permit)
            {
                foreach (Task send in sends)
                {
                    Assert.Equal(NtStatus.AccessDenied, (await Assert.ThrowsAsync<SocketStatusException>(() => send)).Status);
                }

                return;
            }

            await Task.WhenAll(sends);
            for (int i = 0; i < limit; i++)
            {
                Assert.Equal(i + 1, (await server.ReceiveFromAsync(new byte[100])).Bytes);
            }

            await client.SendToAsync(new byte[9], wanted);
            Assert.Equal(9, (await server.ReceiveFromAsync(new byte[100])).Bytes);
        });
        Assert.Equal(1, holder.Calls);
    }

    [Fact]
    public void ConnectRedirect_HeldWhileTheSocketCloses_WhatWaitsIsCancelled()
    {
        using var lab = new FilterLab();
        RedirectHolder holder = RedirectHolder.At(lab);
        lab.Network.Run(async () =>
        {
            Task send;
            await using (SimUdpSocket client = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0)))
            {
                send = client.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 53)).AsTask();
            }

            Assert.Equal(NtStatus.Cancelled, (await Assert.ThrowsAsync<SocketStatusException>(() => send)).Status);
        });
        holder.Decide(new IpEndpoint(lab.B.Address, 53), permit: true);
    }

    [Theory]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, true)]
    [InlineData(IpFamily.V6, false)]
    public void RecvAccept_Held_TheInjectedCloneIsAdmittedOrNothingIs(IpFamily family, bool inject)
    {
        using var lab = new FilterLab(family);
        AcceptHolder holder = AcceptHolder.At(lab, lab.B);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket client = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await using SimUdpSocket server = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await client.SendToAsync(new byte[7], new IpEndpoint(lab.B.Address, 53));
            await client.SendToAsync(new byte[8], new IpEndpoint(lab.B.Address, 53));
            await Task.Delay(Second, lab.Network.TimeProvider);
            Assert.Equal(1, holder.Calls);
            holder.LetGo(inject);
            Task<UdpReceiveResult> received = server.ReceiveFromAsync(new byte[10]).AsTask();
            await Task.WhenAny(received, Task.Delay(Second, lab.Network.TimeProvider));
            Assert.Equal(inject, received.IsCompleted);
            Assert.Equal(inject ? 1 : 0, lab.B.Filters!.Flows.Count);
            if (inject)
            {
                Assert.Equal(7, (await received).Bytes);
            }
        });
        Assert.Equal(inject ? 2 : 1, holder.Calls);
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Echo_HeldAtBothEnds_GoesOnWhenTheyLetGo(IpFamily family)
    {
        using var lab = new FilterLab(family);
        FlowHolder connect = FlowHolder.At(lab, lab.A, "ALE_AUTH_CONNECT", AleAuthConnectField.ReauthorizeReason, permit: true);
        AcceptHolder accept = AcceptHolder.At(lab, lab.B);
        lab.Network.Run(async () =>
        {
            var options = new EchoRequestOptions { TimeoutNs = 1_000_000_000 };
            Assert.Equal(NtStatus.IoTimeout, (await lab.A.PingAsync(lab.B.Address, options)).Status);
            connect.Held!.Complete();
            ValueTask<EchoReply> second = lab.A.PingAsync(lab.B.Address, options);
            await Task.Delay(TimeSpan.FromMilliseconds(100), lab.Network.TimeProvider);
            accept.LetGo(inject: true);
            Assert.Equal(NtStatus.Success, (await second).Status);
        });
        Assert.Equal([0u, 0x10u], connect.Reasons);
        Assert.Equal(2, accept.Calls);
    }

    /// <summary>Holds the first authorisation of an outgoing flow and decides the second.</summary>
    private sealed class FlowHolder
    {
        internal CompletionHandle? Held { get; private set; }

        internal List<uint> Reasons { get; } = [];

        internal static FlowHolder At(FilterLab lab, SimHost host, string layer, int reason, bool permit)
        {
            FlowHolder holder = new();
            lab.Callout(host, layer, (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                holder.Reasons.Add((uint)v[reason].Number);
                if (holder.Held is null)
                {
                    holder.Held = m.CompletionHandle!;
                    Assert.Equal(NtStatus.Success, holder.Held.Pend(m));
                    o.BlockAndAbsorb();
                    return;
                }

                Assert.Equal(FwpStatus.CannotPend, m.CompletionHandle!.Pend(m));
                o.Action = permit ? FilterActionType.Permit : FilterActionType.Block;
            });
            return holder;
        }
    }

    /// <summary>Holds the redirection of A's connects.</summary>
    private sealed class RedirectHolder
    {
        private FilterEngine _engine = null!;
        private ClassifyContext? _held;
        private RuntimeFilter? _filter;

        internal int Calls { get; private set; }

        internal static RedirectHolder At(FilterLab lab)
        {
            RedirectHolder holder = new() { _engine = lab.A.Filters! };
            lab.Callout(lab.A, "ALE_CONNECT_REDIRECT", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
            {
                holder.Calls++;
                holder._filter = f;
                Assert.True(holder._engine.Redirection.AcquireClassifyHandle(m, out holder._held).IsSuccess);
                Assert.True(holder._engine.Redirection.PendClassify(holder._held!, f, ref o).IsSuccess);
            });
            return holder;
        }

        internal void Decide(IpEndpoint target, bool permit)
        {
            ClassifyOut none = default;
            Assert.True(_engine.Redirection.AcquireWritable(_held!, _filter!, ref none, out RedirectRequest? request).IsSuccess);
            request!.Remote = target;
            Assert.True(_engine.Redirection.ApplyModified(_held!, request).IsSuccess);
            FilterActionType action = permit ? FilterActionType.Permit : FilterActionType.Block;
            Assert.True(_engine.Redirection.CompleteClassify(_held!, action).IsSuccess);
            _engine.Redirection.ReleaseClassifyHandle(_held!);
        }
    }

    /// <summary>Holds the first incoming flow, keeps a copy of its packet, and admits what it injects itself.</summary>
    private sealed class AcceptHolder
    {
        private PacketInjection _packets = null!;
        private LabCallout _callout = null!;
        private CompletionHandle? _held;
        private NetBufferList? _clone;
        private uint _interface;

        internal int Calls => _callout.Calls;

        internal static AcceptHolder At(FilterLab lab, SimHost host)
        {
            AcceptHolder holder = new() { _packets = host.Filters!.Injection! };
            holder._callout = lab.Callout(host, "ALE_AUTH_RECV_ACCEPT", holder.Classify);
            return holder;
        }

        internal void LetGo(bool inject)
        {
            Assert.True(_held!.Complete().IsSuccess);
            if (inject)
            {
                Assert.Equal(NtStatus.Success, _packets.TransportReceive(_callout.Handle, null, 1, _interface, _clone!, (l, _) => _packets.Free(l)));
            }
            else
            {
                _packets.Free(_clone!);
            }
        }

        private void Classify(ClassifyValues values, ref ClassifyMetadata metadata, object? data, RuntimeFilter filter, ulong context, ref ClassifyOut output)
        {
            var list = (NetBufferList)data!;
            if (_packets.QueryState(_callout.Handle, list, out _) == InjectionState.InjectedBySelf)
            {
                output.Action = FilterActionType.Permit;
                return;
            }

            int headers = metadata.IpHeaderSize + (values[AleAuthRecvAcceptField.IpProtocol].Number == 17 ? metadata.TransportHeaderSize : 0);
            list.FirstNetBuffer.Retreat(headers);
            Assert.Equal(NtStatus.Success, _packets.DeepClone(list, out _clone));
            list.FirstNetBuffer.Advance(headers);
            _interface = (uint)values[AleAuthRecvAcceptField.ArrivalInterfaceIndex].Number;
            _held = metadata.CompletionHandle!;
            Assert.True(_held.Pend(metadata).IsSuccess);
            output.BlockAndAbsorb();
        }
    }
}
