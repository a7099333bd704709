using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>The close and disconnect matrix of a connection socket (client-apis 3.14).</summary>
public sealed class DisconnectTests
{
    private const WskEventMask On = WskEventMask.Receive | WskEventMask.Disconnect;

    [Fact]
    public void Disconnect_Graceful_FinishesSendsAndKeepsReceiving()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        stream.CompletesDisconnects = false;
        TestRequest send = host.Send(socket, 100);
        TestRequest receive = host.Receive(socket, new byte[10]);
        TestRequest disconnect = host.Disconnect(socket);
        Assert.Equal(["fin"], stream.Log[1..]);
        disconnect.IsPending();
        host.Send(socket, 1).Ended(NtStatus.InvalidDeviceState);
        host.Disconnect(socket).Ended(NtStatus.InvalidDeviceState);
        stream.Acknowledge();
        send.Ended(NtStatus.Success, 100);
        stream.DisconnectCompleted(NtStatus.Success);
        disconnect.Ended(NtStatus.Success);
        stream.Deliver(10);
        receive.Ended(NtStatus.Success, 10);
        host.CloseNow(socket);
    }

    [Fact]
    public void Disconnect_WithALastBuffer_PutsTheFinOnItsLastByte()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest disconnect = host.Disconnect(socket, bytes: 77);
        disconnect.IsPending();
        Assert.Equal(1, stream.PendingSends);
        Assert.Equal((77, Transport.StreamSendFlags.Disconnect), (stream.SendAt(0).Length, stream.SendAt(0).Flags));
        stream.Acknowledge();
        stream.DisconnectCompleted(NtStatus.Success);
        disconnect.Ended(NtStatus.Success);
        host.CloseNow(socket);
    }

    [Fact]
    public void Disconnect_LastBufferWithoutResources_FailsAndSendsNoFin()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        host.Wsk.Pools.Sends.Quota = 0;
        host.Disconnect(socket, bytes: 10).Ended(NtStatus.InsufficientResources);
        host.Send(socket, 10).Ended(NtStatus.InsufficientResources);
        Assert.DoesNotContain("fin", stream.Log);
        host.Wsk.Pools.Sends.Quota = null;
        host.Disconnect(socket).Ended(NtStatus.Success);
        host.CloseNow(socket);
    }

    [Fact]
    public void Disconnect_Abortive_EndsReceivesAndSendsWithoutAnEvent()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        TestRequest send = host.Send(socket, 100);
        TestRequest receive = host.Receive(socket, new byte[10]);
        host.Disconnect(socket, WskDisconnectFlags.Abortive).Ended(NtStatus.Success);
        Assert.Equal("abort", stream.Log[^1]);
        send.Ended(NtStatus.ConnectionAborted);
        receive.Ended(NtStatus.ConnectionAborted);
        Assert.Empty(events.Log);
        host.Receive(socket, new byte[10]).Ended(NtStatus.ConnectionAborted);
        host.Send(socket, 1).Ended(NtStatus.ConnectionAborted);
        host.CloseNow(socket);
    }

    [Fact]
    public void Disconnect_AbortiveWithData_IsInvalid()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, _) = host.Connect();
        host.Disconnect(socket, WskDisconnectFlags.Abortive, bytes: 1).Ended(NtStatus.InvalidParameter);
        host.Disconnect(socket, (WskDisconnectFlags)2).Ended(NtStatus.InvalidParameter);
        host.CloseNow(socket);
    }

    [Fact]
    public void Disconnect_AbortiveWithUnreadData_DropsItWithAReason()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        stream.Deliver(10, 20);
        host.Disconnect(socket, WskDisconnectFlags.Abortive).Ended(NtStatus.Success);
        Assert.Equal(0, stream.OutstandingBytes);
        Assert.Equal(2, host.Kernel.Drops[WskDropReasons.NeverReceived]);
        host.CloseNow(socket);
    }

    [Fact]
    public void Scenario20_StuckDisconnect_SecondAbortiveCompletesBoth()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        stream.CompletesDisconnects = false;
        TestRequest send = host.Send(socket, 1000);
        TestRequest graceful = host.Disconnect(socket);
        graceful.IsPending();
        TestRequest abortive = host.Disconnect(socket, WskDisconnectFlags.Abortive);
        graceful.Ended(NtStatus.ConnectionAborted);
        abortive.Ended(NtStatus.Success);
        send.Ended(NtStatus.ConnectionAborted);
        host.CloseNow(socket);
    }

    [Fact]
    public void Close_StuckDisconnect_CompletesItFirst()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        stream.CompletesDisconnects = false;
        host.Disconnect(socket);
        host.Close(socket).Ended(NtStatus.Success);
        Assert.Equal(["disconnect Cancelled 0", "close Success 0"], host.Log);
    }

    [Fact]
    public void PeerFin_EndsReceivesWithZeroBytesAfterTheData()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.Disconnect);
        stream.Deliver(10);
        stream.Fin();
        Assert.Empty(events.Log);
        host.Receive(socket, new byte[100]).Ended(NtStatus.Success, 10);
        Assert.Equal(["disconnect"], events.Log);
        host.Receive(socket, new byte[100]).Ended(NtStatus.Success, 0);
        TestRequest send = host.Send(socket, 5);
        stream.Acknowledge();
        send.Ended(NtStatus.Success, 5);
        host.CloseNow(socket);
    }

    [Fact]
    public void PeerFin_PendingReceive_CompletesWithZeroBytes()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest first = host.Receive(socket, new byte[100]);
        TestRequest second = host.Receive(socket, new byte[100]);
        stream.Fin();
        first.Ended(NtStatus.Success, 0);
        second.Ended(NtStatus.Success, 0);
        host.CloseNow(socket);
    }

    [Fact]
    public void PeerReset_EndsEverythingAndTellsOnce()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        TestRequest receive = host.Receive(socket, new byte[100]);
        TestRequest send = host.Send(socket, 100);
        stream.Reset();
        receive.Ended(NtStatus.ConnectionReset);
        send.Ended(NtStatus.ConnectionReset);
        Assert.Equal(["disconnect abortive"], events.Log);
        Assert.False(socket.IsConnected);
        host.Receive(socket, new byte[100]).Ended(NtStatus.ConnectionReset);
        host.Send(socket, 1).Ended(NtStatus.ConnectionReset);
        host.Disconnect(socket).Ended(NtStatus.ConnectionReset);
        Assert.Single(events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void PeerReset_UnreadDataThatNobodyTakes_DoesNotHideIt()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.DataNotAccepted);
        stream.Deliver(10);
        stream.Reset();
        Assert.Equal(["receive 10", "disconnect abortive"], events.Log);
        Assert.Equal(1, host.Kernel.Drops[WskDropReasons.NeverReceived]);
        host.CloseNow(socket);
    }

    [Fact]
    public void PeerReset_WaitAllThatTookBytes_GivesThemOut()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest request = host.Receive(socket, new byte[100], WskReceiveFlags.WaitAll);
        stream.Deliver(40);
        stream.Reset();
        request.Ended(NtStatus.Success, 40);
        host.Receive(socket, new byte[100]).Ended(NtStatus.ConnectionReset);
        host.CloseNow(socket);
    }

    [Fact]
    public void PeerFinThenReset_TellsBoth()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        stream.Fin();
        stream.Reset();
        Assert.Equal(["disconnect", "disconnect abortive"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void RetransmissionTimeout_PendingSayTimeout_LaterSayAborted()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest send = host.Send(socket, 10);
        TestRequest receive = host.Receive(socket, new byte[10]);
        stream.Reset(NtStatus.IoTimeout);
        send.Ended(NtStatus.IoTimeout);
        receive.Ended(NtStatus.IoTimeout);
        host.Send(socket, 10).Ended(NtStatus.ConnectionAborted);
        host.Receive(socket, new byte[10]).Ended(NtStatus.ConnectionAborted);
        host.CloseNow(socket);
    }

    [Fact]
    public void Close_PendingRequests_AreCancelledAndNoEventFollows()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        stream.ClosesAtOnce = false;
        TestRequest send = host.Send(socket, 10);
        TestRequest receive = host.Receive(socket, new byte[10]);
        TestRequest close = host.Close(socket);
        receive.Ended(NtStatus.Cancelled);
        close.IsPending();
        stream.FinishClose();
        send.Ended(NtStatus.Cancelled);
        close.Ended(NtStatus.Success);
        Assert.Equal(["receive Cancelled 0", "send Cancelled 0", "close Success 0"], host.Log);
        Assert.Empty(events.Log);
    }

    [Fact]
    public void Close_Twice_IsInvalidState()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        stream.ClosesAtOnce = false;
        TestRequest close = host.Close(socket);
        host.Close(socket).Ended(NtStatus.InvalidDeviceState);
        host.Send(socket, 1).Ended(NtStatus.InvalidDeviceState);
        stream.FinishClose();
        close.Ended(NtStatus.Success);
        host.Provider.Abandon(socket);
    }

    [Fact]
    public void Close_FromACompletionOfASend_CompletesLast()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest first = host.New("first");
        TestRequest? close = null;
        first.Then = _ => close = host.Close(socket);
        first.Call = socket.Send(new WskBuffer(Mdl.Over(new byte[1]), 0, 1), 0, first.Irp);
        TestRequest second = host.Send(socket, 2);
        stream.Acknowledge();
        second.Ended(NtStatus.Success, 2);
        close!.Ended(NtStatus.Success);
        Assert.Equal(["first Success 1", "send Success 2", "close Success 0"], host.Log);
    }
}
