using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Card;

/// <summary>The counters of the card against a naive count of what is on the wire.</summary>
public sealed class StatisticsTests
{
    private const ulong Group = 0x0100_5E00_0001;
    private const ulong OtherGroup = 0x0100_5E00_0009;
    private const ulong Stranger = 0x0200_0000_0077;
    private const ulong Broadcast = 0xFFFF_FFFF_FFFF;
    private const int Descriptors = 32;

    private static readonly ulong[] _destinations = [NicFixture.Mac, Group, OtherGroup, Stranger, Broadcast];

    /// <summary>What ought to have been counted.</summary>
    private NdisStatistics _expected = new() { Supported = SupportedStatistics.All };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RandomTraffic_EveryCounter_IsWhatANaiveCountOfTheWireSays(int seed)
    {
        Random random = new(seed);
        NicFixture nic = new(new VirtualNicOptions { ReceiveDescriptors = Descriptors, ResourcesThreshold = 0 });
        byte[] group = new byte[6];
        TestFrames.WriteMac(group, Group);
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.Ethernet8023MulticastList, group.AsMemory())));

        for (int round = 0; round < 120; round++)
        {
            switch (random.Next(4))
            {
                case 0:
                    ReceiveBurst(nic, random);
                    break;
                case 1:
                    ReceiveLarge(nic, random);
                    break;
                default:
                    SendSome(nic, random);
                    break;
            }

            nic.Loop.RunUntilIdle();
        }

        CountWire(nic);
        Assert.Equal(_expected, nic.Nic.Statistics);
        AssertOids(nic);
        nic.AssertClean();
    }

    [Fact]
    public void LargeUnitWithoutADescriptor_CountsAsManyDiscardsAsItHasSegments()
    {
        NicFixture nic = new(new VirtualNicOptions { ReceiveDescriptors = 1, ResourcesThreshold = 0 });
        FrameChain chain = default;
        chain.Add(TestFrames.Rent(nic.Frames, TestFrames.Plain(NicFixture.Mac, 1, 60)));
        chain.Add(TestFrames.Large(nic.Frames, new TestFrames.Spec { Payload = TestFrames.Pattern(3500) }, 1000));

        nic.Nic.Receive(ref chain);
        nic.Loop.RunUntilIdle();

        Assert.Equal((1ul, 4ul), (nic.Nic.Statistics.InUcastPkts, nic.Nic.Statistics.InDiscards));
    }

    // All frames of a burst are there before the first DPC runs: as many wanted ones as there are descriptors get in.
    private void ReceiveBurst(NicFixture nic, Random random)
    {
        byte[][] frames = new byte[random.Next(1, 70)][];
        int posted = Descriptors;
        for (int i = 0; i < frames.Length; i++)
        {
            ulong destination = _destinations[random.Next(_destinations.Length)];
            int length = random.Next(20) switch
            {
                0 => random.Next(6, 14),
                1 => random.Next(1519, 1600),
                _ => random.Next(60, 1519),
            };
            frames[i] = length < 14 ? new byte[length] : TestFrames.Plain(destination, Stranger, length);
            Expect(frames[i], ref posted);
        }

        nic.Deliver(frames);
    }

    private void Expect(byte[] frame, ref int posted)
    {
        if (frame.Length is < 14 or > 1518)
        {
            _expected.InErrors++;
            return;
        }

        ulong destination = BinaryPrimitives.ReadUInt64BigEndian(frame) >> 16;
        if (destination is not (NicFixture.Mac or Group or Broadcast))
        {
            return;
        }

        if (posted == 0)
        {
            _expected.InDiscards++;
            return;
        }

        posted--;
        CountIn(destination, 1, frame.Length);
    }

    private void ReceiveLarge(NicFixture nic, Random random)
    {
        int size = random.Next(200, 1461);
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(random.Next(size + 1, 20_000)), IsV6 = random.Next(2) == 0 };
        int segments = (spec.Payload.Length + size - 1) / size;
        int headers = 14 + spec.NetworkHeaderSize + spec.TransportHeaderSize;
        CountIn(NicFixture.Mac, segments, spec.Payload.Length + (segments * headers));

        nic.Deliver(TestFrames.Large(nic.Frames, spec, size));
    }

    private void SendSome(NicFixture nic, Random random)
    {
        ulong destination = _destinations[random.Next(1, _destinations.Length)];
        switch (random.Next(5))
        {
            case 0:
                nic.Send(nic.LsoV2(new TestFrames.Spec { DestinationMac = Stranger, Payload = TestFrames.Pattern(random.Next(2000, 30_000)), IsV6 = random.Next(2) == 0 }, 1000));
                break;
            case 1:
                nic.Send(nic.List(TestFrames.Plain(destination, NicFixture.Mac, random.Next(1515, 3000))));
                _expected.OutErrors++;
                break;
            case 2:
                nic.Send(nic.ListOfMany(TestFrames.Plain(destination, NicFixture.Mac, 300), TestFrames.Plain(destination, NicFixture.Mac, random.Next(14, 1515))));
                break;
            default:
                nic.Send(nic.List(TestFrames.Plain(destination, NicFixture.Mac, random.Next(14, 1515))));
                break;
        }
    }

    private void CountWire(NicFixture nic)
    {
        foreach (RecordingPort.Arrival arrival in nic.Port.Arrivals)
        {
            ulong bytes = (ulong)arrival.Bytes.Length;
            _expected.OutOctets += bytes;
            switch (BinaryPrimitives.ReadUInt64BigEndian(arrival.Bytes) >> 16)
            {
                case Broadcast:
                    _expected.OutBroadcastPkts++;
                    _expected.OutBroadcastOctets += bytes;
                    break;
                case Group or OtherGroup:
                    _expected.OutMulticastPkts++;
                    _expected.OutMulticastOctets += bytes;
                    break;
                default:
                    _expected.OutUcastPkts++;
                    _expected.OutUcastOctets += bytes;
                    break;
            }
        }
    }

    private void CountIn(ulong destination, int frames, int bytes)
    {
        _expected.InOctets += (ulong)bytes;
        switch (destination)
        {
            case Broadcast:
                _expected.InBroadcastPkts += (ulong)frames;
                _expected.InBroadcastOctets += (ulong)bytes;
                break;
            case Group:
                _expected.InMulticastPkts += (ulong)frames;
                _expected.InMulticastOctets += (ulong)bytes;
                break;
            default:
                _expected.InUcastPkts += (ulong)frames;
                _expected.InUcastOctets += (ulong)bytes;
                break;
        }
    }

    private void AssertOids(NicFixture nic)
    {
        OidRequest all = OidRequest.Query(Oid.GenStatistics, NdisStatistics.Size);
        Assert.Equal(NtStatus.Success, nic.Request(all));
        Assert.True(all.TryGetAnswer(out NdisStatistics told));
        Assert.Equal(_expected, told);
        Assert.Equal(_expected.InUcastPkts + _expected.InMulticastPkts + _expected.InBroadcastPkts, Counter(nic, Oid.GenRcvOk));
        Assert.Equal(_expected.OutUcastPkts + _expected.OutMulticastPkts + _expected.OutBroadcastPkts, Counter(nic, Oid.GenXmitOk));
        Assert.Equal((_expected.InErrors, _expected.OutErrors), (Counter(nic, Oid.GenRcvError), Counter(nic, Oid.GenXmitError)));
        Assert.Equal((_expected.InDiscards, _expected.InDiscards), (Counter(nic, Oid.GenRcvNoBuffer), Counter(nic, Oid.Ethernet8023RcvOverrun)));
        Assert.Equal(_expected.OutMulticastOctets, Counter(nic, Oid.GenMulticastBytesXmit));
        Assert.True(_expected is { InDiscards: > 0, InErrors: > 0, OutErrors: > 0, InBroadcastPkts: > 0, OutMulticastPkts: > 0 });
    }

    private static ulong Counter(NicFixture nic, Oid oid)
    {
        OidRequest request = OidRequest.Query(oid, sizeof(ulong));
        Assert.Equal(NtStatus.Success, nic.Request(request));
        return BinaryPrimitives.ReadUInt64LittleEndian(request.InformationBuffer.Span);
    }
}
