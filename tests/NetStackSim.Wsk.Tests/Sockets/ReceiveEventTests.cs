using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>The return table of the receive event (client-apis 3.6) and who owns what in each row.</summary>
public sealed class ReceiveEventTests
{
    private const WskEventMask On = WskEventMask.Receive | WskEventMask.Disconnect;

    [Fact]
    public void Receive_SuccessUntouched_TakesAllAndGoesOn()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        stream.Deliver(100, 200);
        stream.Deliver(50);
        Assert.Equal(["receive 300", "receive 50"], events.Log);
        Assert.Equal(FakeStream.Pattern(0, 350), events.Bytes);
        Assert.Equal(0, stream.OutstandingBytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_SuccessWithLess_StopsUntilReceiveAndShowsTheRestFirst()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.Success, 120);
        stream.Deliver(100, 100);
        Assert.Equal(80, stream.OutstandingBytes);
        stream.Deliver(40);
        Assert.Equal(["receive 200"], events.Log);
        Assert.Equal(120, socket.ReceiveBacklog);
        host.Receive(socket, []).Ended(NtStatus.Success);
        Assert.Equal(["receive 200", "receive 120"], events.Log);
        Assert.Equal(FakeStream.Pattern(0, 240), events.Bytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_Pending_ClientOwnsTheListUntilRelease()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.Pending, 0);
        stream.Deliver(100, 100);
        stream.Deliver(30);
        Assert.Equal(200, stream.OutstandingBytes);
        Assert.Equal(2, stream.OutstandingLists);
        Assert.Equal(["receive 200", "receive 30"], events.Log);
        WskDataIndication kept = events.Retained.Dequeue();
        Assert.Equal(FakeStream.Pattern(0, 200), WskData.Read(kept));
        Assert.Equal(NtStatus.Success, socket.Release(kept));
        Assert.Equal(0, stream.OutstandingBytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_DataNotAccepted_BuffersAllAndStops()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.DataNotAccepted, 77);
        stream.Deliver(100);
        stream.Deliver(100);
        Assert.Equal(["receive 100"], events.Log);
        Assert.Equal(200, socket.ReceiveBacklog);
        byte[] buffer = new byte[150];
        host.Receive(socket, buffer).Ended(NtStatus.Success, 150);
        Assert.Equal(FakeStream.Pattern(0, 150), buffer);
        Assert.Equal(["receive 100", "receive 50"], events.Log);
        Assert.Equal(FakeStream.Pattern(150, 50), events.Bytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Scenario14_ReceiveReturnTable_PartialAcceptKeepsTheOrder()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.Success, 1000);
        stream.Deliver(1000, 1000, 1000);
        stream.Deliver(500);
        Assert.Equal(["receive 3000"], events.Log);
        host.Receive(socket, []).Ended(NtStatus.Success);
        Assert.Equal(["receive 3000", "receive 2500"], events.Log);
        Assert.Equal(FakeStream.Pattern(0, 3500), events.Bytes);
        host.CloseNow(socket);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Receive_PartialInsideADescriptorChain_ContinuesAtTheByte(int descriptors)
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        for (int accepted = 1; accepted < 9; accepted++)
        {
            events.Answer(NtStatus.Success, accepted);
            stream.DeliverIn(descriptors, 9);
            host.Receive(socket, []);
        }

