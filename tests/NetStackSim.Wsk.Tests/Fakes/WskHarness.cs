using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests;

/// <summary>One host with WSK over a fake transport and one captured client; at the end of a test nothing may be outstanding.</summary>
internal sealed class WskHarness : IDisposable
{
    private readonly TestFailure _failure = new();
    private bool _expectsLeaks;

    public WskHarness(bool verifier = true, int processors = 1, bool registerTransport = true)
    {
        Loop = new EventLoop();
        Kernel = new SimKernel(Loop, new SimKernelOptions { Name = "A", Verifier = verifier, ProcessorCount = processors });
        Transport = new FakeTransport(Kernel);
        Module = new FakeTransportModule("fake", Transport);
        if (registerTransport)
        {
            Module.Register(Kernel.Nmr);
        }

        Wsk = new WskSubsystem(Kernel);
        Wsk.Start();
        Registration = WskRegistration.Register(Kernel, "test");
        if (registerTransport)
        {
            Assert.Equal(NtStatus.Success, Registration.TryCaptureProvider(out WskProvider? provider));
            Provider = provider!;
        }
    }

    public EventLoop Loop { get; }

    public SimKernel Kernel { get; }

    public FakeTransport Transport { get; }

    public FakeTransportModule Module { get; }

    public WskSubsystem Wsk { get; }

    public WskRegistration Registration { get; }

    public WskProvider Provider { get; } = null!;

    public List<string> Log { get; } = [];

    public static IpEndpoint Any => new(IpAddress.AnyV4, 0);

    public static IpEndpoint Peer => IpEndpoint.Parse("10.0.0.9:80");

    public TestRequest Request(string name, Func<Irp, NtStatus> call)
    {
        TestRequest request = New(name);
        request.Call = call(request.Irp);
        return request;
    }

    public TestRequest New(string name) => new(Kernel, name, Log);

    public T Make<T>(WskSocketFlags flags, object? events = null, IpFamily family = IpFamily.V4, object? context = null, SimProcess? process = null)
        where T : WskSocket
    {
        bool isDatagram = flags == WskSocketFlags.Datagram;
        var wanted = new WskSocketRequest(
            family,
            isDatagram ? TransportSocketType.Datagram : TransportSocketType.Stream,
            isDatagram ? (byte)17 : (byte)6,
            flags,
            context,
            events,
            process);
        TestRequest request = Request("socket", irp => Provider.Socket(wanted, irp));
        request.Ended(NtStatus.Success);
        return (T)request.Result!;
    }

    /// <summary>A connected connection socket and the endpoint behind it.</summary>
    public (WskConnectionSocket Socket, FakeStream Stream) Connect(IWskConnectionEvents? events = null, WskEventMask enable = WskEventMask.None)
    {
        WskConnectionSocket socket = Make<WskConnectionSocket>(WskSocketFlags.Connection, events);
        Request("bind", irp => socket.Bind(Any, irp)).Ended(NtStatus.Success);
        TestRequest connect = Request("connect", irp => socket.Connect(Peer, irp));
        connect.IsPending();
        FakeStream stream = Transport.Stream;
        stream.Connected(NtStatus.Success);
        connect.Ended(NtStatus.Success);
        if (enable != WskEventMask.None)
        {
            Assert.Equal(NtStatus.Success, Enable(socket, enable));
        }

        Log.Clear();
        return (socket, stream);
    }

    public WskListenSocket Listen(IWskListenEvents? events = null, WskEventMask enable = WskEventMask.None)
    {
        WskListenSocket socket = Make<WskListenSocket>(WskSocketFlags.Listen, events);
        Request("bind", irp => socket.Bind(new IpEndpoint(IpAddress.AnyV4, 7), irp)).Ended(NtStatus.Success);
        if (enable != WskEventMask.None)
        {
            Assert.Equal(NtStatus.Success, Enable(socket, enable));
        }

        Log.Clear();
        return socket;
    }

