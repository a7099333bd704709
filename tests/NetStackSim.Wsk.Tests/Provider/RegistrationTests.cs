using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests.Provider;

/// <summary>Registration, capture, deregistration, transports that come and go (client-apis 2.4, 3.9, 3.14).</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void Capture_NoTransport_IsNotReady()
    {
        using WskHarness host = new(registerTransport: false);
        Assert.Equal(NtStatus.DeviceNotReady, host.Registration.TryCaptureProvider(out WskProvider? provider));
        Assert.Null(provider);
        Assert.Equal(NtStatus.Success, host.Registration.ProviderCharacteristics.Status);
    }

    [Fact]
    public void Capture_WaitsForTheTransport()
    {
        using WskHarness host = new(registerTransport: false);
        host.Loop.Run(async () =>
        {
            ValueTask<(NtStatus Status, WskProvider? Provider)> capture = host.Registration.CaptureProviderAsync(WskNpi.InfiniteWait);
            await host.Kernel.DelayAsync(5_000_000);
            Assert.False(capture.IsCompleted);
            host.Module.Register(host.Kernel.Nmr);
            (NtStatus status, WskProvider? provider) = await capture;
            Assert.Equal(NtStatus.Success, status);
            Assert.Equal(4, provider!.Transports.Length);
            host.Registration.ReleaseProvider();
        });
        Assert.Equal(5_000_000, host.Loop.Now);
    }

    [Fact]
    public void Capture_TimePasses_IsNotReady()
    {
        using WskHarness host = new(registerTransport: false);
        host.Loop.Run(async () => Assert.Equal(NtStatus.DeviceNotReady, (await host.Registration.CaptureProviderAsync(20)).Status));
        Assert.Equal(20_000_000, host.Loop.Now);
        host.Loop.Run(async () => Assert.Equal(NtStatus.DeviceNotReady, (await host.Registration.CaptureProviderAsync(WskNpi.NoWait)).Status));
        Assert.Equal(20_000_000, host.Loop.Now);
    }

    [Theory]
    [InlineData(0x0100, 0u)]
    [InlineData(0x0102, 0u)]
    [InlineData(0x0103, 0xC00002B9)]
    [InlineData(0x0200, 0xC00002B9)]
    [InlineData(0x00FF, 0xC00002B9)]
    public void Capture_Version_MustBeOffered(ushort version, uint status)
    {
        using WskHarness host = new();
        var registration = WskRegistration.Register(host.Kernel, "versioned", version: version);
        Assert.Equal(new NtStatus(status), registration.TryCaptureProvider(out _));
        Assert.Equal((NtStatus.Success, WskNpi.LowestVersion, WskNpi.HighestVersion), registration.ProviderCharacteristics);
    }

    [Fact]
    public void Release_WithoutCapture_IsMisuse()
    {
        using WskHarness host = new(registerTransport: false);
        Assert.Throws<InvalidOperationException>(host.Registration.ReleaseProvider);
        host.ExpectLeaks();
    }

    [Fact]
    public void Scenario08_Deregister_WaitsForSocketsAndCaptures()
    {
        using WskHarness host = new();
        TestRequest change = host.Request("change", irp => host.Provider.ControlClient(WskClientControl.TransportListChange, default, default, out _, irp));
        change.IsPending();
        (WskConnectionSocket socket, _) = host.Connect();
        host.Loop.Run(async () =>
        {
            Task deregister = host.Registration.DeregisterAsync().AsTask();
            change.Ended(NtStatus.Cancelled);
            Assert.Equal(NtStatus.DeviceNotReady, host.Registration.TryCaptureProvider(out _));
            host.Request("socket", irp => host.Provider.Socket(new WskSocketRequest(Packets.IpFamily.V4, TransportSocketType.Stream, 6, WskSocketFlags.Connection), irp)).Ended(NtStatus.DeviceNotReady);
            host.Request("change", irp => host.Provider.ControlClient(WskClientControl.TransportListChange, default, default, out _, irp)).Ended(NtStatus.Cancelled);
            await host.Kernel.DelayAsync(1000);
            Assert.False(deregister.IsCompleted);
            host.Registration.ReleaseProvider();
            await host.Kernel.DelayAsync(1000);
            Assert.False(deregister.IsCompleted);
            host.CloseNow(socket);
            await deregister;
        });
        Assert.Equal(2000, host.Loop.Now);
    }

    [Fact]
    public void Scenario08_Deregister_ReleasesWaitingCaptures()
    {
        using WskHarness host = new(registerTransport: false);
        host.Loop.Run(async () =>
        {
            ValueTask<(NtStatus Status, WskProvider? Provider)> capture = host.Registration.CaptureProviderAsync(WskNpi.InfiniteWait);
            await host.Registration.DeregisterAsync();
            Assert.Equal(NtStatus.DeviceNotReady, (await capture).Status);
        });
    }

    [Fact]
    public void Deregister_CaptureHeldAndNoSocket_WaitsForTheRelease()
    {
        using WskHarness host = new();
        host.Loop.Run(async () =>
        {
            Task deregister = host.Registration.DeregisterAsync().AsTask();
            await host.Kernel.DelayAsync(1000);
            Assert.False(deregister.IsCompleted);
            host.Registration.ReleaseProvider();
            await deregister;
        });
    }

    [Fact]
    public void TransportList_QueryTwice_TellsSizeThenRows()
    {
        using WskHarness host = new();
        Assert.Equal(NtStatus.BufferOverflow, host.Provider.ControlClient(WskClientControl.TransportListQuery, default, default, out int needed, null));
        Assert.Equal(4 * WskProvider.TransportSize, needed);
        byte[] rows = new byte[needed];
        Assert.Equal(NtStatus.Success, host.Provider.ControlClient(WskClientControl.TransportListQuery, default, rows, out int written, null));
        Assert.Equal(needed, written);
        Assert.Equal([0, 1, 1, 0, 6, 0, 0, 0, 2, 0], rows[..10]);
        Assert.Equal([0, 1, 2, 0, 17, 0, 0, 0, 23, 0], rows[84..94]);
        Assert.Equal(TransportNpi.Id, new Guid(rows.AsSpan(12, 16)));
        host.Request("query", irp => host.Provider.ControlClient(WskClientControl.TransportListQuery, default, rows, out _, irp)).Ended(NtStatus.InvalidParameter);
        Assert.Equal(NtStatus.InvalidParameter, host.Provider.ControlClient(WskClientControl.TransportListChange, default, default, out _, null));
    }

    [Theory]
    [InlineData(WskClientControl.CacheSecurityDescriptor)]
    [InlineData(WskClientControl.ReleaseSecurityDescriptor)]
    [InlineData(WskClientControl.TdiDeviceNameMapping)]
    [InlineData(WskClientControl.TdiBehavior)]
    [InlineData((WskClientControl)99)]
    public void ControlClient_OtherCodes_AreNotSupported(WskClientControl code)
    {
        using WskHarness host = new();
        Assert.Equal(NtStatus.NotSupported, host.Provider.ControlClient(code, new byte[4], default, out _, null));
    }

    [Fact]
    public void TransportRemoved_EverySocketIsForcedClosed()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        ListenEvents listenEvents = new();
        DatagramEvents datagramEvents = new();
        (WskConnectionSocket connection, _) = host.Connect(events, WskEventMask.Receive);
        WskListenSocket listener = host.Listen(listenEvents, WskEventMask.Accept);
        WskDatagramSocket datagram = host.Udp(datagramEvents, WskEventMask.ReceiveFrom);
        WskConnectionSocket unbound = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        TestRequest[] pending =
        [
            host.Receive(connection, new byte[5]),
            host.Send(connection, 5),
            host.Request("accept", irp => listener.Accept(null, null, irp)),
            host.Request("receive", irp => datagram.ReceiveFrom(default, null, irp)),
            host.Request("send", irp => datagram.SendTo(default, WskHarness.Peer, irp)),
        ];
        TestRequest change = host.Request("change", irp => host.Provider.ControlClient(WskClientControl.TransportListChange, default, default, out _, irp));
        host.Loop.Run(async () => await host.Module.DeregisterAsync());
        change.Ended(NtStatus.Success);
        Assert.All(pending, request => request.Ended(NtStatus.FileForcedClosed));
        Assert.Equal(["receive null"], events.Log);
        Assert.Equal(["accept null"], listenEvents.Log);
        Assert.Equal(["receivefrom null"], datagramEvents.Log);
        host.Send(connection, 1).Ended(NtStatus.FileForcedClosed);
        host.Receive(connection, new byte[1]).Ended(NtStatus.FileForcedClosed);
        host.Request("accept", irp => listener.Accept(null, null, irp)).Ended(NtStatus.FileForcedClosed);
        host.Request("bind", irp => unbound.Bind(WskHarness.Any, irp)).Ended(NtStatus.FileForcedClosed);
        Assert.Equal(NtStatus.DeviceNotReady, host.Registration.TryCaptureProvider(out _));
        host.CloseNow(connection, listener, datagram, unbound);
    }

    [Fact]
    public void TransportRemoved_RetainedData_HoldsItUntilTheRelease()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.Receive);
        events.Answer(NtStatus.Pending);
        stream.Deliver(10);
        host.Loop.Run(async () =>
        {
            Task gone = host.Module.DeregisterAsync().AsTask();
            await host.Kernel.DelayAsync(1000);
            Assert.False(gone.IsCompleted);
            Assert.Equal(["receive 10", "receive null"], events.Log);
            socket.Release(events.Retained.Dequeue());
            await gone;
        });
        host.CloseNow(socket);
    }

    [Fact]
    public void TransportRemoved_ClientClosesItsSocketsInTheCallback_EndsAll()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket first, _) = host.Connect(events, WskEventMask.Receive);
        (WskConnectionSocket second, _) = host.Connect(new ConnectionEvents(), WskEventMask.Receive);
        List<TestRequest> closes = [];
        events.OnReceive = _ =>
        {
            closes.Add(host.Close(first));
            closes.Add(host.Close(second));
        };
        host.Loop.Run(async () => await host.Module.DeregisterAsync());
        Assert.All(closes, close => close.Ended(NtStatus.Success));
        Assert.Equal(0, host.Provider.OpenSockets);
    }

    [Fact]
    public void TransportComesBack_NewSocketsWork()
    {
        using WskHarness host = new();
        (WskConnectionSocket old, _) = host.Connect();
        host.Loop.Run(async () => await host.Module.DeregisterAsync());
        new FakeTransportModule("fake again", host.Transport).Register(host.Kernel.Nmr);
        Assert.Equal(NtStatus.Success, host.Registration.TryCaptureProvider(out _));
        (WskConnectionSocket fresh, _) = host.Connect();
        host.Send(old, 1).Ended(NtStatus.FileForcedClosed);
        host.CloseNow(old, fresh);
    }

    [Fact]
    public void Stop_OpenSockets_LoseTheirTransportAndAreWaitedFor()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, _) = host.Connect(events, WskEventMask.Receive);
        host.Loop.Run(async () =>
        {
            Task stop = host.Wsk.StopAsync().AsTask();
            await host.Kernel.DelayAsync(1000);
            Assert.False(stop.IsCompleted);
            Assert.Equal(["receive null"], events.Log);
            host.CloseNow(socket);
            await stop;
        });
    }

    [Fact]
    public void OpenSocket_IsInTheLeakAndStallReports()
    {
        using WskHarness host = new();
        host.Connect();
        Assert.Contains(host.Kernel.CheckLeaks().Leaks, leak => leak.Kind == "socket");
        SimulationStalledException stalled = Assert.Throws<SimulationStalledException>(() => host.Loop.Run(() => new TaskCompletionSource().Task));
        Assert.Contains("WSK Connection socket", stalled.Message, StringComparison.Ordinal);
        host.ExpectLeaks();
    }
}
