namespace NetStackSim.Packets.Tests.Fuzzing;

/// <summary>Every parser on mutated real packets: it may refuse, it may not throw, and it must end.</summary>
public sealed class ParserFuzzTests
{
    private const int Rounds = 200_000;
    private const int Seed = 20240608;

    [Fact]
    public void Views_MutatedFrames_NeverThrow()
    {
        byte[][] corpus = Corpus();
        Random random = new(Seed);
        byte[] scratch = new byte[256];
        long read = 0;
        for (int i = 0; i < Rounds; i++)
        {
            ReadOnlySpan<byte> frame = Mutator.Mutate(corpus[random.Next(corpus.Length)], scratch, random);
            read += ReadFrame(frame);
        }

        // Most mutations still parse somewhere: the test reaches the inner layers.
        Assert.True(read > Rounds, $"only {read} headers were read");
    }

    [Fact]
    public void Summary_MutatedFrames_NeverThrows()
    {
        byte[][] corpus = Corpus();
        Random random = new(Seed + 1);
        byte[] scratch = new byte[256];
        for (int i = 0; i < Rounds / 8; i++)
        {
            ReadOnlySpan<byte> frame = Mutator.Mutate(corpus[random.Next(corpus.Length)], scratch, random);
            Assert.InRange(PacketSummary.Describe(frame, withAddresses: true).Length, 1, 2000);
            Assert.InRange(PacketSummary.DescribeIp(frame).Length, 1, 2000);
        }
    }

    [Fact]
    public void OptionReaders_RandomBytes_EndAndNeverThrow()
    {
        Random random = new(Seed + 2);
        byte[] bytes = new byte[64];
        TcpOptions options = default;
        byte[] written = new byte[40];
        for (int i = 0; i < Rounds; i++)
        {
            random.NextBytes(bytes);
            ReadOnlySpan<byte> slice = bytes.AsSpan(0, random.Next(41));
            options.Parse(slice);
            Assert.InRange(options.Write(written), 0, 40);
            WalkOptions(slice);
        }
    }

    private static void WalkOptions(ReadOnlySpan<byte> slice)
    {
        int count = 0;
        IPv6OptionReader six = new(slice);
        while (six.MoveNext())
        {
            count += six.Data.Length;
        }

        foreach (OptionView option in new OptionReader(slice))
        {
            count += option.Data.Length + option.Kind;
        }

        foreach (NdOption option in new NdOptionReader(slice))
        {
            count += ReadNdOption(option);
        }

        Assert.True(count >= 0);
    }

    private static int ReadNdOption(NdOption option)
    {
        bool any = option.TryGetLinkLayerAddress(out _) | option.TryGetMtu(out _) | option.TryGetPrefixInformation(out _)
            | option.TryGetRouteInformation(out _) | option.TryGetRedirectedHeader(out _) | option.TryGetDnsServer(1, out _, out _);
        return any ? 1 : 0;
    }

    private static int ReadFrame(ReadOnlySpan<byte> frame)
    {
        if (!EthernetHeader.TryParse(frame, out EthernetHeader ethernet))
        {
            return 0;
        }

        ethernet.TryGetSnap(out _, out _);
        ReadOnlySpan<byte> payload = ethernet.Payload;
        int read = 1 + (ArpPacket.TryParse(payload, out _) ? 1 : 0);
        if (IPv4Header.TryParse(payload, out IPv4Header v4))
        {
            foreach (OptionView option in v4.Options)
            {
                read += option.Bytes.Length > 100 ? 1 : 0;
            }

            _ = v4.IsChecksumValid;
            read += 1 + ReadTransport(v4.Payload, v4.Source, v4.Destination);
        }

        if (IPv6Header.TryParse(payload, out IPv6Header v6))
        {
            IPv6HeaderChain chain = v6.FindUpperLayer();
            foreach (IPv6ExtensionReader extension in v6.Extensions)
            {
                WalkOptions(extension.Data);
            }

            Assert.InRange(chain.Offset, 40, v6.Packet.Length + 0);
            read += 1 + ReadTransport(v6.Packet[chain.Offset..], v6.Source, v6.Destination);
        }

        return read;
    }

    private static int ReadTransport(ReadOnlySpan<byte> data, IpAddress source, IpAddress destination)
    {
        int read = 0;
        if (TcpHeader.TryParse(data, out TcpHeader tcp))
        {
            TcpOptions options = default;
            options.Parse(tcp.OptionBytes);
            read += tcp.IsChecksumValid(source, destination) || tcp.Payload.Length >= 0 ? 1 : 0;
        }

        if (UdpHeader.TryParse(data, out UdpHeader udp))
        {
            read += udp.IsChecksumValid(source, destination) || udp.Payload.Length >= 0 ? 1 : 0;
        }

        if (Icmp4Header.TryParse(data, out Icmp4Header icmp4))
        {
            read += icmp4.IsChecksumValid || icmp4.IsError ? 1 : 0;
        }

        if (Icmp6Header.TryParse(data, out Icmp6Header icmp6) && icmp6.IsNeighborDiscovery)
        {
            _ = NeighborSolicitation.TryParse(data, out _) | NeighborAdvertisement.TryParse(data, out _) | RouterSolicitation.TryParse(data, out _)
                | RouterAdvertisement.TryParse(data, out _) | RedirectMessage.TryParse(data, out _);
            WalkOptions(icmp6.Payload[..Math.Min(icmp6.Payload.Length, 40)]);
            read++;
        }

        return read;
    }

    private static byte[][] Corpus() => FuzzCorpus.Frames();
}
