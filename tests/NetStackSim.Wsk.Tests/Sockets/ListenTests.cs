using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>Listening: accept requests and events, backlog, inheritance, inspection (client-apis 3.7, 3.8).</summary>
public sealed class ListenTests
{
    [Fact]
    public void Accept_ConnectionWaits_IsHandedOutInTheCall()
    {
        using WskHarness host = new();
        WskListenSocket listener = host.Listen();
        host.Transport.Listener.Incoming("10.0.0.9:1");
        host.Transport.Listener.Incoming("10.0.0.9:2");
        Assert.Equal((2, 2), (listener.Backlog, host.Transport.Listener.Waiting));
        TestRequest first = host.Request("accept", irp => listener.Accept("context", null, irp));
        Assert.Equal(NtStatus.Success, first.Call);
        var socket = (WskConnectionSocket)first.Result!;
        Assert.Equal(("context", (ushort)1), (socket.Context, socket.RemoteAddress.Port));
        Assert.Equal(1, host.Transport.Listener.Waiting);
        host.CloseNow(socket, listener);
        Assert.True(host.Transport.Streams[1].IsClosed);
    }

    [Fact]
    public void Accept_Pending_WinsOverTheEvent()
    {
        using WskHarness host = new();
        ListenEvents events = new();
        WskListenSocket listener = host.Listen(events, WskEventMask.Accept);
        TestRequest accept = host.Request("accept", irp => listener.Accept(null, null, irp));
        accept.IsPending();
        host.Transport.Listener.Incoming("10.0.0.9:1");
        accept.Ended(NtStatus.Success);
        Assert.Empty(events.Log);
        host.Transport.Listener.Incoming("10.0.0.9:2");
        Assert.Equal(["accept 10.0.0.1:7 10.0.0.9:2"], events.Log);
        host.CloseNow((WskSocket)accept.Result!, events.Accepted[0], listener);
    }

    [Fact]
    public void Accept_Cancelled_LeavesTheNextConnectionToOthers()
    {
        using WskHarness host = new();
        WskListenSocket listener = host.Listen();
        TestRequest cancelled = host.Request("accept", irp => listener.Accept(null, null, irp));
        TestRequest waiting = host.Request("accept", irp => listener.Accept(null, null, irp));
        Assert.True(cancelled.Irp.CancelIrp());
        cancelled.Ended(NtStatus.Cancelled);
        host.Transport.Listener.Incoming();
        waiting.Ended(NtStatus.Success);
        host.CloseNow((WskSocket)waiting.Result!, listener);
    }

    [Fact]
    public void Accept_NotBoundOrClosed_IsInvalidState()
    {
        using WskHarness host = new();
        WskListenSocket listener = host.Make<WskListenSocket>(WskSocketFlags.Listen);
        host.Request("accept", irp => listener.Accept(null, null, irp)).Ended(NtStatus.InvalidDeviceState);
        host.CloseNow(listener);
    }

    [Fact]
    public void AcceptEvent_Refused_ClosesTheSocket()
    {
        using WskHarness host = new();
        ListenEvents events = new() { Answer = NtStatus.RequestNotAccepted };
        WskListenSocket listener = host.Listen(events, WskEventMask.Accept);
        FakeStream stream = host.Transport.Listener.Incoming()!;
        Assert.True(stream.IsClosed);
        Assert.Equal(1, host.Provider.OpenSockets);
        host.CloseNow(listener);
    }

    [Fact]
    public void AcceptEvent_ClosesTheNewSocketItself_IsFine()
    {
        using WskHarness host = new();
        ListenEvents events = new() { OnAccept = (_, socket) => host.Close(socket!) };
        WskListenSocket listener = host.Listen(events, WskEventMask.Accept);
        Assert.True(host.Transport.Listener.Incoming()!.IsClosed);
        host.CloseNow(listener);
    }

    [Fact]
    public void AcceptEvent_ClosesTheListener_EndsAfterTheEvent()
    {
        using WskHarness host = new();
        TestRequest? close = null;
        ListenEvents events = new() { Log = host.Log };
        events.OnAccept = (listener, _) =>
        {
            close = host.Close(listener);
            close.IsPending();
        };
        host.Listen(events, WskEventMask.Accept);
        host.Transport.Listener.Incoming();
        close!.Ended(NtStatus.Success);
        Assert.Null(host.Transport.Listener.Incoming());
        host.CloseNow(events.Accepted[0]);
    }

    [Fact]
    public void Enable_BacklogWaits_IsShownAtOnceInOrder()
    {
        using WskHarness host = new();
        ListenEvents events = new();
        WskListenSocket listener = host.Listen(events);
        host.Transport.Listener.Incoming("10.0.0.9:1");
        host.Transport.Listener.Incoming("10.0.0.9:2");
        Assert.Equal(NtStatus.Success, WskHarness.Enable(listener, WskEventMask.Accept));
        Assert.Equal(["accept 10.0.0.1:7 10.0.0.9:1", "accept 10.0.0.1:7 10.0.0.9:2"], events.Log);
        Assert.Equal((0, 0), (listener.Backlog, host.Transport.Listener.Waiting));
        host.CloseNow([.. events.Accepted, listener]);
    }

