using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Offload;

/// <summary>A hundred thousand random frames through the engines of the card, each equal to what a naive twin makes of the same description.</summary>
public sealed class NaiveTwinTests
{
    private const int Batch = 50;

    [Fact]
    public void TransmitChecksum_30000Frames_AreThoseOfTheTwin()
    {
        TwinFrames twin = new(1);
        NicFixture nic = Fixture();
        for (int i = 0; i < 30_000 / Batch; i++)
        {
            List<byte[]> expected = [];
            NetBufferList[] lists = new NetBufferList[Batch];
            for (int n = 0; n < Batch; n++)
            {
                TestFrames.Spec spec = twin.Packet();
                byte[] complete = TestFrames.Transport(spec);
                byte[] request = TestFrames.Request(complete, spec);
                lists[n] = nic.List(request, twin.Splits(spec, request.Length));
                int transport = 14 + spec.NetworkHeaderSize;
                lists[n].TransmitChecksum = spec.IsTcp
                    ? TransmitChecksumInfo.ForTcp(!spec.IsV6, transport, ipHeaderChecksum: !spec.IsV6)
                    : TransmitChecksumInfo.ForUdp(!spec.IsV6, transport, ipHeaderChecksum: !spec.IsV6);
                expected.Add([.. complete, .. new byte[Math.Max(0, 60 - complete.Length)]]);
            }

            nic.SendAndRun(lists);
            AssertSame(expected, [.. nic.Port.Arrivals.Select(x => x.Bytes)]);
            nic.Port.Arrivals.Clear();
            nic.Completions.Clear();
        }

        nic.AssertClean();
    }

    [Fact]
    public void ReceiveChecksum_30000Frames_AreJudgedAsByTheTwin()
    {
        TwinFrames twin = new(2);
        NicFixture nic = Fixture(coalesce: false);
        for (int i = 0; i < 30_000 / Batch; i++)
        {
            List<ReceiveChecksumInfo> expected = [];
            List<byte[]> frames = [];
            for (int n = 0; n < Batch; n++)
            {
                TestFrames.Spec spec = twin.Packet();
                byte[] frame = TestFrames.Transport(spec);
                Damage(twin, spec, frame);
                frames.Add(frame);
                expected.Add(Judge(spec, frame));
            }

            nic.Deliver([.. frames]);
            nic.Loop.RunUntilIdle();
            Assert.Equal(expected, nic.Indicated.Select(x => x.Checksum));
            AssertSame(frames, [.. nic.Indicated.Select(x => x.Bytes)]);
            nic.Indicated.Clear();
        }

        nic.AssertClean();
    }

    [Fact]
    public void LargeSends_20000Segments_AreThoseOfTheTwin()
    {
        TwinFrames twin = new(3);
        NicFixture nic = Fixture();
        int segments = 0;
        while (segments < 20_000)
        {
            bool tcp = twin.Next(2) == 0;
            TestFrames.Spec spec = twin.Packet(tcp, maximumPayload: 30_000) with { Flags = (byte)(0x10 | (twin.Next(2) * 0x80) | (twin.Next(2) * 0x08) | (twin.Next(2) * 0x01)) };
            int size = twin.Next(1400) + 100;
            if (spec.Payload.Length <= size || 14 + spec.NetworkHeaderSize + spec.TransportHeaderSize > 128)
            {
                continue;
            }

            NetBufferList list = Request(nic, twin, spec, size);
            nic.SendAndRun(list);
            List<byte[]> expected = NaiveSegmenter.Cut(spec, size);
            AssertSame([.. expected.Select(Padded)], [.. nic.Port.Arrivals.Select(x => Padded(x.Bytes))]);
            segments += expected.Count;
            nic.Port.Arrivals.Clear();
            nic.Completions.Clear();
        }

        nic.AssertClean();
    }

    [Fact]
    public void Coalescing_20000Segments_AreJoinedAsByTheTwin()
    {
        TwinFrames twin = new(4);
        NicFixture nic = Fixture();
        for (int i = 0; i < 20_000 / Batch; i++)
        {
            List<TestFrames.Spec> segments = [];
            uint[] next = [(uint)twin.Next(int.MaxValue), 0xFFFF_F000, 7, 99];
            while (segments.Count < Batch)
            {
                int flow = twin.Next(4);
                int oddity = twin.Next(12);
                TestFrames.Spec spec = new()
                {
                    DestinationMac = NicFixture.Mac,
                    IsV6 = flow == 2,
                    SourcePort = (ushort)(100 + flow),
                    Sequence = next[flow] + (uint)(oddity == 0 ? 1 : 0),
                    Timestamp = flow == 1 ? null : 50,
                    Payload = TestFrames.Pattern(oddity == 1 ? 0 : 1 + twin.Next(600), i),
                    Flags = oddity switch { 2 => 0x11, 3 => 0x18, _ => 0x10 },
                    Service = (byte)(oddity == 4 ? 3 : 0),
                    HopLimit = (byte)(1 + twin.Next(255)),
                    Window = (ushort)twin.Next(0x10000),
                };
                segments.Add(spec);
                next[flow] = spec.Sequence + (uint)spec.Payload.Length;
            }

            nic.Deliver([.. segments.Select(TestFrames.Transport)]);
            nic.Loop.RunUntilIdle();
            AssertSame(NaiveCoalescer.Coalesce(segments), [.. nic.Indicated.Select(x => x.Bytes)]);
            nic.Indicated.Clear();
        }

        nic.AssertClean();
    }

