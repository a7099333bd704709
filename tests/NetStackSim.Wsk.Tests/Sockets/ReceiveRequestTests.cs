using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>Receive requests: one copy, WAITALL, DRAIN, cancellation, order.</summary>
public sealed class ReceiveRequestTests
{
    [Fact]
    public void Receive_DataWaits_CompletesInTheCall()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        stream.DeliverIn(3, 100);
        byte[] buffer = new byte[40];
        TestRequest request = host.Receive(socket, buffer);
        Assert.Equal(NtStatus.Success, request.Call);
        request.Ended(NtStatus.Success, 40);
        Assert.Equal(60, stream.OutstandingBytes);
        Assert.Equal(40, host.Kernel.Copies.Bytes(CopyKind.StackReceive));
        host.Receive(socket, new byte[100]).Ended(NtStatus.Success, 60);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_SpansDescriptorsOfTheClient_FillsThemInOrder()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        Mdl first = Mdl.Over(new byte[10]);
        Mdl second = Mdl.Over(new byte[1]);
        Mdl third = Mdl.Over(new byte[20]);
        first.Next = second;
        second.Next = third;
        TestRequest request = host.Request("receive", irp => socket.Receive(new WskBuffer(first, 4, 25), WskReceiveFlags.WaitAll, irp));
        stream.Deliver(5, 9);
        stream.Deliver(16);
        request.Ended(NtStatus.Success, 25);
        Assert.Equal([0, 0, 0, 0, .. FakeStream.Pattern(0, 6)], first.Buffer);
        Assert.Equal(FakeStream.Pattern(6, 1), second.Buffer);
        Assert.Equal([.. FakeStream.Pattern(7, 18), 0, 0], third.Buffer);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_Several_CompleteInOrder()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        byte[][] buffers = [new byte[10], new byte[20], new byte[30]];
        TestRequest[] requests = [.. buffers.Select(buffer => host.Receive(socket, buffer))];
        stream.Deliver(15);
        requests[0].Ended(NtStatus.Success, 10);
        requests[1].Ended(NtStatus.Success, 5);
        requests[2].IsPending();
        stream.Deliver(1);
        requests[2].Ended(NtStatus.Success, 1);
        Assert.Equal(FakeStream.Pattern(10, 5), buffers[1][..5]);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_NextRequestFromTheCompletionRoutine_DoesNotNest()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        stream.Deliver(1000);
        int received = 0;
        void Post()
        {
            TestRequest request = host.New("receive");
            request.Then = done =>
            {
                received += done.Information;
                if (received < 1000)
                {
                    Post();
                }
            };
            request.Call = socket.Receive(new WskBuffer(Mdl.Over(new byte[10]), 0, 10), WskReceiveFlags.None, request.Irp);
        }

