namespace NetStackSim.Packets.Capture;

/// <summary>Numbers of the pcapng format (draft-ietf-opsawg-pcapng) and of classic pcap.</summary>
internal static class PcapngConstants
{
    internal const uint SectionHeaderBlock = 0x0A0D0D0A;
    internal const uint InterfaceDescriptionBlock = 1;
    internal const uint ObsoletePacketBlock = 2;
    internal const uint SimplePacketBlock = 3;
    internal const uint InterfaceStatisticsBlock = 5;
    internal const uint EnhancedPacketBlock = 6;

    internal const uint ByteOrderMagic = 0x1A2B3C4D;
    internal const uint PcapMicrosecondMagic = 0xA1B2C3D4;
    internal const uint PcapNanosecondMagic = 0xA1B23C4D;

    internal const ushort EndOfOptions = 0;
    internal const ushort CommentOption = 1;

    internal const ushort SectionHardware = 2;
    internal const ushort SectionOperatingSystem = 3;
    internal const ushort SectionApplication = 4;

    internal const ushort InterfaceName = 2;
    internal const ushort InterfaceDescription = 3;
    internal const ushort InterfaceResolution = 9;
    internal const ushort InterfaceTimeOffset = 14;

    internal const ushort PacketFlags = 2;
    internal const ushort PacketDropCount = 4;

    internal const ushort StatisticsStart = 2;
    internal const ushort StatisticsEnd = 3;
    internal const ushort StatisticsReceived = 4;
    internal const ushort StatisticsDropped = 5;

    /// <summary>Type, length, and the length again at the end.</summary>
    internal const int BlockOverhead = 12;
    internal const int BlockHead = 8;
    internal const int EnhancedPacketFixed = 20;
    internal const byte NanosecondResolution = 9;

    internal static int Padded(int length) => (length + 3) & ~3;
}
