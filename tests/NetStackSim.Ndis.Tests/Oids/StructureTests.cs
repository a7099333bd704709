using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Ndis.Tests.Oids;

/// <summary>Layouts of the structures in requests and status indications: sizes and offsets of Windows (x64), and reading what was written.</summary>
public sealed class StructureTests
{
    [Fact]
    public void Sizes_AreThoseOfWindows()
    {
        Assert.Equal(
            [40, 32, 12, 12, 40, 52, 216, 28, 48, 60, 20, 152, 217, 35],
            [
                LinkState.Size, LinkParameters.Size, InterruptModerationParameters.Size, OperState.Size, ReceiveCoalescingStatistics.Size, PciDeviceProperties.Size,
                InterfaceInformation.Size, OffloadEncapsulation.Size, PortState.Size, PortCharacteristics.Size, PortAuthenticationParameters.Size, NdisStatistics.Size,
                OffloadCapabilities.Size, OffloadParameters.Size,
            ]);
        Assert.Equal([16, 60, 20, 28], [LinkSpeeds.Size, PowerManagementCapabilities.Size, PowerManagementParameters.Size, HeaderDataSplitConfig.Size]);
        Assert.Equal(16 + (2 * 64), new PortArray([new(), new()]).ByteCount);
    }

    [Fact]
    public void Written_AreReadBackTheSame()
    {
        RoundTrip(new LinkState { MediaDuplexState = MediaDuplexState.Half, XmitLinkSpeed = 1, RcvLinkSpeed = 2, PauseFunctions = PauseFunctions.SendOnly, AutoNegotiationFlags = 15 });
        RoundTrip(new LinkParameters { MediaDuplexState = MediaDuplexState.Full, XmitLinkSpeed = 3, RcvLinkSpeed = 4, PauseFunctions = PauseFunctions.SendAndReceive, AutoNegotiationFlags = 5 });
        RoundTrip(new LinkSpeeds { Xmit = 6, Rcv = 7 });
        RoundTrip(new InterruptModerationParameters { Flags = InterruptModerationFlags.ChangeNeedsReset, InterruptModeration = InterruptModeration.Disabled });
        RoundTrip(new OperState { OperationalStatus = OperStatus.Dormant, Flags = OperStatusFlags.DormantLowPower });
        RoundTrip(new ReceiveCoalescingStatistics { CoalescedPackets = 1, CoalescedOctets = 2, CoalesceEvents = 3, Aborts = 4 });
        RoundTrip(new PciDeviceProperties { MaxInterruptMessages = 64, CurrentLinkWidth = 8 });
        RoundTrip(new PowerManagementCapabilities { WakePackets = WakePacketKinds.Magic, MaxPatterns = 8, MinPatternWakeUp = DevicePowerState.D3, WakeEvents = WakeEvents.MediaConnect });
        RoundTrip(new PowerManagementParameters(WakePacketKinds.Bitmap, ProtocolOffloadKinds.Arp, WakeEvents.MediaDisconnect));
        RoundTrip(new HeaderDataSplitConfig(true, true, false, 64, 128));
        RoundTrip(new PnpCapabilities { Flags = 1, MinMagicPacketWakeUp = 4, MinPatternWakeUp = 3, MinLinkChangeWakeUp = 2 });
        RoundTrip(new OffloadEncapsulation { IPv4 = new(OffloadEncapsulationState.On, EncapsulationTypes.Ieee8023, 14), IPv6 = new(OffloadEncapsulationState.Off, EncapsulationTypes.Null, 0) });
        RoundTrip(new PortState { RcvControlState = PortControlState.Controlled, SendAuthorizationState = PortAuthorizationState.Reauthorizing, Direction = PortDirection.ReceiveOnly });
        RoundTrip(new PortCharacteristics { PortNumber = 7, Type = PortType.Bridge, Flags = PortFlags.UseDefaultAuthenticationSettings });
        RoundTrip(new PortAuthenticationParameters { SendControlState = PortControlState.Controlled, RcvAuthorizationState = PortAuthorizationState.Authorized });
        RoundTrip(new InterfaceInformation { Mtu = 1500, LastChange = 8, InUnknownProtos = 9, IsPromiscuous = true, Statistics = new() { InOctets = 10, OutBroadcastOctets = 11, Supported = SupportedStatistics.All } });
        Assert.Equal([1u, 2u, 3u], ReadBack(new TimeoutDpcRequestCapabilities([1, 2, 3])).Timeouts);
        Assert.Equal([new PortCharacteristics { PortNumber = 1 }, new PortCharacteristics()], ReadBack(new PortArray([new() { PortNumber = 1 }, new()])).Ports);
    }