        // A hundred completions in one call: nested they would break the verifier's rule of depth 32.
        Post();
        Assert.Equal(1000, received);
        host.CloseNow(socket);
    }

    [Fact]
    public void Scenario16_WaitAllAndDrain_CompleteOnce()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.Receive);
        byte[] buffer = new byte[10_000];
        TestRequest all = host.Receive(socket, buffer, WskReceiveFlags.WaitAll);
        for (int i = 0; i < 7; i++)
        {
            all.IsPending();
            stream.Deliver(i < 6 ? 1460 : 1240);
        }

        all.Ended(NtStatus.Success, 10_000);
        Assert.Equal(FakeStream.Pattern(0, 10_000), buffer);

        TestRequest cut = host.Receive(socket, new byte[10_000], WskReceiveFlags.WaitAll);
        stream.Deliver(1460, 1460, 1080);
        cut.IsPending();
        stream.Fin();
        cut.Ended(NtStatus.Success, 4000);
        host.CloseNow(socket);

        (socket, stream) = host.Connect(events, WskEventMask.Receive);
        TestRequest drain = host.Receive(socket, [], WskReceiveFlags.Drain);
        stream.Deliver(1460);
        stream.Deliver(1460);
        drain.IsPending();
        Assert.Equal(0, stream.OutstandingBytes);
        stream.Fin();
        drain.Ended(NtStatus.Success);
        Assert.Empty(events.Log);
        host.CloseNow(socket);
    }

    [Theory]
    [InlineData(WskReceiveFlags.Drain, 5)]
    [InlineData(WskReceiveFlags.Drain | WskReceiveFlags.WaitAll, 5)]
    [InlineData((WskReceiveFlags)0x40, 5)]
    public void Receive_IllegalFlags_AreInvalid(WskReceiveFlags flags, int size)
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, _) = host.Connect();
        host.Receive(socket, new byte[size], flags).Ended(NtStatus.InvalidParameter);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_BufferDoesNotFitItsDescriptors_IsInvalid()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, _) = host.Connect();
        Mdl mdl = Mdl.Over(new byte[10]);
        host.Request("receive", irp => socket.Receive(new WskBuffer(mdl, 0, 11), 0, irp)).Ended(NtStatus.InvalidParameter);
        host.Request("receive", irp => socket.Receive(new WskBuffer(mdl, 10, 1), 0, irp)).Ended(NtStatus.InvalidParameter);
        host.Request("receive", irp => socket.Receive(new WskBuffer(mdl, -1, 1), 0, irp)).Ended(NtStatus.InvalidParameter);
        host.Request("receive", irp => socket.Receive(new WskBuffer(null, 0, 1), 0, irp)).Ended(NtStatus.InvalidParameter);
        host.CloseNow(socket);
    }

    [Fact]
    public void Cancel_PendingReceive_IsCancelledAndTakesNothing()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest first = host.Receive(socket, new byte[10]);
        TestRequest second = host.Receive(socket, new byte[10]);
        Assert.True(first.Irp.CancelIrp());
        first.Ended(NtStatus.Cancelled);
        stream.Deliver(10);
        second.Ended(NtStatus.Success, 10);
        host.CloseNow(socket);
    }

    [Fact]
    public void Cancel_WaitAllThatTookBytes_LosesNone()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        byte[] buffer = new byte[100];
        TestRequest request = host.Receive(socket, buffer, WskReceiveFlags.WaitAll);
        stream.Deliver(30);
        Assert.True(request.Irp.CancelIrp());
        stream.Deliver(5);
        host.Loop.RunUntilIdle();
        request.Ended(NtStatus.Success, 30);
        Assert.Equal(FakeStream.Pattern(0, 30), buffer[..30]);
        byte[] rest = new byte[10];
        host.Receive(socket, rest).Ended(NtStatus.Success, 5);
        Assert.Equal(FakeStream.Pattern(30, 5), rest[..5]);
        host.CloseNow(socket);
    }

    [Fact]
    public void Cancel_WaitAllThatTookBytes_IsNotOvertakenByTheNextRequest()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest cancelled = host.Receive(socket, new byte[100], WskReceiveFlags.WaitAll);
        stream.Deliver(30);
        cancelled.Irp.CancelIrp();
        stream.Deliver(5);
        TestRequest next = host.Receive(socket, new byte[10]);
        host.Loop.RunUntilIdle();
        Assert.Equal(["receive Success 30", "receive Success 5"], host.Log);
        next.Ended(NtStatus.Success, 5);
        host.CloseNow(socket);
    }

    [Fact]
    public void Close_RightAfterCancellingAWaitAll_EndsAfterIt()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest request = host.Receive(socket, new byte[100], WskReceiveFlags.WaitAll);
        stream.Deliver(30);
        request.Irp.CancelIrp();
        TestRequest close = host.Close(socket);
        Assert.Equal(["receive Success 30", "close Success 0"], host.Log);
        close.Ended(NtStatus.Success);
    }

    [Fact]
    public void Cancel_Drain_StopsDiscarding()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest drain = host.Receive(socket, [], WskReceiveFlags.Drain);
        stream.Deliver(10);
        drain.Irp.CancelIrp();
        drain.Ended(NtStatus.Cancelled);
        stream.Deliver(7);
        host.Receive(socket, new byte[10]).Ended(NtStatus.Success, 7);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_NotConnected_IsInvalidState()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.Receive(socket, new byte[10]).Ended(NtStatus.InvalidDeviceState);
        host.Send(socket, 10).Ended(NtStatus.InvalidDeviceState);
        host.Disconnect(socket).Ended(NtStatus.InvalidDeviceState);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_CompletionsPosted_StillEndOnceEach()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        host.Kernel.Io.CompletionMode = IrpCompletionMode.Posted;
        stream.Deliver(10);
        TestRequest request = host.Receive(socket, new byte[10]);
        request.IsPending();
        host.Loop.RunUntilIdle();
        request.Ended(NtStatus.Success, 10);
        TestRequest close = host.Close(socket);
        host.Loop.RunUntilIdle();
        close.Ended(NtStatus.Success);
    }
}
