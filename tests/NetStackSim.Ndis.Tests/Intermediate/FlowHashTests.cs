using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

public sealed class FlowHashTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compute_Ports_MatterForTransportPortsOnly(bool v6)
    {
        byte[] one = Frame(v6, port: 1000);
        byte[] other = Frame(v6, port: 1001);

        Assert.NotEqual(FlowHash.Compute(one, TeamDistribution.TransportPorts), FlowHash.Compute(other, TeamDistribution.TransportPorts));
        Assert.Equal(FlowHash.Compute(one, TeamDistribution.IpAddresses), FlowHash.Compute(other, TeamDistribution.IpAddresses));
        Assert.Equal(FlowHash.Compute(one, TeamDistribution.MacAddresses), FlowHash.Compute(other, TeamDistribution.MacAddresses));
    }

    [Fact]
    public void Compute_FragmentsOfOneDatagram_AreOneFlow()
    {
        byte[] first = Frame(v6: false, port: 1000);
        byte[] second = Frame(v6: false, port: 7777);
        first[20] = 0x20;
        second[21] = 100;

        Assert.Equal(FlowHash.Compute(first, TeamDistribution.TransportPorts), FlowHash.Compute(second, TeamDistribution.TransportPorts));
    }

    [Fact]
    public void Compute_TagInTheFrame_IsTheSameFlow()
    {
        byte[] plain = Frame(v6: false, port: 1000);
        byte[] tagged = [.. plain[..12], 0x81, 0x00, 0x00, 0x0A, .. plain[12..]];

        Assert.Equal(FlowHash.Compute(plain, TeamDistribution.TransportPorts), FlowHash.Compute(tagged, TeamDistribution.TransportPorts));
        Assert.True(FlowHash.IsSpread(tagged));
    }

    [Fact]
    public void Compute_AnyBytesOfAnyLength_NeverThrows()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(14, FlowHash.Reach + 1)];
            random.NextBytes(bytes);
            (bytes[12], bytes[13]) = (i % 4) switch { 0 => ((byte)8, (byte)0), 1 => ((byte)0x86, (byte)0xDD), 2 => ((byte)0x81, (byte)0), _ => (bytes[12], bytes[13]) };
            foreach (TeamDistribution distribution in Enum.GetValues<TeamDistribution>())
            {
                _ = FlowHash.Compute(bytes, distribution);
            }

            _ = FlowHash.IsSpread(bytes);
        }
    }

    private static byte[] Frame(bool v6, int port)
    {
        byte[] frame = new byte[60];
        frame[11] = 9;
        int transport = v6 ? 54 : 34;
        (frame[12], frame[13]) = v6 ? ((byte)0x86, (byte)0xDD) : ((byte)8, (byte)0);
        frame[14] = (byte)(v6 ? 0x60 : 0x45);
        frame[v6 ? 20 : 23] = (byte)IpProtocol.Tcp;
        (frame[transport], frame[transport + 1]) = ((byte)(port >> 8), (byte)port);
        return frame;
    }
}