    [Fact]
    public void Scenario13_Inheritance_GoesThroughTheAcceptEventOnly()
    {
        using WskHarness host = new();
        ListenEvents events = new();
        WskListenSocket listener = host.Listen(events, WskEventMask.Accept | WskEventMask.Receive | WskEventMask.Disconnect);
        FakeStream byEvent = host.Transport.Listener.Incoming("10.0.0.9:1")!;
        byEvent.Deliver(10);
        byEvent.Fin();
        Assert.Equal(["accept 10.0.0.1:7 10.0.0.9:1", "receive 10", "disconnect"], events.Log);

        ConnectionEvents own = new();
        TestRequest accept = host.Request("accept", irp => listener.Accept(null, own, irp));
        FakeStream byRequest = host.Transport.Listener.Incoming("10.0.0.9:2")!;
        byRequest.Deliver(10);
        byRequest.Fin();
        Assert.Empty(own.Log);
        var accepted = (WskConnectionSocket)accept.Result!;
        WskHarness.Enable(accepted, WskEventMask.Receive | WskEventMask.Disconnect);
        Assert.Equal(["receive 10", "disconnect"], own.Log);

        Assert.Equal(NtStatus.InvalidParameter, WskHarness.Control(listener, WskEventMask.Receive | WskEventMask.Disable, null));
        Assert.Equal(NtStatus.Success, WskHarness.Control(listener, WskEventMask.Accept | WskEventMask.Disable, null));
        host.Transport.Listener.Incoming("10.0.0.9:3");
        Assert.Equal(1, listener.Backlog);
        host.CloseNow(events.Accepted[0], accepted, listener);
    }

    [Fact]
    public void Accept_DataAndResetCameBefore_AreKeptForTheClient()
    {
        using WskHarness host = new();
        WskListenSocket listener = host.Listen();
        FakeStream first = host.Transport.Listener.Incoming("10.0.0.9:1")!;
        first.Deliver(10);
        FakeStream second = host.Transport.Listener.Incoming("10.0.0.9:2")!;
        second.Reset();
        var withData = (WskConnectionSocket)host.Request("accept", irp => listener.Accept(null, null, irp)).Result!;
        var reset = (WskConnectionSocket)host.Request("accept", irp => listener.Accept(null, null, irp)).Result!;
        host.Receive(withData, new byte[10]).Ended(NtStatus.Success, 10);
        host.Receive(reset, new byte[10]).Ended(NtStatus.ConnectionReset);
        host.CloseNow(withData, reset, listener);
    }

    [Theory]
    [InlineData(WskInspectAction.Accept, ConnectionRequestAction.Accept)]
    [InlineData(WskInspectAction.Reject, ConnectionRequestAction.Reject)]
    [InlineData(WskInspectAction.Pend, ConnectionRequestAction.Pend)]
    public void ConditionalAccept_InspectEvent_DecidesBeforeTheHandshake(WskInspectAction answer, ConnectionRequestAction expected)
    {
        using WskHarness host = new();
        ListenEvents events = new() { Inspection = answer };
        WskListenSocket listener = host.Make<WskListenSocket>(WskSocketFlags.Listen, events);
        host.SetOption(listener, WskSocketOption.LevelSocket, WskSocketOption.ConditionalAccept, 1).Ended(NtStatus.Success);
        host.Request("bind", irp => listener.Bind(new IpEndpoint(IpAddress.AnyV4, 7), irp)).Ended(NtStatus.Success);
        Assert.True(host.Transport.Listener.IsConditional);
        Assert.Equal(expected, host.Transport.Listener.Request(5));
        Assert.Equal(["inspect 5 10.0.0.9:1234"], events.Log);
        host.SetOption(listener, WskSocketOption.LevelSocket, WskSocketOption.ConditionalAccept, 0).Ended(NtStatus.InvalidDeviceState);
        host.CloseNow(listener);
    }

