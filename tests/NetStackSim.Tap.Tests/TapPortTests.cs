using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using NetStackSim.Kernel;
using NetStackSim.Nic;

namespace NetStackSim.Tap.Tests;

/// <summary>The Linux kernel at the other end of the device: what it sends arrives, what we send it takes.</summary>
[Collection("tap devices")]
public sealed class TapPortTests : IDisposable
{
    private readonly TapPacer? _pacer;
    private readonly EventLoop _loop;
    private readonly WireContext _context;
    private readonly Answerer _answerer;
    private TapPort? _port;

    public TapPortTests()
    {
        _pacer = OperatingSystem.IsLinux() ? new TapPacer() : null;
        _loop = new EventLoop(new EventLoopOptions { Mode = EventLoopMode.Real, Pacer = _pacer });
        _context = new WireContext(_loop);
        _answerer = new Answerer(_context.Frames);
    }

    [TapFact]
    public void Receive_KernelAsksByArp_RequestArrivesAndAnswerIsTaken() => ArpThenPing(vnet: false, "10.213.1");

    [TapFact]
    public void Receive_VnetHeader_RequestArrivesAndAnswerIsTaken() => ArpThenPing(vnet: true, "10.213.2");

    [TapFact]
    public void Receive_VnetHeader_KernelHandsOverPartialChecksums()
    {
        Open(vnet: true, "10.213.3");
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        byte[] message = new byte[600];
        RunUntil(() => _answerer.Udp.Count > 0, () => socket.SendTo(message, new IPEndPoint(IPAddress.Parse("10.213.3.2"), 9)));
        Assert.Equal(ChecksumState.Partial, _answerer.Udp[0].Checksum);
        Assert.Equal(34, _answerer.Udp[0].ChecksumStart);
        Assert.Equal(6, _answerer.Udp[0].ChecksumOffset);
    }

    [TapFact]
    public void Receive_ManyFramesAtOnce_ComeInChains()
    {
        Open(vnet: false, "10.213.4");
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        byte[] message = new byte[600];
        IPEndPoint target = new(IPAddress.Parse("10.213.4.2"), 9);
        RunUntil(() => _answerer.Udp.Count > 0, () => socket.SendTo(message, target));
        int before = _answerer.Udp.Count;
        for (int i = 0; i < 100; i++)
        {
            socket.SendTo(message, target);
        }

        RunUntil(() => _answerer.Udp.Count >= before + 100, static () => { });
        Assert.Equal(64, _answerer.LongestChain);
        Assert.Equal(0, _context.Frames.Outstanding);
    }

    [TapFact]
    public void Receive_DeviceDeletedUnderThePort_LinkGoesDown()
    {
        Open(vnet: false, "10.213.5");
        TapFactAttribute.Ip($"link del {_port!.Device.Name}");
        RunUntil(() => !_port.IsUsable, static () => { });
        Assert.Equal([true, false], _answerer.LinkChanges);
        Frame frame = Rent(60);
        FrameChain chain = new(frame);
        _port.Receive(ref chain);
        Assert.Equal(0, _context.Frames.Outstanding);
        Assert.Equal(1, _context.Drops.Total);
    }

    [TapFact]
    public void Post_FromAnotherThread_WakesThePacer()
    {
        Open(vnet: false, "10.213.6");
        using CancellationTokenSource stop = new();
        Thread poster = new(() =>
        {
            Thread.Sleep(50);
            _loop.Post(_ => stop.Cancel(), null);
        });
        poster.Start();
        _loop.RunReal(stop.Token);
        poster.Join();
        Assert.True(_loop.Now >= 40_000_000);
    }

    public void Dispose()
    {
        _port?.Dispose();
        _pacer?.Dispose();
    }