    [Fact]
    public void UdpCoalescing_10000Datagrams_AreJoinedAsByTheTwin()
    {
        TwinFrames twin = new(5);
        NicFixture nic = new(new VirtualNicOptions { Offloads = VirtualNicOptions.AllOffloads with { CoalesceUdp = true } });
        for (int i = 0; i < 10_000 / Batch; i++)
        {
            List<TestFrames.Spec> datagrams = [];
            int[] sizes = [1 + twin.Next(900), 1 + twin.Next(900), 1 + twin.Next(900)];
            while (datagrams.Count < Batch)
            {
                int flow = twin.Next(3);
                int oddity = twin.Next(16);
                datagrams.Add(new TestFrames.Spec
                {
                    DestinationMac = NicFixture.Mac,
                    IsTcp = false,
                    IsV6 = flow == 2,
                    SourcePort = (ushort)(100 + flow),
                    Identification = (ushort)twin.Next(0x10000),
                    Payload = TestFrames.Pattern(oddity switch { 0 => 0, 1 => twin.Next(sizes[flow]), 2 => sizes[flow] + 1, _ => sizes[flow] }, i),
                    Service = (byte)(oddity == 3 ? 3 : 0),
                    HopLimit = (byte)(oddity == 4 ? 9 : 64),
                    NetworkOptions = oddity == 5 ? 8 : 0,
                });
            }

            nic.Deliver([.. datagrams.Select(TestFrames.Transport)]);
            nic.Loop.RunUntilIdle();
            Assert.Equal(
                NaiveDatagramCoalescer.Join(datagrams).Select(x => (Convert.ToHexString(x.Bytes), x.Segments, x.Size)),
                nic.Indicated.Select(x => (Convert.ToHexString(x.Bytes), x.UdpUnit.SegmentCount, x.UdpUnit.SegmentSize)));
            nic.Indicated.Clear();
        }

        nic.AssertClean();
    }

    /// <summary>The rules of slot 0 as they are written: one bit for each checksum that can be judged.</summary>
    internal static ReceiveChecksumInfo Judge(TestFrames.Spec spec, byte[] frame)
    {
        int transport = 14 + spec.NetworkHeaderSize;
        ReceiveChecksumInfo result = 0;
        if (!spec.IsV6)
        {
            bool good = TestFrames.Fold(TestFrames.Sum(frame.AsSpan(14, spec.NetworkHeaderSize))) == 0xFFFF;
            result = good ? ReceiveChecksumInfo.IpChecksumSucceeded : ReceiveChecksumInfo.IpChecksumFailed;
            if ((TestFrames.Read16(frame, 20) & 0x3FFF) != 0)
            {
                return result;
            }
        }

        if (!spec.IsTcp && TestFrames.Read16(frame, transport + 6) == 0)
        {
            return result;
        }

        bool right = TestFrames.Fold(TestFrames.Sum(frame.AsSpan(transport)) + TestFrames.Pseudo(frame, 14, transport, spec)) == 0xFFFF;
        return result | (spec.IsTcp
            ? right ? ReceiveChecksumInfo.TcpChecksumSucceeded : ReceiveChecksumInfo.TcpChecksumFailed
            : right ? ReceiveChecksumInfo.UdpChecksumSucceeded : ReceiveChecksumInfo.UdpChecksumFailed);
    }

    internal static NetBufferList Request(NicFixture nic, TwinFrames twin, TestFrames.Spec spec, int size)
    {
        byte[] frame = TestFrames.Request(TestFrames.Transport(spec), spec, withLength: false);
        int header = 14 + spec.NetworkHeaderSize + spec.TransportHeaderSize;
        NetBufferList list = nic.List(frame, header, twin.Next(frame.Length - header) + 1);
        if (spec.IsTcp)
        {
            list.LargeSend = LargeSendInfo.Version2(size, 14 + spec.NetworkHeaderSize, spec.IsV6);
        }
        else
        {
            list.UdpSegmentation = new UdpSegmentationInfo(size, 14 + spec.NetworkHeaderSize, spec.IsV6);
        }

        return list;
    }

    // One frame in three is damaged: a bit of its payload, of its addresses, or its fragment bits; lengths stay as they are.
    private static void Damage(TwinFrames twin, TestFrames.Spec spec, byte[] frame)
    {
        switch (twin.Next(9))
        {
            case 0:
                frame[^1] ^= 0x40;
                break;
            case 1:
                frame[spec.IsV6 ? 30 : 29] ^= 1;
                break;
            case 2 when !spec.IsV6:
                frame[20] ^= 0x20;
                break;
        }
    }

    // As Assert.Equal, which takes a comparer call for every byte.
    private static void AssertSame(IReadOnlyList<byte[]> expected, IReadOnlyList<byte[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            if (!expected[i].AsSpan().SequenceEqual(actual[i]))
            {
                Assert.Equal(expected[i], actual[i]);
            }
        }
    }

    private static byte[] Padded(byte[] frame) => frame.Length >= 60 ? frame : [.. frame, .. new byte[60 - frame.Length]];

    // What the engines do is no matter of the verifier, which would read every byte again.
    private static NicFixture Fixture(bool coalesce = true) => new(new VirtualNicOptions
    {
        Offloads = coalesce ? VirtualNicOptions.AllOffloads : VirtualNicOptions.AllOffloads with { CoalesceIPv4 = false, CoalesceIPv6 = false },
    }, host: new SimKernelOptions { Name = "host", Verifier = false });
}
