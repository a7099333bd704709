using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.OutOfBand;

/// <summary>What is received as a unit must be sent as a large send (xdp-for-windows issue 46).</summary>
public sealed class CoalescedUnitTests
{
    private static readonly IpAddress[] V4 = [IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2")];
    private static readonly IpAddress[] V6 = [IpAddress.Parse("2001:db8::1"), IpAddress.Parse("2001:db8::2")];

    private static readonly OffloadCapabilities All = new()
    {
        LargeSendV2IPv4 = new SegmentationCapability(65536),
        LargeSendV2IPv6 = new SegmentationCapability(65536),
        UdpSegmentationIPv4 = new SegmentationCapability(65536),
        UdpSegmentationIPv6 = new SegmentationCapability(65536),
    };

    private readonly TestHost _host = new();
    private readonly NetBufferListPool _pool;

    public CoalescedUnitTests() => _pool = _host.DataPool(dataSize: 8000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TcpUnit_ToSend_IsALargeSendWithTheHeadersOfARequest(bool v6)
    {
        byte[] frame = Tcp(v6, 5000);
        NetBufferList list = Received(frame);
        list.ReceiveChecksum = ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.IpChecksumSucceeded;
        list.Coalesce = new CoalesceInfo(4, 0);
        list.CoalesceTimestampDelta = 9;
        list.CorrelationId = 77;
        Assert.True(CoalescedUnit.IsCoalesced(list));
        Assert.Equal(NtStatus.Success, CoalescedUnit.ToSend(list, All));

        int transport = v6 ? 54 : 34;
        Assert.Equal(LargeSendInfo.Version2(1250, transport, v6), list.LargeSend);
        Assert.Equal((0UL, 0UL, 0UL), (list[NetBufferListInfoId.TcpIpChecksum], list.Coalesce.Value, (ulong)list.CoalesceTimestampDelta));
        Assert.Equal(77UL, list.CorrelationId);
        byte[] sent = TestHost.DataOf(list.FirstNetBuffer);
        byte[] expected = [.. frame];
        IpAddress[] addresses = v6 ? V6 : V4;
        (v6 ? expected.AsSpan(18, 2) : expected.AsSpan(16, 2)).Clear();
        if (!v6)
        {
            expected.AsSpan(24, 2).Clear();
        }

        Span<byte> raw = stackalloc byte[32];
        int half = addresses[0].WriteTo(raw);
        addresses[1].WriteTo(raw[half..]);
        ushort pseudo = InternetChecksum.Fold(InternetChecksum.Sum(raw[..(2 * half)]) + 6);
        expected[transport + 16] = (byte)(pseudo >> 8);
        expected[transport + 17] = (byte)pseudo;
        Assert.Equal(expected, sent);
        list.Free();
    }

    [Theory]
    [InlineData(5000, 3, 1667)]
    [InlineData(5000, 5000, 1)]
    [InlineData(2001, 2, 1001)]
    public void TcpUnit_PieceSize_IsTheAverageRoundedUp(int payload, int segments, int size)
    {
        NetBufferList list = Received(Tcp(false, payload));
        list.Coalesce = new CoalesceInfo(segments, 0);
        Assert.Equal(NtStatus.Success, CoalescedUnit.ToSend(list, All));
        Assert.Equal(size, list.LargeSend.MaximumSegmentSize);
        list.Free();
    }

    [Fact]
    public void UdpUnit_ToSend_IsAUdpSegmentationOfTheSameSize()
    {
        NetBufferList list = Received(Udp(4500));
        list.UdpCoalesce = new UdpCoalesceInfo(5, 1000);
        Assert.Equal(NtStatus.Success, CoalescedUnit.ToSend(list, All));
        Assert.Equal(new UdpSegmentationInfo(1000, 34, isIPv6: false), list.UdpSegmentation);
        Assert.Equal(0UL, list.UdpCoalesce.Value);
        list.Free();
    }

    [Fact]
    public void Unit_AdapterThatCannotCut_IsNotSupportedAndHasNoSlotsLeft()
    {
        NetBufferList list = Received(Tcp(false, 5000));
        list.Coalesce = new CoalesceInfo(4, 0);
        Assert.Equal(NdisStatus.NotSupported, CoalescedUnit.ToSend(list, OffloadCapabilities.None));
        Assert.Equal((0UL, 0UL), (list.Coalesce.Value, list.LargeSend.Value));
        list.Free();
    }

    [Fact]
    public void Unit_LongerThanTheAdapterCuts_IsNotSupported()
    {
        NetBufferList list = Received(Tcp(false, 5000));
        list.Coalesce = new CoalesceInfo(4, 0);
        Assert.Equal(NdisStatus.NotSupported, CoalescedUnit.ToSend(list, new OffloadCapabilities { LargeSendV2IPv4 = new SegmentationCapability(4999) }));
        list.Free();
    }

    [Theory]
    [InlineData("udp with tcp count")]
    [InlineData("options")]
    [InlineData("no payload")]
    [InlineData("short")]
    public void Unit_WhoseHeadersAreNone_IsInvalid(string flaw)
    {
        byte[] frame = flaw switch
        {
            "udp with tcp count" => Udp(1000),
            "no payload" => Tcp(false, 0),
            "short" => Tcp(false, 100)[..30],
            _ => Tcp(false, 1000),
        };
        if (flaw == "options")
        {
            frame[14] = 0x46;
        }

        NetBufferList list = Received(frame);
        list.Coalesce = new CoalesceInfo(2, 0);
        Assert.Equal(NdisStatus.InvalidPacket, CoalescedUnit.ToSend(list, All));
        Assert.Equal(0UL, list.Coalesce.Value);
        list.Free();
    }

    [Fact]
    public void SinglePacket_WhoseChecksumIsNotInMemory_AsksForIt()
    {
        NetBufferList list = Received(Tcp(false, 100));
        list.ReceiveChecksum = ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.TcpChecksumValueInvalid | ReceiveChecksumInfo.IpChecksumValueInvalid;
        Assert.Equal(NtStatus.Success, CoalescedUnit.ToSend(list, All));
        Assert.Equal(TransmitChecksumInfo.ForTcp(isIPv4: true, 34, ipHeaderChecksum: true), list.TransmitChecksum);
        list.Free();
    }

    [Fact]
    public void SinglePacket_Complete_AsksForNothing()
    {
        NetBufferList list = Received(Tcp(false, 100));
        list.ReceiveChecksum = ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.IpChecksumSucceeded;
        Assert.Equal(NtStatus.Success, CoalescedUnit.ToSend(list, All));
        Assert.True(list.TransmitChecksum.IsEmpty);
        list.Free();
    }

    [Fact]
    public void Unconverted_SlotsOfEitherKind_AreSeenAndRealRequestsAreNot()
    {
        NetBufferList list = Received(Tcp(false, 5000));
        Assert.False(CoalescedUnit.IsUnconverted(list));
        list.Coalesce = new CoalesceInfo(20, 0);
        Assert.True(CoalescedUnit.IsUnconverted(list));
        list.UdpSegmentation = new UdpSegmentationInfo(1, 34, isIPv6: false);
        Assert.False(CoalescedUnit.IsUnconverted(list));
        list.ClearDirectionInfo();
        list.UdpCoalesce = new UdpCoalesceInfo(2, 100);
        Assert.True(CoalescedUnit.IsUnconverted(list));
        list.Free();
    }

    [Fact]
    public void AnyBytes_ToSend_NeverThrows()
    {
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] frame = random.Next(2) == 0 ? Tcp(random.Next(2) == 0, random.Next(100)) : Udp(random.Next(100));
            for (int flips = random.Next(4); flips > 0; flips--)
            {
                frame[12 + random.Next(Math.Min(60, frame.Length - 12))] = (byte)random.Next(256);
            }

            NetBufferList list = Received(frame.AsSpan(0, random.Next(1, frame.Length + 1)));
            list.Coalesce = new CoalesceInfo((ulong)random.Next());
            list.UdpCoalesce = new UdpCoalesceInfo((ulong)random.Next());
            _ = CoalescedUnit.ToSend(list, All);
            Assert.False(CoalescedUnit.IsUnconverted(list));
            list.Free();
        }
    }

    private static byte[] Tcp(bool v6, int payload) => PacketBuilder.Allocate(8000).Ethernet(new MacAddress(0x0200_0000_0002), new MacAddress(0x0200_0000_0001))
        .IP((v6 ? V6 : V4)[0], (v6 ? V6 : V4)[1]).Tcp(80, 5000, 1, 2, TcpFlags.Ack, 1000).PayloadOf(payload).ToArray();

    private static byte[] Udp(int payload) => PacketBuilder.Allocate(8000).Ethernet(new MacAddress(0x0200_0000_0002), new MacAddress(0x0200_0000_0001))
        .IP(V4[0], V4[1]).Udp(80, 5000).PayloadOf(payload).ToArray();

    private NetBufferList Received(ReadOnlySpan<byte> frame)
    {
        NetBufferList list = _pool.Get();
        list.FirstNetBuffer.DataLength = frame.Length;
        list.FirstNetBuffer.CopyFrom(0, frame);
        return list;
    }
}
