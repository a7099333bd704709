using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>Enabling and disabling callbacks (client-apis 3.7).</summary>
public sealed class EventControlTests
{
    [Fact]
    public void Enable_BeforeConnect_IsInvalidState()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection, new ConnectionEvents());
        Assert.Equal(NtStatus.InvalidDeviceState, WskHarness.Enable(socket, WskEventMask.Receive));
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp));
        Assert.Equal(NtStatus.InvalidDeviceState, WskHarness.Enable(socket, WskEventMask.Receive));
        host.CloseNow(socket);
    }

    [Fact]
    public void Enable_WithAnIrp_IsInvalid()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, _) = host.Connect(new ConnectionEvents());
        host.Request("enable", irp => WskHarness.Control(socket, WskEventMask.Receive, irp)).Ended(NtStatus.InvalidParameter);
        host.CloseNow(socket);
    }

    [Theory]
    [InlineData(WskEventMask.None)]
    [InlineData(WskEventMask.Accept)]
    [InlineData(WskEventMask.Receive | WskEventMask.ReceiveFrom)]
    [InlineData(WskEventMask.Disable)]
    [InlineData(WskEventMask.Disable | WskEventMask.Receive | WskEventMask.Disconnect)]
    public void Control_MaskThatDoesNotFit_IsInvalid(WskEventMask mask)
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, _) = host.Connect(new ConnectionEvents());
        Assert.Equal(NtStatus.InvalidParameter, WskHarness.Control(socket, mask, null));
        host.CloseNow(socket);
    }

    [Fact]
    public void Enable_DataCameBefore_IsShownAtOnce()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events);
        stream.Deliver(10, 20);
        stream.Fin();
        Assert.Empty(events.Log);
        Assert.Equal(NtStatus.Success, WskHarness.Enable(socket, WskEventMask.Receive | WskEventMask.Disconnect | WskEventMask.SendBacklog));
        Assert.Equal(["receive 30", "disconnect"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void Disable_NotRunning_EndsAtOnceAndBuffers()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.Receive);
        Assert.Equal(NtStatus.Success, WskHarness.Control(socket, WskEventMask.Receive | WskEventMask.Disable, null));
        stream.Deliver(10);
        Assert.Empty(events.Log);
        Assert.Equal(10, socket.ReceiveBacklog);
        WskHarness.Enable(socket, WskEventMask.Receive);
        Assert.Equal(["receive 10"], events.Log);
        host.Request("disable", irp => WskHarness.Control(socket, WskEventMask.Receive | WskEventMask.Disable, irp)).Ended(NtStatus.Success);
        host.CloseNow(socket);
    }

    [Fact]
    public void Scenario17_DisableInProgressOnAnotherProcessor_WaitsOrSaysSo()
    {
        using WskHarness host = new(processors: 2);
        ConnectionEvents events = new() { Log = host.Log };
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.Receive);
        Processor running = host.Kernel.Processors[0];
        Processor other = host.Kernel.Processors[1];
        TestRequest? disable = null;
        events.OnReceive = s => running.While(other, () =>
        {
            Assert.Equal(NtStatus.EventPending, WskHarness.Control(s, WskEventMask.Receive | WskEventMask.Disable, null));
            disable = host.Request("disable", irp => WskHarness.Control(s, WskEventMask.Receive | WskEventMask.Disable, irp));
            disable.IsPending();
            host.Log.Add("returns");
        });
        stream.Deliver(10);
        disable!.Ended(NtStatus.Success);
        stream.Deliver(10);
        Assert.Equal(["receive 10", "returns", "disable Success 0"], host.Log);
        Assert.Equal(0x4000_0013u, NtStatus.EventPending.Value);
        host.CloseNow(socket);
    }

    [Fact]
    public void Disable_AnotherCallbackRuns_DoesNotWaitForIt()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.Receive | WskEventMask.Disconnect);
        events.OnReceive = s => Assert.Equal(NtStatus.Success, WskHarness.Control(s, WskEventMask.Disconnect | WskEventMask.Disable, null));
        stream.Deliver(1);
        stream.Fin();
        Assert.Equal(["receive 1"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void Static_EventsAreOnFromBirthAndStay()
    {
        using WskHarness host = new();
        Assert.Equal(NtStatus.Success, host.Provider.ControlClient(WskClientControl.SetStaticEventCallbacks, Mask(WskEventMask.Receive | WskEventMask.Disconnect | WskEventMask.Accept), default, out _, null));
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events);
        stream.Deliver(10);
        Assert.Equal(["receive 10"], events.Log);
        Assert.Equal(NtStatus.InvalidParameter, WskHarness.Control(socket, WskEventMask.Receive | WskEventMask.Disable, null));
        Assert.Equal(NtStatus.InvalidDeviceState, host.Provider.SetStaticEventCallbacks(WskEventMask.Receive));
        host.CloseNow(socket);
    }

    [Fact]
    public void Static_ApplyToSocketsTakenByAcceptRequests()
    {
        using WskHarness host = new();
        host.Provider.SetStaticEventCallbacks(WskEventMask.Receive | WskEventMask.Disconnect);
        WskListenSocket listener = host.Listen(new ListenEvents());
        ConnectionEvents events = new();
        TestRequest accept = host.Request("accept", irp => listener.Accept(null, events, irp));
        FakeStream stream = host.Transport.Listener.Incoming()!;
        stream.Deliver(5);
        Assert.Equal(["receive 5"], events.Log);
        host.CloseNow((WskSocket)accept.Result!, listener);
    }

    [Theory]
    [InlineData(WskEventMask.None)]
    [InlineData(WskEventMask.Receive | WskEventMask.Disable)]
    [InlineData((WskEventMask)1)]
    public void Static_UnknownEvents_AreInvalid(WskEventMask mask)
    {
        using WskHarness host = new();
        Assert.Equal(NtStatus.InvalidParameter, host.Provider.SetStaticEventCallbacks(mask));
    }

    private static byte[] Mask(WskEventMask mask) => BitConverter.GetBytes((uint)mask);
}
