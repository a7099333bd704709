namespace NetStackSim.Packets.Tests.Validation;

public sealed class FrameRepairTests
{
    private static readonly IpAddress Source4 = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress Destination4 = IpAddress.Parse("10.0.0.2");
    private static readonly IpAddress Source6 = IpAddress.Parse("fe80::1");
    private static readonly IpAddress Destination6 = IpAddress.Parse("fe80::2");

    [Fact]
    public void Fill_FramesOfTheCorpus_ChangesNothing() =>
        Assert.All(Fuzzing.FuzzCorpus.Frames(), frame =>
        {
            byte[] before = [.. frame];
            Assert.Equal(FrameRepairs.None, FrameRepair.Fill(frame));
            Assert.Equal(before, frame);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FillIp_LargeSendAsTheStackLeavesIt_BecomesTheFinishedPacket(bool v6)
    {
        byte[] finished = PacketBuilder.Allocate(9000).IP(v6 ? Source6 : Source4, v6 ? Destination6 : Destination4).Tcp(1, 2, 3, 4, TcpFlags.Ack).PayloadOf(8000).ToArray();
        byte[] packet = [.. finished];
        packet.AsSpan(v6 ? 4 : 2, 2).Clear();
        packet[(v6 ? 40 : 20) + TcpHeader.ChecksumOffset] ^= 0x55;

        // The IPv4 checksum was right for the final length already.
        Assert.Equal(FrameRepairs.IpLength | FrameRepairs.TransportChecksum, FrameRepair.FillIp(packet));
        Assert.Equal(finished, packet);
    }

    [Fact]
    public void FillIp_LargerThanTheLengthField_LeavesZeroAndRepairsTheRest()
    {
        byte[] packet = PacketBuilder.Allocate(70_100).IPv4(Source4, Destination4).Tcp(1, 2, 3, 4, TcpFlags.Ack).PayloadOf(70_000).ToArray();
        packet.AsSpan(2, 2).Clear();
        packet[36] ^= 1;

        Assert.Equal(FrameRepairs.IPv4Checksum | FrameRepairs.TransportChecksum, FrameRepair.FillIp(packet));
        Assert.Equal(0, packet[2] | packet[3]);
    }

    [Fact]
    public void FillIp_DamagedUdpAndIcmp_AreRepaired()
    {
        byte[][] finished =
        [
            PacketBuilder.Allocate().IPv4(Source4, Destination4).Udp(1, 2).PayloadOf(9).ToArray(),
            PacketBuilder.Allocate().IPv6(Source6, Destination6).Udp(1, 2).PayloadOf(9).ToArray(),
            PacketBuilder.Allocate().IPv4(Source4, Destination4).Icmp4(Icmp4Type.Echo).PayloadOf(9).ToArray(),
            PacketBuilder.Allocate().IPv6(Source6, Destination6).Icmp6(Icmp6Type.Echo).PayloadOf(9).ToArray(),
        ];
        int[] checksumAt = [26, 46, 22, 42];
        for (int i = 0; i < finished.Length; i++)
        {
            byte[] packet = [.. finished[i]];
            packet[checksumAt[i]] ^= 0x0F;
            Assert.Equal(FrameRepairs.TransportChecksum, FrameRepair.FillIp(packet));
            Assert.Equal(finished[i], packet);
        }
    }

    [Fact]
    public void FillIp_UdpLengthZeroAndNoChecksum_FillsOnlyTheLength()
    {
        byte[] packet = PacketBuilder.Allocate().IPv4(Source4, Destination4).Udp(1, 2).PayloadOf(9).ToArray();
        packet.AsSpan(24, 4).Clear();

        Assert.Equal(FrameRepairs.UdpLength, FrameRepair.FillIp(packet));
        Assert.Equal(17, packet[25]);
        Assert.Equal(0, packet[26] | packet[27]);
    }

    [Fact]
    public void Fill_MutatedFrames_AreValidAfterwardsOrNotReadable()
    {
        byte[][] corpus = Fuzzing.FuzzCorpus.Frames();
        Random random = new(20240610);
        byte[] scratch = new byte[256];
        FrameProblems repairable = FrameProblems.IPv4Checksum | FrameProblems.TransportChecksum;
        for (int i = 0; i < 100_000; i++)
        {
            int length = Fuzzing.Mutator.Mutate(corpus[random.Next(corpus.Length)], scratch, random).Length;
            Span<byte> frame = scratch.AsSpan(0, length);
            FrameRepair.Fill(frame);
            FrameProblems left = FrameValidator.Validate(frame);

            Assert.True((left & repairable) == 0, $"round {i}: {left} in {Convert.ToHexString(frame)}");
        }
    }
}
