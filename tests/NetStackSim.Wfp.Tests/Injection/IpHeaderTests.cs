using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp.Tests.Engine;

namespace NetStackSim.Wfp.Tests.Injection;

/// <summary>FwpsConstructIpHeaderForTransportPacket: headers that are built, and headers that are made anew, in both families.</summary>
public sealed class IpHeaderTests
{
    private const int Payload = 12;
    private const byte SecurityHeader = 24;

    private static readonly IpAddress _from4 = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress _to4 = IpAddress.Parse("10.0.0.2");
    private static readonly IpAddress _from6 = IpAddress.Parse("fd00::1");
    private static readonly IpAddress _to6 = IpAddress.Parse("fd00::2");

    private readonly EngineHost _host = new();

    private PacketInjection Packets => _host.Engine.Injection!;

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Build_InFrontOfATransportHeader(IpFamily family)
    {
        NetBufferList list = Make(new byte[Payload]);
        Assert.Equal(NtStatus.Success, Construct(list, 0, family, hopLimit: 33));

        byte[] packet = Bytes(list);
        if (family == IpFamily.V4)
        {
            Assert.True(IPv4Header.TryParse(packet, out IPv4Header header));
            Assert.Equal((20 + Payload, 33, IpProtocol.Udp, _from4, _to4), (header.TotalLength, header.TimeToLive, header.Protocol, header.Source, header.Destination));
            Assert.True(InternetChecksum.IsValid(InternetChecksum.Sum(packet.AsSpan(0, 20))));
        }
        else
        {
            Assert.Equal(40 + Payload, packet.Length);
            Assert.Equal((0x60, Payload, (byte)IpProtocol.Udp, 33), (packet[0], BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4)), packet[6], packet[7]));
            Assert.Equal((_from6, _to6), (IpAddress.Read(IpFamily.V6, packet.AsSpan(8)), IpAddress.Read(IpFamily.V6, packet.AsSpan(24))));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(8, 0)]
    [InlineData(0, SecurityHeader)]
    [InlineData(40, SecurityHeader)]
    public void RebuildV4_KeepsOptions_TakesSecurityHeadersOff_AndMakesLengthAndChecksumRight(int options, int security)
    {
        int ip = 20 + options;
        byte[] packet = new byte[ip + security + Payload];
        packet[0] = (byte)(0x40 | (ip / 4));
        packet[8] = 61;
        packet[9] = 51;
        packet.AsSpan(20, options).Fill(1);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), 0x6003);
        packet.AsSpan(ip + security).Fill(0xAB);
        NetBufferList list = Make(packet);
        Assert.Equal(NtStatus.Success, Construct(list, ip + security, IpFamily.V4, hopLimit: 1));

        byte[] made = Bytes(list);
        Assert.Equal(ip + Payload, made.Length);
        Assert.Equal((packet[0], made.Length, 61, (byte)IpProtocol.Udp), (made[0], BinaryPrimitives.ReadUInt16BigEndian(made.AsSpan(2)), made[8], made[9]));
        Assert.Equal(0x4000, BinaryPrimitives.ReadUInt16BigEndian(made.AsSpan(6)));
        Assert.True(made.AsSpan(20, options).IndexOfAnyExcept((byte)1) < 0 && made.AsSpan(ip).IndexOfAnyExcept((byte)0xAB) < 0);
        Assert.True(InternetChecksum.IsValid(InternetChecksum.Sum(made.AsSpan(0, ip))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(64)]
    public void RebuildV6_TakesExtensionHeadersOff(int extensions)
    {
        byte[] packet = new byte[40 + extensions + Payload];
        packet[0] = 0x60;
        packet[1] = 0x12;
        packet[6] = 0;
        packet[7] = 61;
        packet.AsSpan(40 + extensions).Fill(0xCD);
        NetBufferList list = Make(packet);
        Assert.Equal(NtStatus.Success, Construct(list, 40 + extensions, IpFamily.V6, hopLimit: 1));

        byte[] made = Bytes(list);
        Assert.Equal(40 + Payload, made.Length);
        Assert.Equal((0x60, 0x12, Payload, (byte)IpProtocol.Udp, 61), (made[0], made[1], BinaryPrimitives.ReadUInt16BigEndian(made.AsSpan(4)), made[6], made[7]));
        Assert.True(made.AsSpan(40).IndexOfAnyExcept((byte)0xCD) < 0);
    }

    [Theory]
    [InlineData(0x45, 13)]
    [InlineData(0x45, 41)]
    [InlineData(0x4F, 20)]
    [InlineData(0x44, 20)]
    [InlineData(0x60, 39)]
    [InlineData(0x45, -1)]
    public void Rebuild_OfWhatIsNoHeader_ChangesNothing(byte first, int existing)
    {
        byte[] packet = new byte[40];
        packet[0] = first;
        NetBufferList list = Make(packet);
        Assert.Equal(NtStatus.InvalidParameter, Construct(list, existing, first >> 4 == 4 ? IpFamily.V4 : IpFamily.V6, hopLimit: 1));

        Assert.Equal(packet, Bytes(list));
    }

    [Fact]
    public void Rebuild_OfTwoFamilies_IsRefused()
    {
        NetBufferList list = Make(new byte[40]);

        Assert.Equal(NtStatus.InvalidParameter, Packets.ConstructIpHeader(list, 0, _from4, _to6, IpProtocol.Udp));
    }

    private NtStatus Construct(NetBufferList list, int existing, IpFamily family, byte hopLimit) => family == IpFamily.V4
        ? Packets.ConstructIpHeader(list, existing, _from4, _to4, IpProtocol.Udp, hopLimit)
        : Packets.ConstructIpHeader(list, existing, _from6, _to6, IpProtocol.Udp, hopLimit);

    private NetBufferList Make(byte[] bytes)
    {
        Assert.True(Packets.Allocate(bytes, out NetBufferList? list).IsSuccess);
        return list!;
    }

    private static byte[] Bytes(NetBufferList list)
    {
        byte[] bytes = new byte[list.FirstNetBuffer.DataLength];
        list.FirstNetBuffer.CopyTo(0, bytes);
        return bytes;
    }
}