        Assert.Equal(FakeStream.Pattern(0, 72), events.Bytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_RequestIsPending_WinsOverTheEvent()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        byte[] buffer = new byte[60];
        TestRequest request = host.Receive(socket, buffer);
        request.IsPending();
        stream.Deliver(100);
        request.Ended(NtStatus.Success, 60);
        Assert.Equal(["receive 40"], events.Log);
        Assert.Equal(FakeStream.Pattern(0, 60), buffer);
        Assert.Equal(FakeStream.Pattern(60, 40), events.Bytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_RequestInsideTheEvent_KeepsTheByteOrder()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        byte[] buffer = new byte[50];
        TestRequest? request = null;
        events.Answer(NtStatus.Success, 30);
        events.OnReceive = s => request ??= host.Receive(s, buffer);
        stream.Deliver(100);
        request!.Ended(NtStatus.Success, 50);
        Assert.Equal(FakeStream.Pattern(30, 50), buffer);

        // The request was made before the event returned; the stop of the event came after it.
        Assert.Equal(20, socket.ReceiveBacklog);
        host.Receive(socket, []);
        Assert.Equal([.. FakeStream.Pattern(0, 30), .. FakeStream.Pattern(80, 20)], events.Bytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_DataArrivesWhileTheEventRuns_IsShownByTheNextOne()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        bool first = true;
        events.OnReceive = _ =>
        {
            if (first)
            {
                first = false;
                stream.Deliver(20);
                events.Log.Add("returns");
            }
        };
        stream.Deliver(10);
        Assert.Equal(["receive 10", "returns", "receive 20"], events.Log);
        Assert.Equal(FakeStream.Pattern(0, 30), events.Bytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_LevelFlag_SaysDispatchOnlyAtDispatch()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.DataNotAccepted);
        stream.Deliver(10);
        Assert.Equal(WskEventFlags.AtDispatchLevel, events.LastFlags);
        host.Receive(socket, []);
        Assert.Equal(WskEventFlags.None, events.LastFlags);
        host.CloseNow(socket);
    }

    [Fact]
    public void Release_NotTheListAsIndicated_IsInvalid()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        (WskConnectionSocket other, _) = host.Connect(new ConnectionEvents(), On);
        events.Answer(NtStatus.Pending);
        stream.Deliver(10, 10);
        WskDataIndication kept = events.Retained.Dequeue();
        Assert.Equal(NtStatus.InvalidParameter, socket.Release(kept.Next!));
        Assert.Equal(NtStatus.InvalidParameter, other.Release(kept));
        Assert.Equal(NtStatus.Success, socket.Release(kept));
        Assert.Equal(NtStatus.InvalidParameter, socket.Release(kept));
        host.CloseNow(socket, other);
    }

    [Fact]
    public void Release_InsideTheEventBeforePending_IsAllowed()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.Pending);
        events.OnReceive = s =>
        {
            if (events.Retained.TryDequeue(out WskDataIndication? data))
            {
                Assert.Equal(NtStatus.Success, s.Release(data));
            }
        };
        stream.Deliver(10);
        Assert.Equal(0, stream.OutstandingBytes);
        stream.Deliver(10);
        Assert.Equal(["receive 10", "receive 10"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void Close_WithRetainedIndications_BreaksTheRule()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.Pending);
        stream.Deliver(10);
        host.Breaks(WskRules.RetainedAtClose, () => host.Close(socket));
    }

    [Fact]
    public void Close_WithRetainedIndicationsWithoutVerifier_EndsWithTheLastRelease()
    {
        using WskHarness host = new(verifier: false);
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.Pending);
        stream.Deliver(10);
        TestRequest close = host.Close(socket);
        close.IsPending();
        Assert.False(stream.IsClosed);
        socket.Release(events.Retained.Dequeue());
        close.Ended(NtStatus.Success);
    }

    [Fact]
    public void Receive_NoIndicationLeftInThePool_GoesOnOneByOne()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        host.Wsk.Pools.Indications.Quota = 0;
        events.Answer(NtStatus.Pending);
        stream.Deliver(10, 20, 30);
        Assert.Equal(["receive 10"], events.Log);
        socket.Release(events.Retained.Dequeue());
        Assert.Equal(["receive 10", "receive 20", "receive 30"], events.Log);
        Assert.Equal(FakeStream.Pattern(0, 60), events.Bytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Close_InsideTheEvent_CompletesAfterItReturned()
    {
        using WskHarness host = new();
        ConnectionEvents events = new() { Log = host.Log };
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        events.Answer(NtStatus.Success, 4);
        TestRequest? close = null;
        events.OnReceive = s =>
        {
            close = host.Close(s);
            close.IsPending();
            host.Log.Add("returns");
        };
        stream.Deliver(10);
        close!.Ended(NtStatus.Success);
        Assert.Equal(["receive 10", "returns", "close Success 0"], host.Log);
        Assert.Equal(10, stream.ReturnedBytes);
        Assert.Equal(1, host.Kernel.Drops[WskDropReasons.NeverReceived]);
    }

    [Fact]
    public void Receive_PushAndScarceMemory_BecomeEventFlags()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, On);
        stream.Hints = StreamReceiveFlags.EntireMessage | StreamReceiveFlags.ReleaseAsap;
        stream.Deliver(5);
        Assert.Equal(WskEventFlags.EntireMessage | WskEventFlags.ReleaseAsap | WskEventFlags.AtDispatchLevel, events.LastFlags);
        host.CloseNow(socket);
    }
}
