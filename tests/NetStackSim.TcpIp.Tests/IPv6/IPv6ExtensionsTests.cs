using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

public sealed class IPv6ExtensionsTests
{
    private const byte Udp = (byte)IpProtocol.Udp;

    private static (HeaderProblem Problem, IpHeaderInfo Info) Walk(byte firstHeader, params byte[] rest)
    {
        byte[] packet = new byte[IPv6Header.Size + rest.Length];
        IPv6Header.Write(packet, IpAddress.Parse("fe80::2"), IpAddress.Parse("fe80::1"), (IpProtocol)firstHeader, rest.Length, 64);
        rest.CopyTo(packet, IPv6Header.Size);
        Assert.Null(IPv6Family.Parse(packet, packet.Length, true, out IpHeaderInfo info));
        HeaderProblem problem = IPv6Family.CheckTransitOptions(packet, ref info, StackProfile.Windows11);
        if (problem.IsNone)
        {
            problem = IPv6Family.CheckDestinationOptions(packet, ref info);
        }

        return (problem, info);
    }

    [Fact]
    public void Walk_HopByHopAndDestinationOptions_ReachesTheUpperLayer()
    {
        (HeaderProblem problem, IpHeaderInfo info) = Walk(0, 60, 0, 1, 4, 0, 0, 0, 0, Udp, 0, 1, 4, 0, 0, 0, 0);
        Assert.True(problem.IsNone);
        Assert.Equal((Udp, 56), (info.Protocol, info.HeaderSize));
        Assert.Equal(48, info.NextHeaderFieldOffset);
    }

    [Fact]
    public void Walk_HopByHopNotFirst_IsAnUnknownNextHeader()
    {
        (HeaderProblem problem, _) = Walk(60, 0, 0, 1, 4, 0, 0, 0, 0, Udp, 0, 1, 4, 0, 0, 0, 0);
        Assert.Same(IpDrops.HopByHopMisplaced, problem.Cause);
        Assert.Equal((Icmp6Codes.UnknownNextHeader, 40u), (problem.Code, problem.Pointer));
    }

    [Theory]
    [InlineData(0x1E, null, 0)]
    [InlineData(0x5E, nameof(IpDrops.OptionUnknownDiscard), 0)]
    [InlineData(0x9E, nameof(IpDrops.OptionUnknownReport), 2)]
    [InlineData(0xDE, nameof(IpDrops.OptionUnknownReport), 1)]
    public void Walk_UnknownOption_DoesWhatItsTwoBitsSay(byte type, string? cause, int reporting)
    {
        (HeaderProblem problem, _) = Walk(60, Udp, 0, type, 4, 0, 0, 0, 0);
        Assert.Equal(cause, problem.Cause?.ToString());
        Assert.Equal(reporting, (int)problem.Report);
        Assert.Equal(reporting == 0 ? 0u : 42u, problem.Pointer);
    }

    [Fact]
    public void Walk_RoutingHeaderType0WithSegmentsLeft_IsAParameterProblemAtTheType()
    {
        (HeaderProblem problem, _) = Walk(43, Udp, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Assert.Same(IpDrops.RoutingTypeUnknown, problem.Cause);
        Assert.Equal((Icmp6Codes.ErroneousHeader, 42u), (problem.Code, problem.Pointer));
    }

    [Fact]
    public void Walk_RoutingHeaderWithoutSegmentsLeft_IsSkipped()
    {
        (HeaderProblem problem, IpHeaderInfo info) = Walk(43, Udp, 0, 0, 0, 0, 0, 0, 0);
        Assert.True(problem.IsNone);
        Assert.Equal((Udp, 48), (info.Protocol, info.HeaderSize));
    }

    [Fact]
    public void Walk_FragmentHeader_StopsThereWithItsFields()
    {
        (HeaderProblem problem, IpHeaderInfo info) = Walk(44, Udp, 0, 0x05, 0xA9, 0x12, 0x34, 0x56, 0x78);
        Assert.True(problem.IsNone);
        Assert.True(info.IsFragment);
        Assert.Equal((1448, true, 0x12345678u), (info.FragmentOffset, info.MoreFragments, info.FragmentId));
        Assert.Equal((40, 48), (info.UnfragmentableSize, info.HeaderSize));
    }

    [Fact]
    public void Walk_NoNextHeader_IsDroppedWithoutAnAnswer()
    {
        (HeaderProblem problem, _) = Walk(59, 1, 2, 3, 4);
        Assert.Same(IpDrops.NoNextHeader, problem.Cause);
        Assert.Equal(HeaderProblem.Reporting.None, problem.Report);
    }

    [Fact]
    public void Walk_ManyHeaders_EndsWithAReason()
    {
        byte[] headers = new byte[8 * 20];
        for (int i = 0; i < headers.Length; i += 8)
        {
            headers[i] = 60;
            headers[i + 2] = 1;
            headers[i + 3] = 4;
        }

        (HeaderProblem problem, _) = Walk(60, headers);
        Assert.Same(IpDrops.TooManyExtensions, problem.Cause);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(43)]
    [InlineData(44)]
    public void Walk_HeaderCutShort_IsTruncated(byte type)
    {
        (HeaderProblem problem, _) = Walk(type, Udp, 3, 0, 0);
        Assert.Same(IpDrops.ExtensionTruncated, problem.Cause);
    }

    [Fact]
    public void Walk_JumboPayloadOption_IsRefused()
    {
        (HeaderProblem problem, _) = Walk(0, Udp, 0, 0xC2, 4, 0, 1, 0, 0, 9, 9);
        Assert.Same(IpDrops.Jumbogram, problem.Cause);
        Assert.Equal(42u, problem.Pointer);
    }
}