    private void ArpThenPing(bool vnet, string network)
    {
        Open(vnet, network);
        using Ping ping = new();
        Task<PingReply>? reply = null;
        RunUntil(() => reply is { IsCompleted: true }, () => reply ??= ping.SendPingAsync($"{network}.2", 2000, new byte[1000]));
        Assert.True(_answerer.ArpRequests > 0);
        Assert.Equal(IPStatus.Success, reply!.Result.Status);
        Assert.Equal(0, _context.Frames.Outstanding);
        Assert.True(_port!.FramesWritten >= 2);
    }

    private void Open(bool vnet, string network)
    {
        TapDevice device = TapDevice.Open("nsst%d", new TapOptions { VnetHeader = vnet });
        _port = new TapPort(_context, device, _pacer!);
        Wire.Connect(_answerer, _port);
        TapFactAttribute.Ip($"addr add {network}.1/24 dev {device.Name}");
        TapFactAttribute.Ip($"link set {device.Name} up");
    }

    private Frame Rent(int length)
    {
        Assert.True(_context.Frames.TryRent(length, out Frame? frame));
        frame.Data.Clear();
        return frame;
    }

    private void RunUntil(Func<bool> done, Action nudge)
    {
        for (int i = 0; i < 100 && !done(); i++)
        {
            nudge();
            _loop.RunFor(50_000_000);
        }

        Assert.True(done(), "The kernel did not do it within 5 s.");
    }

    /// <summary>Answers ARP and ping for every address; counts the rest.</summary>
    private sealed class Answerer(FramePool pool) : IWirePort
    {
        public int ArpRequests { get; private set; }

        public List<WireMetadata> Udp { get; } = [];

        public List<bool> LinkChanges { get; } = [];

        public int LongestChain { get; private set; }

        public string Name => "answerer";

        public IWirePort? Peer { get; set; }

        public WireCapabilities Capabilities => WireCapabilities.Everything;

        public void OnLinkStateChanged(bool up) => LinkChanges.Add(up);

        public void Receive(ref FrameChain frames)
        {
            LongestChain = Math.Max(LongestChain, frames.Count);
            while (frames.RemoveFirst() is { } frame)
            {
                if (Answer(frame))
                {
                    FrameChain answer = new(frame);
                    Peer!.Receive(ref answer);
                }
                else
                {
                    frame.Release();
                }
            }
        }

        private bool Answer(Frame frame)
        {
            Assert.Same(pool, frame.Pool);
            Span<byte> data = frame.Data;
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(data[12..]);
            if (type == 0x0806 && data[21] == 1)
            {
                ArpRequests++;
                AnswerArp(data);
                return true;
            }

            if (type != 0x0800)
            {
                return false;
            }

            if (data[23] == 17 && data[30] == 10)
            {
                Udp.Add(frame.Wire);
            }

            return data[23] == 1 && data[34] == 8 && AnswerEcho(data);
        }

        private static void AnswerArp(Span<byte> data)
        {
            data.Slice(6, 6).CopyTo(data);
            byte[] mac = [2, 0, 0, 0, 0, 9];
            mac.CopyTo(data[6..]);
            data[21] = 2;
            byte[] wanted = data.Slice(38, 4).ToArray();
            data.Slice(22, 10).CopyTo(data[32..]);
            mac.CopyTo(data[22..]);
            wanted.CopyTo(data[28..]);
        }

        private static bool AnswerEcho(Span<byte> data)
        {
            Swap(data, 0, 6, 6);
            Swap(data, 26, 30, 4);
            data[34] = 0;
            uint checksum = BinaryPrimitives.ReadUInt16BigEndian(data[36..]) + 0x0800u;
            BinaryPrimitives.WriteUInt16BigEndian(data[36..], (ushort)(checksum + (checksum >> 16)));
            return true;
        }

        private static void Swap(Span<byte> data, int a, int b, int length)
        {
            for (int i = 0; i < length; i++)
            {
                (data[a + i], data[b + i]) = (data[b + i], data[a + i]);
            }
        }
    }
}
