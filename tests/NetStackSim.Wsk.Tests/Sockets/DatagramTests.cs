using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>Datagram sockets: event, requests, sends, fixed addresses.</summary>
public sealed class DatagramTests
{
    [Fact]
    public void ReceiveFromEvent_Success_GivesThemBackAtOnce()
    {
        using WskHarness host = new();
        DatagramEvents events = new();
        WskDatagramSocket socket = host.Udp(events, WskEventMask.ReceiveFrom);
        host.Transport.Datagram.Deliver((1, 10), (2, 20));
        Assert.Equal(["receivefrom 1,2"], events.Log);
        Assert.Equal(0, host.Transport.Datagram.Outstanding);
        host.CloseNow(socket);
    }

    [Fact]
    public void ReceiveFromEvent_Pending_KeepsThemUntilRelease()
    {
        using WskHarness host = new();
        DatagramEvents events = new();
        WskDatagramSocket socket = host.Udp(events, WskEventMask.ReceiveFrom);
        events.Script.Enqueue(NtStatus.Pending);
        host.Transport.Datagram.Deliver((1, 10), (2, 20));
        Assert.Equal(2, host.Transport.Datagram.Outstanding);
        WskDatagramIndication kept = events.Retained.Dequeue();
        Assert.Equal(IpEndpoint.Parse("10.0.0.9:99"), kept.RemoteAddress);
        Assert.Equal(IpEndpoint.Parse("10.0.0.1:53"), kept.LocalAddress);
        Assert.Equal((3u, (byte)64, (byte)8), (kept.InterfaceIndex, kept.HopLimit, kept.TrafficClass));
        Assert.Equal(NtStatus.InvalidParameter, socket.Release(kept.Next!));
        Assert.Equal(NtStatus.Success, socket.Release(kept));
        Assert.Equal(NtStatus.InvalidParameter, socket.Release(kept));
        Assert.Equal(0, host.Transport.Datagram.Outstanding);
        host.CloseNow(socket);
    }

