using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>Bind, connect, the one-call connect, their failures and cancellation.</summary>
public sealed class ConnectTests
{
    private static WskSocketRequest Tcp => new(IpFamily.V4, TransportSocketType.Stream, 6, WskSocketFlags.Connection);

    [Fact]
    public void Scenario10_OneCallConnect_IsOneCallAndWorksAtDispatch()
    {
        using WskHarness host = new();
        TestRequest request = host.New("connect");
        using (host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            request.Call = host.Provider.SocketConnect(Tcp, WskHarness.Any, WskHarness.Peer, request.Irp);
        }

        request.IsPending();
        Assert.Equal(1, host.Kernel.Io.Statistics.Sent);
        host.Transport.Stream.Connected(NtStatus.Success);
        request.Ended(NtStatus.Success);
        var socket = Assert.IsType<WskConnectionSocket>(request.Result);
        Assert.True(socket.IsConnected);
        host.CloseNow(socket);
    }

    [Theory]
    [InlineData(0xC0000236)]
    [InlineData(0xC00000B5)]
    [InlineData(0xC000023D)]
    public void Scenario10_OneCallConnectFails_LeavesNoSocket(uint status)
    {
        using WskHarness host = new();
        TestRequest request = host.Request("connect", irp => host.Provider.SocketConnect(Tcp, WskHarness.Any, WskHarness.Peer, irp));
        host.Transport.Stream.Connected(new NtStatus(status));
        request.Ended(new NtStatus(status));
        Assert.Null(request.Result);
        Assert.Equal(0, host.Provider.OpenSockets);
    }

    [Fact]
    public void SocketConnect_BindFails_LeavesNoSocket()
    {
        using WskHarness host = new();
        host.Transport.BindStatus = NtStatus.AddressAlreadyExists;
        host.Request("connect", irp => host.Provider.SocketConnect(Tcp, WskHarness.Any, WskHarness.Peer, irp)).Ended(NtStatus.AddressAlreadyExists);
        Assert.Equal(0, host.Provider.OpenSockets);
    }

    [Fact]
    public void SocketConnect_Cancelled_GivesUpAndClosesTheEndpoint()
    {
        using WskHarness host = new();
        TestRequest request = host.Request("connect", irp => host.Provider.SocketConnect(Tcp, WskHarness.Any, WskHarness.Peer, irp));
        Assert.True(request.Irp.CancelIrp());
        request.Ended(NtStatus.Cancelled);
        Assert.Null(request.Result);
        Assert.True(host.Transport.Stream.IsClosed);
        Assert.Equal(0, host.Provider.OpenSockets);
    }

    [Fact]
    public void SocketConnect_WrongCategory_IsInvalid()
    {
        using WskHarness host = new();
        host.Request("connect", irp => host.Provider.SocketConnect(Tcp with { Flags = WskSocketFlags.Listen }, WskHarness.Any, WskHarness.Peer, irp)).Ended(NtStatus.InvalidParameter);
    }

    [Theory]
    [InlineData(TransportSocketType.Datagram, 6, WskSocketFlags.Connection, 0xC000000D)]
    [InlineData(TransportSocketType.Stream, 6, WskSocketFlags.Datagram, 0xC000000D)]
    [InlineData(TransportSocketType.Stream, 132, WskSocketFlags.Connection, 0xC000A013)]
    [InlineData(TransportSocketType.Raw, 1, WskSocketFlags.Basic, 0xC000A013)]
    [InlineData(TransportSocketType.Stream, 6, WskSocketFlags.Basic, 0u)]
    public void Socket_TransportTriple_IsChecked(TransportSocketType type, byte protocol, WskSocketFlags flags, uint status)
    {
        using WskHarness host = new();
        TestRequest request = host.Request("socket", irp => host.Provider.Socket(new WskSocketRequest(IpFamily.V6, type, protocol, flags), irp));
        request.Ended(new NtStatus(status));
        if (request.Result is WskSocket socket)
        {
            host.CloseNow(socket);
        }
    }

