using System.Buffers.Binary;
using NetStackSim.ConformanceTests.Support;
using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>A host with an echo listener and a UDP socket on a cable whose other end is in the hands of the test.</summary>
internal sealed class AttackRig : IDisposable
{
    public const ushort OpenPort = 7;
    public const ushort ClosedPort = 81;
    public const ushort UdpPort = 5353;

    // 256 neighbours of each family with a queue of 64 are the largest table of lists.
    private const int ListsOfAPool = 40_000;

    private readonly RawPort _port = new();
    private readonly Injector _injector;
    private readonly EchoService _service;
    private readonly SimUdpSocket _udp;
    private readonly List<byte[]> _sent = [];
    private ushort _nextPort = 20_000;

    public AttackRig()
    {
        Network = new SimNetwork(new SimNetworkOptions { Seed = 9, DigestFrames = false });
        Host = Network.AddHost("dut", h => h.Address("10.99.0.2/24").Address("fd99::2/64"));
        Wire.Connect(Host.Nic, _port);
        _injector = new Injector(Network, Host.Nic);
        (_service, _udp) = Network.Run(() => Task.FromResult(
            (EchoService.Start(Host.Kernel, OpenPort), Host.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, UdpPort)))));
        Network.RunFor(TimeSpan.FromSeconds(5));
        Exchange();
        _sent.Clear();
    }

    public static IpAddress Dut4 { get; } = IpAddress.Parse("10.99.0.2");

    public static IpAddress Dut6 { get; } = IpAddress.Parse("fd99::2");

    public static IpAddress Me4 { get; } = IpAddress.Parse("10.99.0.1");

    public static IpAddress Me6 { get; } = IpAddress.Parse("fd99::1");

    public static MacAddress MyMac { get; } = new(0x0200_0000_AA01);

    public SimNetwork Network { get; }

    public SimHost Host { get; }

    public EchoService Service => _service;

    public MacAddress DutMac => Host.Nic.MacAddress;

    /// <summary>What the host sent since the last <see cref="Forget"/>, address resolution left out.</summary>
    public IReadOnlyList<byte[]> Sent => _sent;

    /// <summary>Who does not answer address resolution.</summary>
    public Func<IpAddress, bool> IsSilent { get; set; } = _ => false;

    /// <summary>Address resolution requests of the host since the last <see cref="Forget"/>.</summary>
    public int Resolutions { get; private set; }

    public long TotalDrops => Host.Kernel.Drops.Total;

    /// <summary>How often a reason was counted, as "Module/Name".</summary>
    public long Drops(string reason)
    {
        foreach (DropCount count in Host.Kernel.Drops.Snapshot())
        {
            if (count.Reason.ToString() == reason || count.Reason.Name == reason)
            {
                return count.Count;
            }
        }

        return 0;
    }

    public void Forget()
    {
        Exchange();
        _sent.Clear();
        Resolutions = 0;
    }

    public PacketBuilder Frame() => PacketBuilder.Allocate(4096).Ethernet(DutMac, MyMac);

    public PacketBuilder V4(byte hopLimit = 64) => Frame().IPv4(Me4, Dut4, hopLimit);

    public PacketBuilder V6(byte hopLimit = 64) => Frame().IPv6(Me6, Dut6, hopLimit);

    public PacketBuilder Ip(bool v6) => v6 ? V6() : V4();

    /// <summary>Sends a frame as it is and lets the host answer.</summary>
    public void Send(ReadOnlySpan<byte> frame)
    {
        _injector.Send(frame);
        Exchange();
    }

    public void Send(in PacketBuilder builder) => Send(builder.Build(padded: true));

    /// <summary>Sends a frame that must be dropped for a reason and without a word.</summary>
    public void SendQuietly(string reason, ReadOnlySpan<byte> frame)
    {
        long before = Drops(reason);
        Forget();
        Send(frame);
        AssertQuiet();
        Assert.True(Drops(reason) > before, $"'{reason}' was not counted; the drops are {string.Join(", ", Host.Kernel.Drops.Snapshot().Select(count => $"{count.Reason} {count.Count}"))}.");
    }

    public void SendQuietly(string reason, in PacketBuilder builder) => SendQuietly(reason, builder.Build(padded: true));

    /// <summary>Sends a frame that must be dropped without a word, for whatever reason.</summary>
    public void SendQuietly(ReadOnlySpan<byte> frame)
    {
        long before = TotalDrops;
        Forget();
        Send(frame);
        AssertQuiet();
        Assert.True(TotalDrops > before, "Nothing was counted.");
    }

    /// <summary>Sends a frame that must be answered by one ICMP message.</summary>
    /// <returns>Type, code and the second word of the answer.</returns>
    public (byte Type, byte Code, uint Word) SendAnswered(in PacketBuilder builder)
    {
        Forget();
        Send(builder);
        byte[] answer = TakeOnlyAnswer();
        int offset = answer[12] == 0x08 ? 34 : 54;
        return (answer[offset], answer[offset + 1], BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(offset + 4)));
    }

    /// <summary>Puts a frame on the cable; nothing else happens yet.</summary>
    public void Put(in PacketBuilder builder) => _injector.Put(builder.Build(padded: true));

    public void Wait(double seconds)
    {
        // In steps, so that address resolution is answered in time.
        long end = Network.NowNs + (long)(seconds * 1e9);
        while (Network.NowNs < end)
        {
            Network.Loop.RunUntil(Math.Min(end, Network.NowNs + 100_000_000));
            Exchange();
        }
    }

    /// <summary>A port of the attacker that was not used before.</summary>
    public ushort NewPort() => _nextPort++;

    /// <summary>Opens a connection to the echo service.</summary>
    public RawConnection Connect(bool v6 = false) => RawConnection.Open(this, v6);

    public void AssertQuiet() => Assert.True(_sent.Count == 0, $"{_sent.Count} frames were sent, the first: {(_sent.Count == 0 ? "" : Describe(_sent[0]))}");

    /// <summary>The only frame that was sent; forgotten afterwards.</summary>
    public byte[] TakeOnlyAnswer()
    {
        Assert.True(_sent.Count == 1, $"{_sent.Count} frames were sent instead of one: {string.Join("; ", _sent.Take(5).Select(Describe))}");
        byte[] answer = _sent[0];
        _sent.Clear();
        return answer;
    }

    public static string Describe(byte[] frame) => PacketSummary.Describe(frame);

    /// <summary>What every row of the catalogue requires.</summary>
    public void AssertAlive()
    {
        IsSilent = _ => false;
        Wait(2);
        Forget();
        foreach (bool v6 in new[] { false, true })
        {
            Send(v6 ? V6().Icmp6(Icmp6Type.Echo, 0, 0x0BAD0001).PayloadOf(16) : V4().Icmp4(Icmp4Type.Echo, 0, 0x0BAD0001).PayloadOf(16));
            Wait(0.2);
            Assert.True(_sent.Count == 1, $"No answer to an echo request over {(v6 ? "IPv6" : "IPv4")}.");
            Forget();
            RawConnection connection = Connect(v6);
            connection.SendData(10);
            Assert.True(connection.Received >= 10, "The echo service does not answer.");
            connection.Reset();
            Forget();
        }

        foreach (IKernelPool pool in Host.Kernel.Pools.Pools)
        {
            Assert.True(pool.Created <= ListsOfAPool, $"Pool '{pool.Name}' grew to {pool.Created} objects.");
        }
    }

    /// <summary>Ends everything; nothing may be left.</summary>
    public void Stop()
    {
        Network.Run(async () =>
        {
            await _service.DisposeAsync();
            await _udp.DisposeAsync();
        });
        LeakReport report = Network.Shutdown();
        Assert.True(report.IsClean, report.ToString());
    }

    public void Dispose() => Network.Dispose();

    // Answers resolution and collects the rest until the host has nothing more to say at this instant.
    private void Exchange()
    {
        while (_port.Frames.TryDequeue(out byte[]? frame))
        {
            if (!IsResolution(frame, out IpAddress target))
            {
                _sent.Add(frame);
                continue;
            }

            Resolutions++;
            if (!IsSilent(target) && target != Dut4 && target != Dut6)
            {
                Answer(target);
            }
        }
    }

    private static bool IsResolution(ReadOnlySpan<byte> frame, out IpAddress target)
    {
        target = default;
        switch (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]))
        {
            case EtherTypes.Arp:
                target = ArpPacket.TryParse(frame[14..], out ArpPacket arp) ? arp.TargetAddress : default;
                return true;
            case EtherTypes.IPv6 when frame[20] == 58 && frame[54] == (byte)Icmp6Type.NeighborSolicitation:
                target = IpAddress.ReadV6(frame[62..]);
                return true;
            case EtherTypes.IPv6 when frame[20] == 58 && frame[54] is (byte)Icmp6Type.NeighborAdvertisement or (byte)Icmp6Type.RouterSolicitation or (byte)Icmp6Type.MulticastListenerReportV2:
                return true;
            default:
                return false;
        }
    }

    private void Answer(IpAddress target)
    {
        if (target.IsV4)
        {
            _injector.Send(Frame().Arp(ArpOperation.Reply, MyMac, target, DutMac, Dut4).Build(padded: true));
            return;
        }

        byte[] message = new byte[32];
        NeighborAdvertisement.Write(message, target, isRouter: false, isSolicited: true, isOverride: true);
        NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(24), NdOptionType.TargetLinkLayerAddress, MyMac);
        _injector.Send(Frame().IPv6(target, Dut6, hopLimit: 255).Icmp6Message(message).Build());
    }
}