    [Fact]
    public void Offloads_StandWhereDriversExpectThem()
    {
        OffloadCapabilities offloads = new()
        {
            Checksum = ChecksumOffloads.TransmitTcpIPv4 | ChecksumOffloads.ReceiveUdpIPv6 | ChecksumOffloads.TransmitIPv4Header,
            LargeSendV2IPv4 = new SegmentationCapability(65535, 3), CoalesceIPv6 = true, UdpSegmentationIPv6 = new SegmentationCapability(1000, 2), CoalesceUdp = true,
        };
        byte[] bytes = Bytes(offloads);

        // NDIS_OBJECT_TYPE_OFFLOAD; IPv4Transmit {802.3, TcpChecksum and IpChecksum}; LsoV2.IPv4; Rsc.IPv6; UdpSegmentation.IPv6.
        Assert.Equal([0xA7, 7, 217, 0], bytes[..4]);
        Assert.Equal((2u, (1u << 4) | (1u << 8)), (U32(bytes, 4), U32(bytes, 8)));
        Assert.Equal((2u, 65535u, 3u), (U32(bytes, 80), U32(bytes, 84), U32(bytes, 88)));
        Assert.Equal([0, 1], bytes[144..146]);
        Assert.Equal((1000u, 1), (U32(bytes, 204), bytes[216]));
        Assert.Equal(offloads, ReadBack(offloads));
        Assert.Equal(OffloadCapabilities.None, ReadBack(OffloadCapabilities.None));
    }

    [Fact]
    public void OffloadsOfTheFirstRevision_AreReadWithoutWhatCameLater()
    {
        byte[] bytes = Bytes(new OffloadCapabilities { Checksum = ChecksumOffloads.All, CoalesceIPv4 = true });
        (bytes[1], bytes[2]) = (1, 112);

        Assert.True(OffloadCapabilities.TryRead(bytes.AsSpan(0, 112), out OffloadCapabilities? read));

        Assert.Equal(new OffloadCapabilities { Checksum = ChecksumOffloads.All }, read);
        Assert.False(OffloadCapabilities.TryRead(bytes.AsSpan(0, 111), out _));
    }

    [Fact]
    public void OffloadParameters_RandomSettings_AreReadBackTheSame()
    {
        Gen<OffloadParameters> parameters =
            from c in Gen.Choose(0, 4).ArrayOf(5)
            from s in Gen.Choose(0, 2).ArrayOf(8)
            from skip in Gen.Elements(true, false)
            select new OffloadParameters
            {
                IPv4Checksum = (ChecksumSetting)c[0], TcpIPv4Checksum = (ChecksumSetting)c[1], UdpIPv4Checksum = (ChecksumSetting)c[2],
                TcpIPv6Checksum = (ChecksumSetting)c[3], UdpIPv6Checksum = (ChecksumSetting)c[4], LargeSendV1 = (OffloadSetting)s[0],
                LargeSendV2IPv4 = (OffloadSetting)s[1], LargeSendV2IPv6 = (OffloadSetting)s[2], CoalesceIPv4 = (OffloadSetting)s[3],
                CoalesceIPv6 = (OffloadSetting)s[4], CoalesceUdp = (OffloadSetting)s[5], UdpSegmentationIPv4 = (OffloadSetting)s[6],
                UdpSegmentationIPv6 = (OffloadSetting)s[7], SkipRegistryUpdate = skip,
            };

        Prop.ForAll(parameters.ToArbitrary(), value => ReadBack(value) == value).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        Gen<byte[]> input = from head in Gen.Elements<byte>(0x80, 0x9C, 0xA7, 0xA8, 0)
                            from revision in Gen.Choose(0, 8)
                            from size in Gen.Choose(0, 300)
                            from body in Gen.Choose(0, 255).ArrayOf(300)
                            from length in Gen.Choose(0, 300)
                            select (byte[])[.. new byte[] { head, (byte)revision, (byte)size, (byte)(size >> 8) }.Concat(body.Select(value => (byte)value)).Take(length)];

        Prop.ForAll(input.ToArbitrary(), static bytes =>
        {
            Try<LinkState>(bytes);
            Try<LinkParameters>(bytes);
            Try<OperState>(bytes);
            Try<PciDeviceProperties>(bytes);
            Try<PortArray>(bytes);
            Try<PortCharacteristics>(bytes);
            Try<PortState>(bytes);
            Try<PortAuthenticationParameters>(bytes);
            Try<InterfaceInformation>(bytes);
            Try<OffloadCapabilities>(bytes);
            Try<OffloadParameters>(bytes);
            Try<OffloadEncapsulation>(bytes);
            Try<TimeoutDpcRequestCapabilities>(bytes);
            Try<InterruptModerationParameters>(bytes);
        }).QuickCheckThrowOnFailure();
    }

    private static void Try<T>(byte[] bytes)
        where T : IOidStructure<T> =>
        T.TryRead(bytes, out _);

    private static void RoundTrip<T>(T value)
        where T : IOidStructure<T> =>
        Assert.Equal(value, ReadBack(value));

    private static T ReadBack<T>(T value)
        where T : IOidStructure<T>
    {
        byte[] bytes = Bytes(value);
        Assert.True(T.MinimumSize <= bytes.Length);
        Assert.True(T.TryRead(bytes, out T? read));
        Assert.False(T.TryRead(bytes.AsSpan(0, T.MinimumSize - 1), out _));
        return read;
    }

    // Old bytes in the destination must not shine through.
    private static byte[] Bytes<T>(T value)
        where T : IOidStructure<T>
    {
        byte[] bytes = new byte[value.ByteCount];
        Array.Fill(bytes, (byte)0xDE);
        value.Write(bytes);
        return bytes;
    }

    private static uint U32(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));
}
