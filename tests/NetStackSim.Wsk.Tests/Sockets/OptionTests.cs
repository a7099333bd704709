using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>Options and IOCTLs of connection sockets, and which of them want an IRP (client-apis 3.10, 3.11).</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData(0xFFFF, 0x0008, 1, TransportOption.KeepAlive, 1)]
    [InlineData(0xFFFF, 0x1002, 7000, TransportOption.ReceiveBuffer, 7000)]
    [InlineData(6, 1, 1, TransportOption.NoDelay, 1)]
    [InlineData(6, 3, 60, TransportOption.KeepAliveTime, 60_000_000_000)]
    [InlineData(6, 17, 2, TransportOption.KeepAliveInterval, 2_000_000_000)]
    [InlineData(6, 16, 5, TransportOption.KeepAliveCount, 5)]
    [InlineData(6, 5, 9, TransportOption.UserTimeout, 9_000_000_000)]
    [InlineData(6, 18, 1, TransportOption.FailConnectOnIcmpError, 1)]
    [InlineData(0, 4, 33, TransportOption.HopLimit, 33)]
    [InlineData(0, 3, 0x2E, TransportOption.TrafficClass, 0x2E)]
    [InlineData(41, 4, 33, TransportOption.HopLimit, 33)]
    [InlineData(41, 39, 0x2E, TransportOption.TrafficClass, 0x2E)]
    [InlineData(41, 31, 3, TransportOption.UnicastInterface, 3)]
    public void Set_TranslatesNumberAndUnit(uint level, uint code, uint value, TransportOption option, long expected)
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        host.SetOption(socket, level, code, value).Ended(NtStatus.Success);
        Assert.Equal(expected, stream.Options[option]);
        (TestRequest get, uint read) = host.GetOption(socket, level, code);
        get.Ended(NtStatus.Success, 4);
        Assert.Equal(value, read);
        host.CloseNow(socket);
    }

    [Theory]
    [InlineData(0xFFFF, 0x0020)]
    [InlineData(0xFFFF, 0x4001)]
    [InlineData(17, 1)]
    [InlineData(6, 4)]
    [InlineData(99, 1)]
    public void Set_NotAnOptionOfTheCategory_IsNotSupported(uint level, uint code)
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, _) = host.Connect();
        host.SetOption(socket, level, code, 1).Ended(NtStatus.NotSupported);
        host.GetOption(socket, level, code).Request.Ended(NtStatus.NotSupported);
        host.CloseNow(socket);
    }

    [Fact]
    public void Set_WithoutIrpOrValue_IsRefused()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, _) = host.Connect();
        Assert.Equal(NtStatus.InvalidParameter, socket.Control(WskControlRequest.SetOption, WskSocketOption.TcpNoDelay, WskSocketOption.LevelTcp, new byte[4], default, out _, null));
        host.Request("set", irp => socket.Control(WskControlRequest.SetOption, WskSocketOption.TcpNoDelay, WskSocketOption.LevelTcp, new byte[3], default, out _, irp)).Ended(NtStatus.InvalidBufferSize);
        host.Request("get", irp => socket.Control(WskControlRequest.GetOption, WskSocketOption.ReuseAddress, WskSocketOption.LevelSocket, default, new byte[3], out _, irp)).Ended(NtStatus.BufferTooSmall);
        host.Request("what", irp => socket.Control((WskControlRequest)9, 1, 1, default, default, out _, irp)).Ended(NtStatus.InvalidParameter);
        host.CloseNow(socket);
    }

    [Theory]
    [InlineData(0, 0, AddressSharing.Default)]
    [InlineData(1, 0, AddressSharing.Reuse)]
    [InlineData(0, 1, AddressSharing.Exclusive)]
    public void Sharing_SetBeforeBind_ReachesTheTransport(uint reuse, uint exclusive, AddressSharing expected)
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.SetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ReuseAddress, reuse).Ended(NtStatus.Success);
        host.SetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ExclusiveAddressUse, exclusive).Ended(NtStatus.Success);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp)).Ended(NtStatus.Success);
        Assert.Equal(expected, host.Transport.LastSharing);
        host.SetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ReuseAddress, 1).Ended(NtStatus.InvalidDeviceState);
        host.CloseNow(socket);
    }

    [Fact]
    public void Sharing_BothOptions_ExcludeEachOther()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.SetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ReuseAddress, 1).Ended(NtStatus.Success);
        host.SetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ExclusiveAddressUse, 1).Ended(NtStatus.InvalidParameter);
        Assert.Equal((1u, 0u), (
            host.GetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ReuseAddress).Value,
            host.GetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ExclusiveAddressUse).Value));
        host.SetOption(socket, WskSocketOption.LevelIpv6, WskSocketOption.Ipv6Only, 0).Ended(NtStatus.NotSupported);
        host.CloseNow(socket);
    }

    [Fact]
    public void Backlogs_OfAConnectedSocket_AreTold()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        WskConnectionSocket unconnected = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.Ioctl(unconnected, WskSocketOption.QueryReceiveBacklog).Request.Ended(NtStatus.InvalidDeviceState);
        host.Ioctl(unconnected, WskSocketOption.QueryIdealSendBacklog).Request.Ended(NtStatus.InvalidDeviceState);
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.SendBacklog);
        stream.Deliver(30);
        (TestRequest request, ulong waiting) = host.Ioctl(socket, WskSocketOption.QueryReceiveBacklog);
        request.Ended(NtStatus.Success, 8);
        Assert.Equal(30ul, waiting);
        stream.Options[TransportOption.IdealSendBacklog] = 131072;
        stream.Backlog(131072);
        (request, ulong ideal) = host.Ioctl(socket, WskSocketOption.QueryIdealSendBacklog);
        request.Ended(NtStatus.Success, 8);
        Assert.Equal(131072ul, ideal);
        Assert.Equal(["backlog 131072"], events.Log);
        host.CloseNow(socket, unconnected);
    }

    [Fact]
    public void Scenario25_SilentMode_OnlyCloseIsLeft()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.Receive | WskEventMask.Disconnect | WskEventMask.SendBacklog);
        TestRequest send = host.Send(socket, 10);
        host.Ioctl(socket, WskSocketOption.SetTcpSilentMode).Request.Ended(NtStatus.InvalidDeviceState);
        stream.Acknowledge();
        send.Ended(NtStatus.Success, 10);
        host.Ioctl(socket, WskSocketOption.SetTcpSilentMode).Request.Ended(NtStatus.Success);
        Assert.Equal(1, stream.Options[TransportOption.SilentMode]);
        host.Send(socket, 1).Ended(NtStatus.InvalidDeviceState);
        host.Disconnect(socket).Ended(NtStatus.InvalidDeviceState);
        host.Disconnect(socket, WskDisconnectFlags.Abortive).Ended(NtStatus.InvalidDeviceState);
        host.Receive(socket, new byte[5]).Ended(NtStatus.InvalidDeviceState);
        stream.Deliver(100);
        stream.Backlog(5);
        stream.Fin();
        Assert.Equal(0, stream.OutstandingBytes);
        Assert.Empty(events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void SilentMode_NotConnectedOrLoopback_IsInvalidState()
    {
        using WskHarness host = new();
        WskConnectionSocket socket = host.Make<WskConnectionSocket>(WskSocketFlags.Connection);
        host.Ioctl(socket, WskSocketOption.SetTcpSilentMode).Request.Ended(NtStatus.InvalidDeviceState);
        (WskConnectionSocket loopback, FakeStream stream) = host.Connect();
        stream.Remote = new IpEndpoint(IpAddress.LoopbackV4, 80);
        host.Ioctl(loopback, WskSocketOption.SetTcpSilentMode).Request.Ended(NtStatus.InvalidDeviceState);
        host.CloseNow(socket, loopback);
    }

    [Fact]
    public void RegisterExtension_NoneIsDefined()
    {
        using WskHarness host = new();
        (WskConnectionSocket socket, _) = host.Connect();
        Assert.Equal(NtStatus.NotSupported, socket.Control(WskControlRequest.Ioctl, WskSocketOption.RegisterExtension, 0, default, default, out _, null));
        host.Ioctl(socket, WskSocketOption.RegisterExtension).Request.Ended(NtStatus.InvalidParameter);
        host.CloseNow(socket);
    }

    [Fact]
    public void BasicSocket_HasControlAndCloseOnly()
    {
        using WskHarness host = new();
        WskBasicSocket socket = host.Make<WskBasicSocket>(WskSocketFlags.Basic);
        host.SetOption(socket, WskSocketOption.LevelTcp, WskSocketOption.TcpNoDelay, 1).Ended(NtStatus.Success);
        host.Ioctl(socket, WskSocketOption.QueryReceiveBacklog).Request.Ended(NtStatus.NotSupported);
        Assert.Equal(NtStatus.InvalidParameter, WskHarness.Enable(socket, WskEventMask.Receive));
        host.CloseNow(socket);
    }
}
