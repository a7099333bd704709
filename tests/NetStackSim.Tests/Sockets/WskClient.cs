using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wsk;

namespace NetStackSim.Tests.Sockets;

/// <summary>A WSK client of one host with its requests as tasks, and its callbacks written down.</summary>
internal sealed class WskClient(SimHost host) : IWskConnectionEvents, IWskListenEvents
{
    public SimHost Host { get; } = host;

    public WskProvider Provider => Host.Sockets.Provider;

    public List<string> Log { get; } = [];

    public long BytesIndicated { get; private set; }

    public List<WskConnectionSocket> Accepted { get; } = [];

    public WskInspectAction Inspection { get; set; } = WskInspectAction.Accept;

    public ulong InspectId { get; private set; }

    public async Task<IoStatusBlock> Call(Func<Irp, NtStatus> request)
    {
        Irp irp = Host.Kernel.Io.AllocateIrp(1, "test");
        irp.PrepareWait();
        IoStatusBlock result = await irp.WaitAsync(request(irp));
        irp.Free();
        return result;
    }

    public async Task<NtStatus> Status(Func<Irp, NtStatus> request) => (await Call(request)).Status;

    public async Task<T> Make<T>(WskSocketFlags flags, IpFamily family = IpFamily.V4, SimProcess? process = null)
        where T : WskSocket
    {
        bool isDatagram = flags == WskSocketFlags.Datagram;
        var wanted = new WskSocketRequest(
            family,
            isDatagram ? TransportSocketType.Datagram : TransportSocketType.Stream,
            isDatagram ? (byte)17 : (byte)6,
            flags,
            Events: isDatagram ? null : this,
            Process: process);
        return (T)(await Call(irp => Provider.Socket(wanted, irp))).InformationObject!;
    }

    public async Task<WskListenSocket> Listen(ushort port, WskEventMask events = WskEventMask.None, bool conditional = false)
    {
        WskListenSocket listener = await Make<WskListenSocket>(WskSocketFlags.Listen);
        if (conditional)
        {
            Assert.Equal(NtStatus.Success, await SetOption(listener, WskSocketOption.ConditionalAccept, 1));
        }

        Assert.Equal(NtStatus.Success, await Status(irp => listener.Bind(new IpEndpoint(IpAddress.AnyV4, port), irp)));
        if (events != WskEventMask.None)
        {
            Enable(listener, events);
        }

        return listener;
    }

    public async Task<WskConnectionSocket> Connect(IpEndpoint remote, WskEventMask events = WskEventMask.None)
    {
        var wanted = new WskSocketRequest(remote.Family, TransportSocketType.Stream, 6, WskSocketFlags.Connection, Events: this);
        IoStatusBlock result = await Call(irp => Provider.SocketConnect(wanted, new IpEndpoint(remote.Address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6, 0), remote, irp));
        Assert.Equal(NtStatus.Success, result.Status);
        var socket = (WskConnectionSocket)result.InformationObject!;
        if (events != WskEventMask.None)
        {
            Enable(socket, events);
        }

        return socket;
    }

    public async Task<WskConnectionSocket> Accept(WskListenSocket listener) =>
        (WskConnectionSocket)(await Call(irp => listener.Accept(null, this, irp))).InformationObject!;

    public Task<IoStatusBlock> Send(WskConnectionSocket socket, byte[] data) =>
        Call(irp => socket.Send(new WskBuffer(Mdl.Over(data), 0, data.Length), WskSendFlags.None, irp));

    public Task<IoStatusBlock> Receive(WskConnectionSocket socket, byte[] buffer, WskReceiveFlags flags = WskReceiveFlags.None) =>
        Call(irp => socket.Receive(new WskBuffer(buffer.Length == 0 ? null : Mdl.Over(buffer), 0, buffer.Length), flags, irp));

    public Task<NtStatus> Disconnect(WskConnectionSocket socket, WskDisconnectFlags flags = WskDisconnectFlags.None, byte[]? last = null) =>
        Status(irp => socket.Disconnect(last is null ? default : new WskBuffer(Mdl.Over(last), 0, last.Length), flags, irp));

    public async Task Close(params WskSocket[] sockets)
    {
        foreach (WskSocket socket in sockets)
        {
            Assert.Equal(NtStatus.Success, await Status(socket.Close));
        }
    }

    public Task<NtStatus> SetOption(WskSocket socket, uint code, uint value, uint level = WskSocketOption.LevelSocket)
    {
        byte[] input = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(input, value);
        return Status(irp => socket.Control(WskControlRequest.SetOption, code, level, input, default, out _, irp));
    }

    public static void Enable(WskSocket socket, WskEventMask events)
    {
        Span<byte> input = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(input, (uint)events);
        Assert.Equal(NtStatus.Success, socket.Control(WskControlRequest.SetOption, WskSocketOption.EventCallback, WskSocketOption.LevelSocket, input, default, out _, null));
    }

    public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
    {
        BytesIndicated += bytesIndicated;
        Log.Add("receive");
        return NtStatus.Success;
    }

    public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags)
    {
        Log.Add((flags & WskEventFlags.Abortive) != 0 ? "disconnect abortive" : "disconnect");
        return NtStatus.Success;
    }

    public NtStatus Accept(
        WskListenSocket socket, WskEventFlags flags, in IpEndpoint local, in IpEndpoint remote, WskConnectionSocket? acceptSocket, out IWskConnectionEvents? acceptEvents)
    {
        acceptEvents = this;
        Accepted.Add(acceptSocket!);
        return NtStatus.Success;
    }

    public WskInspectAction Inspect(WskListenSocket socket, in IpEndpoint local, in IpEndpoint remote, ulong inspectId)
    {
        Log.Add("inspect");
        InspectId = inspectId;
        return Inspection;
    }

    public NtStatus Abort(WskListenSocket socket, ulong inspectId)
    {
        Log.Add("abort");
        return NtStatus.Success;
    }
}