    public WskDatagramSocket Udp(IWskDatagramEvents? events = null, WskEventMask enable = WskEventMask.None)
    {
        WskDatagramSocket socket = Make<WskDatagramSocket>(WskSocketFlags.Datagram, events);
        Request("bind", irp => socket.Bind(new IpEndpoint(IpAddress.AnyV4, 53), irp)).Ended(NtStatus.Success);
        if (enable != WskEventMask.None)
        {
            Assert.Equal(NtStatus.Success, Enable(socket, enable));
        }

        Log.Clear();
        return socket;
    }

    public TestRequest Receive(WskConnectionSocket socket, byte[] buffer, WskReceiveFlags flags = WskReceiveFlags.None) =>
        Request("receive", irp => socket.Receive(new WskBuffer(buffer.Length == 0 ? null : Mdl.Over(buffer), 0, buffer.Length), flags, irp));

    public TestRequest Send(WskConnectionSocket socket, int bytes) =>
        Request("send", irp => socket.Send(new WskBuffer(bytes == 0 ? null : Mdl.Over(new byte[bytes]), 0, bytes), WskSendFlags.None, irp));

    public TestRequest Disconnect(WskConnectionSocket socket, WskDisconnectFlags flags = WskDisconnectFlags.None, int bytes = 0) =>
        Request("disconnect", irp => socket.Disconnect(new WskBuffer(bytes == 0 ? null : Mdl.Over(new byte[bytes]), 0, bytes), flags, irp));

    public TestRequest Close(WskSocket socket) => Request("close", socket.Close);

    public void CloseNow(params WskSocket[] sockets)
    {
        foreach (WskSocket socket in sockets)
        {
            Close(socket).Ended(NtStatus.Success);
        }
    }

    public static NtStatus Enable(WskSocket socket, WskEventMask mask) => Control(socket, mask, null);

    public static NtStatus Control(WskSocket socket, WskEventMask mask, Irp? irp)
    {
        Span<byte> input = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(input, (uint)mask);
        return socket.Control(WskControlRequest.SetOption, WskSocketOption.EventCallback, WskSocketOption.LevelSocket, input, default, out _, irp);
    }

    public TestRequest SetOption(WskSocket socket, uint level, uint code, uint value) => Request("set", irp =>
    {
        Span<byte> input = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(input, value);
        return socket.Control(WskControlRequest.SetOption, code, level, input, default, out _, irp);
    });

    public (TestRequest Request, uint Value) GetOption(WskSocket socket, uint level, uint code)
    {
        byte[] output = new byte[4];
        TestRequest request = Request("get", irp => socket.Control(WskControlRequest.GetOption, code, level, default, output, out _, irp));
        return (request, BinaryPrimitives.ReadUInt32LittleEndian(output));
    }

    public (TestRequest Request, ulong Value) Ioctl(WskSocket socket, uint code, byte[]? input = null)
    {
        byte[] output = new byte[8];
        TestRequest request = Request("ioctl", irp => socket.Control(WskControlRequest.Ioctl, code, 0, input, output, out _, irp));
        return (request, BinaryPrimitives.ReadUInt64LittleEndian(output));
    }

    /// <summary>Runs an action that must break a rule.</summary>
    public BugCheckException Breaks(VerifierRule rule, Action action)
    {
        _expectsLeaks = true;
        BugCheckException stop = Assert.Throws<BugCheckException>(action);
        Assert.Equal(rule.Code, stop.Code);
        Assert.Equal(rule.Parameter1, stop.Parameters[0]);
        return stop;
    }

    public void ExpectLeaks() => _expectsLeaks = true;

    public void Dispose()
    {
        _failure.Dispose();
        if (_expectsLeaks || _failure.HasFailed)
        {
            return;
        }

        Loop.RunUntilIdle();
        LeakReport report = Kernel.CheckLeaks();
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(0, Kernel.Io.Statistics.InFlight);
        foreach (FakeStream stream in Transport.Streams)
        {
            Assert.Equal(stream.DeliveredBytes, stream.ReturnedBytes);
            Assert.Equal(0, stream.OutstandingLists);
        }
    }
}