    [Fact]
    public void Scenario11_WildcardBind_PortAtOnceAddressAfterConnect()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        IpEndpoint address = default;
        host.Request("local", irp => socket.GetLocalAddress(out address, irp)).Ended(NtStatus.InvalidDeviceState);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp)).Ended(NtStatus.Success);
        host.Request("local", irp => socket.GetLocalAddress(out address, irp)).Ended(NtStatus.Success);
        Assert.True(address.Address.IsUnspecified);
        Assert.NotEqual(0, address.Port);
        host.Request("remote", irp => socket.GetRemoteAddress(out address, irp)).Ended(NtStatus.InvalidDeviceState);
        Assert.Equal(0xC000_0184u, NtStatus.InvalidDeviceState.Value);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp)).Ended(NtStatus.InvalidDeviceState);
        TestRequest connect = host.Request("connect", irp => socket.Connect(WskHarness.Peer, irp));
        FakeStream stream = host.Transport.Stream;
        stream.Local = new IpEndpoint(IpAddress.Parse("10.0.0.1"), stream.Local.Port);
        stream.Connected(NtStatus.Success);
        connect.Ended(NtStatus.Success);
        host.Request("local", irp => socket.GetLocalAddress(out address, irp)).Ended(NtStatus.Success);
        Assert.Equal(IpAddress.Parse("10.0.0.1"), address.Address);
        host.Request("remote", irp => socket.GetRemoteAddress(out address, irp)).Ended(NtStatus.Success);
        Assert.Equal(WskHarness.Peer, address);
        host.CloseNow(socket);
    }

    [Fact]
    public void Connect_Unbound_IsInvalidState()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.Request("connect", irp => socket.Connect(WskHarness.Peer, irp)).Ended(NtStatus.InvalidDeviceState);
        host.CloseNow(socket);
    }

    [Fact]
    public void Connect_WhileConnectingOrConnected_IsInvalidState()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp));
        TestRequest connect = host.Request("connect", irp => socket.Connect(WskHarness.Peer, irp));
        host.Request("again", irp => socket.Connect(WskHarness.Peer, irp)).Ended(NtStatus.InvalidDeviceState);
        host.Transport.Stream.Connected(NtStatus.Success);
        connect.Ended(NtStatus.Success);
        host.Request("again", irp => socket.Connect(WskHarness.Peer, irp)).Ended(NtStatus.InvalidDeviceState);
        host.CloseNow(socket);
    }

    [Fact]
    public void Connect_TransportRefusesAtOnce_EndsTheRequest()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp));
        host.Transport.Stream.ConnectStatus = NtStatus.NetworkUnreachable;
        host.Request("connect", irp => socket.Connect(WskHarness.Peer, irp)).Ended(NtStatus.NetworkUnreachable);
        host.CloseNow(socket);
    }

    [Fact]
    public void Connect_Cancelled_AbortsAndAConnectionThatComesAnywayIsReset()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp));
        TestRequest connect = host.Request("connect", irp => socket.Connect(WskHarness.Peer, irp));
        connect.Irp.CancelIrp();
        connect.Ended(NtStatus.Cancelled);
        FakeStream stream = host.Transport.Stream;
        stream.Connected(NtStatus.Success);
        Assert.Equal(["connect 10.0.0.9:80", "abort", "abort"], stream.Log);
        Assert.False(socket.IsConnected);
        host.Request("again", irp => socket.Connect(WskHarness.Peer, irp)).Ended(NtStatus.InvalidDeviceState);
        host.CloseNow(socket);
    }

    [Fact]
    public void Connect_DataBeforeTheRequestEnded_ComesAfterIt()
    {
        using WskHarness host = new();
        host.Provider.SetStaticEventCallbacks(WskEventMask.Receive);
        ConnectionEvents events = new() { Log = host.Log };
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection, events);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp));
        TestRequest connect = host.New("connect");
        connect.Then = _ => host.Transport.Stream.Deliver(5);
        connect.Call = socket.Connect(WskHarness.Peer, connect.Irp);
        host.Transport.Stream.Connected(NtStatus.Success);
        Assert.Equal(["connect Success 0", "receive 5"], host.Log[^2..]);
        host.CloseNow(socket);
    }

    [Fact]
    public void Close_WhileConnecting_CancelsTheConnect()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp));
        TestRequest connect = host.Request("connect", irp => socket.Connect(WskHarness.Peer, irp));
        host.CloseNow(socket);
        connect.Ended(NtStatus.Cancelled);
    }

    [Fact]
    public void Send_Chain_CompletesInOrderWithItsBytes()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        TestRequest[] sends = [host.Send(socket, 10), host.Send(socket, 0), host.Send(socket, 30)];
        Assert.Equal(40, socket.OutstandingSendBytes);
        stream.Acknowledge(1);
        sends[0].Ended(NtStatus.Success, 10);
        sends[1].IsPending();
        stream.Acknowledge();
        sends[1].Ended(NtStatus.Success, 0);
        sends[2].Ended(NtStatus.Success, 30);
        Assert.Equal(0, socket.OutstandingSendBytes);
        Assert.Equal(0, host.Kernel.Copies.StackBytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Send_UnknownFlags_AreNotSupported()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        Mdl mdl = Mdl.Over(new byte[10]);
        host.Request("send", irp => socket.Send(new WskBuffer(mdl, 0, 10), (WskSendFlags)1, irp)).Ended(NtStatus.NotSupported);
        host.Request("send", irp => socket.Send(new WskBuffer(mdl, 5, 6), 0, irp)).Ended(NtStatus.InvalidParameter);
        TestRequest send = host.Request("send", irp => socket.Send(new WskBuffer(mdl, 0, 10), WskSendFlags.NoDelay, irp));
        Assert.Equal(StreamSendFlags.NoDelay, stream.SendAt(0).Flags);
        stream.Acknowledge();
        send.Ended(NtStatus.Success, 10);
        stream.SendStatus = NtStatus.ConnectionReset;
        host.Send(socket, 1).Ended(NtStatus.ConnectionReset);
        host.CloseNow(socket);
    }
}