    [Fact]
    public void Scenario22_DataNotAcceptedByOption_TurnsTheEventOff()
    {
        using WskHarness host = new();
        DatagramEvents events = new();
        WskDatagramSocket socket = host.Udp(events, WskEventMask.ReceiveFrom);
        events.Script.Enqueue(NtStatus.DataNotAccepted);
        host.Transport.Datagram.Deliver((1, 10));
        host.Transport.Datagram.Deliver((2, 10));
        Assert.Equal(["receivefrom 1"], events.Log);
        Assert.Equal(NtStatus.Success, WskHarness.Enable(socket, WskEventMask.ReceiveFrom));
        host.Transport.Datagram.Deliver((3, 10));
        Assert.Equal(["receivefrom 1", "receivefrom 1,2", "receivefrom 3"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void Scenario22_DataNotAcceptedByStaticEvent_StaysOn()
    {
        using WskHarness host = new();
        host.Provider.SetStaticEventCallbacks(WskEventMask.ReceiveFrom);
        DatagramEvents events = new();
        WskDatagramSocket socket = host.Udp(events);
        events.Script.Enqueue(NtStatus.DataNotAccepted);
        host.Transport.Datagram.Deliver((1, 10));
        host.Transport.Datagram.Deliver((2, 10));
        Assert.Equal(["receivefrom 1", "receivefrom 1,2"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void ReceiveFrom_Request_CopiesOnceAndTellsEverything()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        byte[] buffer = new byte[100];
        WskAddressBuffer from = new();
        TestRequest request = host.Request("receivefrom", irp => socket.ReceiveFrom(new WskBuffer(Mdl.Over(buffer), 0, 100), from, irp));
        request.IsPending();
        host.Transport.Datagram.Deliver((7, 30));
        request.Ended(NtStatus.Success, 30);
        Assert.Equal(7, buffer[29]);
        Assert.Equal(IpEndpoint.Parse("10.0.0.9:99"), from.Address);
        Assert.Equal(IpEndpoint.Parse("10.0.0.1:53"), from.LocalAddress);
        Assert.Equal((3u, (byte)64, (byte)8, WskMessageFlags.None), (from.InterfaceIndex, from.HopLimit, from.TrafficClass, from.Flags));
        Assert.Equal(30, host.Kernel.Copies.StackBytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void ReceiveFrom_BufferTooSmall_CutsAndSaysSo()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        host.Transport.Datagram.Deliver("239.1.2.3", (7, 30), (8, 30));
        WskAddressBuffer from = new();
        TestRequest request = host.Request("receivefrom", irp => socket.ReceiveFrom(new WskBuffer(Mdl.Over(new byte[10]), 0, 10), from, irp));
        request.Ended(NtStatus.BufferOverflow, 10);
        Assert.Equal(WskMessageFlags.Truncated | WskMessageFlags.Multicast, from.Flags);
        host.Request("receivefrom", irp => socket.ReceiveFrom(default, null, irp)).Ended(NtStatus.BufferOverflow, 0);
        Assert.Equal(0, host.Transport.Datagram.Outstanding);
        host.CloseNow(socket);
    }

    [Fact]
    public void ReceiveFrom_Pending_WinsOverTheEventAndCanBeCancelled()
    {
        using WskHarness host = new();
        DatagramEvents events = new();
        WskDatagramSocket socket = host.Udp(events, WskEventMask.ReceiveFrom);
        TestRequest cancelled = host.Request("receivefrom", irp => socket.ReceiveFrom(default, null, irp));
        TestRequest request = host.Request("receivefrom", irp => socket.ReceiveFrom(new WskBuffer(Mdl.Over(new byte[10]), 0, 10), null, irp));
        cancelled.Irp.CancelIrp();
        cancelled.Ended(NtStatus.Cancelled);
        host.Transport.Datagram.Deliver((1, 5), (2, 5));
        request.Ended(NtStatus.Success, 5);
        Assert.Equal(["receivefrom 2"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void ReceiveFrom_IcmpError_EndsAPendingRequest()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        WskAddressBuffer from = new();
        TestRequest request = host.Request("receivefrom", irp => socket.ReceiveFrom(default, from, irp));
        host.Transport.Datagram.Error(NtStatus.PortUnreachable);
        request.Ended(NtStatus.PortUnreachable);
        Assert.Equal(IpEndpoint.Parse("10.0.0.9:99"), from.Address);
        host.Transport.Datagram.Error(NtStatus.PortUnreachable);
        host.CloseNow(socket);
    }

    [Fact]
    public void Event_DifferentDeliveryFlags_ComeInCallsOfTheirOwn()
    {
        using WskHarness host = new();
        DatagramEvents events = new();
        WskDatagramSocket socket = host.Udp(events);
        host.Transport.Datagram.Deliver((1, 5));
        host.Transport.Datagram.Deliver("239.1.2.3", (2, 5), (3, 5));
        host.Transport.Datagram.Deliver("255.255.255.255", (4, 5));
        WskHarness.Enable(socket, WskEventMask.ReceiveFrom);
        Assert.Equal(["receivefrom 1", "receivefrom 2,3 multicast", "receivefrom 4 broadcast"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_BufferFull_DropsWithAReason()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        host.SetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ReceiveBuffer, 100).Ended(NtStatus.Success);
        host.Transport.Datagram.Deliver((1, 60), (2, 40), (3, 1));
        Assert.Equal(1, socket.Overflows);
        Assert.Equal(1, host.Kernel.Drops[WskDropReasons.ReceiveBufferFull]);
        Assert.Equal(2, host.Transport.Datagram.Outstanding);
        Assert.Equal(100, host.GetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.ReceiveBuffer).Value + 0L);
        host.CloseNow(socket);
        Assert.Equal(2, host.Kernel.Drops[WskDropReasons.NeverReceived]);
    }

    [Fact]
    public void Event_NoIndicationLeftInThePool_GoesOnOneByOne()
    {
        using WskHarness host = new();
        DatagramEvents events = new();
        WskDatagramSocket socket = host.Udp(events, WskEventMask.ReceiveFrom);
        host.Wsk.Pools.DatagramIndications.Quota = 0;
        events.Script.Enqueue(NtStatus.Pending);
        host.Transport.Datagram.Deliver((1, 5), (2, 5), (3, 5));
        Assert.Equal(["receivefrom 1"], events.Log);
        socket.Release(events.Retained.Dequeue());
        Assert.Equal(["receivefrom 1", "receivefrom 2", "receivefrom 3"], events.Log);
        host.CloseNow(socket);
    }

    [Fact]
    public void SendTo_CompletesWithItsBytesOrTheError()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        var buffer = new WskBuffer(Mdl.Over(new byte[10]), 0, 10);
        TestRequest good = host.Request("send", irp => socket.SendTo(buffer, WskHarness.Peer, irp));
        TestRequest bad = host.Request("send", irp => socket.SendTo(buffer, default, irp));
        good.IsPending();
        host.Transport.Datagram.CompleteSends(NtStatus.HostUnreachable, 1);
        good.Ended(NtStatus.Success, 10);
        bad.Ended(NtStatus.HostUnreachable);
        Assert.Equal([WskHarness.Peer, default], host.Transport.Datagram.Targets);
        host.Request("send", irp => socket.SendTo(new WskBuffer(null, 0, 1), default, irp)).Ended(NtStatus.InvalidParameter);
        host.CloseNow(socket);
    }

    [Fact]
    public void SendMessages_OneRequestForTheList_CountsBytesAndKeepsTheFirstError()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        WskBufferList list = Messages(10, 20, 30);
        TestRequest request = host.Request("messages", irp => socket.SendMessages(list, WskHarness.Peer, irp));
        request.IsPending();
        Assert.Equal(3, host.Transport.Datagram.PendingSends);
        host.Transport.Datagram.CompleteSends();
        request.Ended(NtStatus.Success, 60);

        TestRequest partly = host.Request("messages", irp => socket.SendMessages(list, WskHarness.Peer, irp));
        host.Transport.Datagram.CompleteSends(NtStatus.InvalidBufferSize, 1);
        partly.Ended(NtStatus.InvalidBufferSize, 40);
        host.CloseNow(socket);
    }

    [Fact]
    public void SendMessages_NotAllCanBeQueued_SendsNone()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        host.Wsk.Pools.Datagrams.Quota = 2;
        host.Request("messages", irp => socket.SendMessages(Messages(1, 2, 3), WskHarness.Peer, irp)).Ended(NtStatus.InsufficientResources);
        WskBufferList broken = Messages(1, 2);
        broken.Next!.Buffer = new WskBuffer(null, 0, 5);
        host.Request("messages", irp => socket.SendMessages(broken, WskHarness.Peer, irp)).Ended(NtStatus.InvalidParameter);
        Assert.Equal(0, host.Transport.Datagram.PendingSends);
        host.CloseNow(socket);
    }

    [Fact]
    public void RemoteAddress_ByIoctl_SetsTargetAndFilter()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        byte[] address = new byte[WskSocketAddress.SizeV4];
        WskSocketAddress.TryWrite(WskHarness.Peer, address, out _);
        host.Ioctl(socket, WskSocketOption.SetRemoteAddress, address).Request.Ended(NtStatus.Success);
        Assert.Equal((WskHarness.Peer, true), (host.Transport.Datagram.Remote, host.Transport.Datagram.Filters));
        host.Ioctl(socket, WskSocketOption.SetSendToAddress, address).Request.Ended(NtStatus.Success);
        Assert.Equal((WskHarness.Peer, false), (host.Transport.Datagram.Remote, host.Transport.Datagram.Filters));
        host.Ioctl(socket, WskSocketOption.SetRemoteAddress, []).Request.Ended(NtStatus.Success);
        Assert.Equal(0, host.Transport.Datagram.Remote.Port);
        host.Ioctl(socket, WskSocketOption.SetRemoteAddress, new byte[5]).Request.Ended(NtStatus.InvalidParameter);
        host.Ioctl(socket, WskSocketOption.QueryReceiveBacklog).Request.Ended(NtStatus.NotSupported);
        host.CloseNow(socket);
    }

    [Fact]
    public void Unbound_EveryRequest_IsInvalidState()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Make<WskDatagramSocket>(WskSocketFlags.Datagram);
        host.Request("send", irp => socket.SendTo(default, WskHarness.Peer, irp)).Ended(NtStatus.InvalidDeviceState);
        host.Request("receive", irp => socket.ReceiveFrom(default, null, irp)).Ended(NtStatus.InvalidDeviceState);
        host.Request("remote", irp => socket.SetRemoteAddress(WskHarness.Peer, true, irp)).Ended(NtStatus.InvalidDeviceState);
        host.Request("join", irp => socket.SetMembership(IpAddress.Parse("239.1.2.3"), 0, true, irp)).Ended(NtStatus.InvalidDeviceState);
        Assert.Equal(NtStatus.InvalidDeviceState, WskHarness.Enable(socket, WskEventMask.ReceiveFrom));
        host.CloseNow(socket);
    }

    [Fact]
    public void Options_BeforeBind_ReachTheEndpoint()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Make<WskDatagramSocket>(WskSocketFlags.Datagram);
        host.SetOption(socket, WskSocketOption.LevelSocket, WskSocketOption.Broadcast, 1).Ended(NtStatus.Success);
        host.SetOption(socket, WskSocketOption.LevelIp, WskSocketOption.IpDontFragment, 1).Ended(NtStatus.Success);
        host.SetOption(socket, WskSocketOption.LevelIp, WskSocketOption.IpUnicastInterface, 0x0300_0000).Ended(NtStatus.Success);
        host.SetOption(socket, WskSocketOption.LevelTcp, WskSocketOption.TcpNoDelay, 1).Ended(NtStatus.NotSupported);
        (TestRequest get, uint value) = host.GetOption(socket, WskSocketOption.LevelIp, WskSocketOption.IpUnicastInterface);
        get.Ended(NtStatus.Success, 4);
        Assert.Equal(0x0300_0000u, value);
        host.Request("bind", irp => socket.Bind(WskHarness.Any, irp)).Ended(NtStatus.Success);
        Assert.Equal(3, host.Transport.Datagram.Options[TransportOption.UnicastInterface]);
        Assert.Equal(1, host.Transport.Datagram.Options[TransportOption.Broadcast]);
        Assert.Equal(1, host.Transport.Datagram.Options[TransportOption.DontFragment]);
        host.CloseNow(socket);
    }

    [Fact]
    public void Close_InsideTheEvent_EndsAfterItAndReturnsEverything()
    {
        using WskHarness host = new();
        DatagramEvents events = new() { Log = host.Log };
        WskDatagramSocket socket = host.Udp(events, WskEventMask.ReceiveFrom);
        TestRequest? close = null;
        events.Script.Enqueue(NtStatus.DataNotAccepted);
        events.OnReceive = s => close ??= host.Close(s);
        host.Transport.Datagram.Deliver((1, 5));
        close!.Ended(NtStatus.Success);
        Assert.Equal(["receivefrom 1", "close Success 0"], host.Log);
        Assert.Equal(0, host.Transport.Datagram.Outstanding);
    }

    [Fact]
    public void Close_PendingRequests_EndFirst()
    {
        using WskHarness host = new();
        WskDatagramSocket socket = host.Udp();
        host.Request("receive", irp => socket.ReceiveFrom(default, null, irp));
        host.Request("send", irp => socket.SendTo(default, WskHarness.Peer, irp));
        host.Close(socket);
        Assert.Equal(["receive Cancelled 0", "send Cancelled 0", "close Success 0"], host.Log);
    }

    private static WskBufferList Messages(params int[] sizes)
    {
        WskBufferList? next = null;
        foreach (int size in sizes.Reverse())
        {
            next = new WskBufferList { Buffer = new WskBuffer(Mdl.Over(new byte[size]), 0, size), Next = next };
        }

        return next!;
    }
}