    [Fact]
    public void ConditionalAccept_PendedRequest_IsCompletedOrAborted()
    {
        using WskHarness host = new();
        ListenEvents events = new() { Inspection = WskInspectAction.Pend };
        WskListenSocket listener = host.Make<WskListenSocket>(WskSocketFlags.Listen, events);
        host.SetOption(listener, WskSocketOption.LevelSocket, WskSocketOption.ConditionalAccept, 1);
        host.Request("bind", irp => listener.Bind(new IpEndpoint(IpAddress.AnyV4, 7), irp));
        FakeListener transport = host.Transport.Listener;
        transport.Request(5);
        transport.Request(6);
        host.Request("inspect", irp => listener.InspectComplete(5, WskInspectAction.Pend, irp)).Ended(NtStatus.InvalidParameter);
        host.Request("inspect", irp => listener.InspectComplete(5, WskInspectAction.Accept, irp)).Ended(NtStatus.Success);
        transport.Abort(6);
        host.Request("inspect", irp => listener.InspectComplete(6, WskInspectAction.Reject, irp)).Ended(NtStatus.Success);
        Assert.Equal(["request 5 Accept", "request 6 Reject"], transport.Log);
        Assert.Equal(["inspect 5 10.0.0.9:1234", "inspect 6 10.0.0.9:1234", "abort 6"], events.Log);

        transport.Incoming(requestId: 5);
        var socket = (WskConnectionSocket)host.Request("accept", irp => listener.Accept(null, null, irp)).Result!;
        Assert.Equal(5ul, InspectId(socket, out NtStatus status));
        Assert.Equal(NtStatus.Success, status);
        host.Ioctl(socket, WskSocketOption.QueryInspectId).Request.Ended(NtStatus.InvalidParameter);
        host.CloseNow(socket, listener);
    }

    [Fact]
    public void InspectId_UnconditionalListener_IsInvalid()
    {
        using WskHarness host = new();
        WskListenSocket listener = host.Listen();
        host.Request("inspect", irp => listener.InspectComplete(5, WskInspectAction.Accept, irp)).Ended(NtStatus.InvalidDeviceState);
        host.Transport.Listener.Incoming();
        var socket = (WskConnectionSocket)host.Request("accept", irp => listener.Accept(null, null, irp)).Result!;
        InspectId(socket, out NtStatus status);
        Assert.Equal(NtStatus.InvalidDeviceRequest, status);
        host.CloseNow(socket, listener);
    }

    [Fact]
    public void DualMode_V4Peer_IsShownMapped()
    {
        using WskHarness host = new();
        ListenEvents events = new();
        WskListenSocket listener = host.Make<WskListenSocket>(WskSocketFlags.Listen, events, IpFamily.V6);
        host.SetOption(listener, WskSocketOption.LevelIpv6, WskSocketOption.Ipv6Only, 0).Ended(NtStatus.Success);
        host.Request("bind", irp => listener.Bind(new IpEndpoint(IpAddress.AnyV6, 7), irp)).Ended(NtStatus.Success);
        Assert.True(host.Transport.Created[^1].DualMode);
        host.SetOption(listener, WskSocketOption.LevelIpv6, WskSocketOption.Ipv6Only, 1).Ended(NtStatus.InvalidDeviceState);
        WskHarness.Enable(listener, WskEventMask.Accept);
        host.Transport.Listener.Incoming("10.0.0.9:1");
        Assert.Equal(["accept [::ffff:10.0.0.1]:7 [::ffff:10.0.0.9]:1"], events.Log);
        host.CloseNow(events.Accepted[0], listener);
    }

    [Fact]
    public void Options_SetBeforeBind_ReachTheListener()
    {
        using WskHarness host = new();
        WskListenSocket listener = host.Make<WskListenSocket>(WskSocketFlags.Listen);
        host.SetOption(listener, WskSocketOption.LevelSocket, WskSocketOption.KeepAlive, 1).Ended(NtStatus.Success);
        host.SetOption(listener, WskSocketOption.LevelSocket, WskSocketOption.ReceiveBuffer, 5000).Ended(NtStatus.Success);
        host.Request("bind", irp => listener.Bind(new IpEndpoint(IpAddress.AnyV4, 7), irp));
        host.SetOption(listener, WskSocketOption.LevelTcp, WskSocketOption.TcpNoDelay, 1).Ended(NtStatus.Success);
        Assert.Equal(
            [(TransportOption.KeepAlive, 1), (TransportOption.ReceiveBuffer, 5000), (TransportOption.NoDelay, 1)],
            host.Transport.Listener.Options.Select(option => (option.Key, option.Value)));
        host.CloseNow(listener);
    }

    [Fact]
    public void Bind_Fails_LeavesTheSocketUnbound()
    {
        using WskHarness host = new();
        host.Transport.BindStatus = NtStatus.AccessDenied;
        WskListenSocket listener = host.Make<WskListenSocket>(WskSocketFlags.Listen);
        host.Request("bind", irp => listener.Bind(WskHarness.Any, irp)).Ended(NtStatus.AccessDenied);
        Assert.True(host.Transport.Listener.IsClosed);
        host.Transport.BindStatus = NtStatus.Success;
        host.Request("bind", irp => listener.Bind(WskHarness.Any, irp)).Ended(NtStatus.Success);
        host.CloseNow(listener);
    }

    private static ulong InspectId(WskConnectionSocket socket, out NtStatus status)
    {
        byte[] output = new byte[8];
        status = socket.Control(WskControlRequest.Ioctl, WskSocketOption.QueryInspectId, 0, default, output, out _, null);
        return BitConverter.ToUInt64(output);
    }
}
