using System.Text;
using NetStackSim.Packets;

namespace NetStackSim.Testing;

/// <summary>
/// The statements that tests make about frames. Import them with <c>using static NetStackSim.Testing.PacketChecks;</c>. Whatever a call leaves out does
/// not matter; the order of statements does not either.
/// </summary>
public static class PacketChecks
{
    /// <summary>The Ethernet header.</summary>
    /// <param name="source">The sender.</param>
    /// <param name="destination">The receiver.</param>
    /// <param name="vlan">The VLAN of the 802.1Q tag; 0 means that there is no tag.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Ethernet(MacAddress? source = null, MacAddress? destination = null, int? vlan = null) =>
        new EthernetCheck(source, destination, vlan);

    /// <summary>An ARP packet.</summary>
    /// <param name="operation">Request or reply.</param>
    /// <param name="sender">The address of the sender.</param>
    /// <param name="target">The address that is asked for or answered to.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Arp(ArpOperation? operation = null, string? sender = null, string? target = null) =>
        new ArpCheck(operation, Address(sender), Address(target));

    /// <summary>An IPv4 packet with a correct header checksum.</summary>
    /// <param name="source">Its source, for example "10.0.0.1".</param>
    /// <param name="destination">Its destination.</param>
    /// <param name="timeToLive">Its time to live.</param>
    /// <param name="trafficClass">DSCP and ECN.</param>
    /// <param name="dontFragment">The DF flag.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck IPv4(
        string? source = null, string? destination = null, byte? timeToLive = null, byte? trafficClass = null, bool? dontFragment = null) =>
        new IPv4Check(Address(source), Address(destination), timeToLive, trafficClass, dontFragment);

    /// <summary>An IPv6 packet.</summary>
    /// <param name="source">Its source, for example "fd00::1".</param>
    /// <param name="destination">Its destination.</param>
    /// <param name="hopLimit">Its hop limit.</param>
    /// <param name="trafficClass">DSCP and ECN.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck IPv6(string? source = null, string? destination = null, byte? hopLimit = null, byte? trafficClass = null) =>
        new IPv6Check(Address(source), Address(destination), hopLimit, trafficClass);

    /// <summary>An IP packet of the family of the addresses.</summary>
    /// <param name="source">Its source.</param>
    /// <param name="destination">Its destination.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck IP(in IpAddress source, in IpAddress destination) =>
        destination.IsV4 ? new IPv4Check(source, destination, null, null, null) : new IPv6Check(source, destination, null, null);

    /// <summary>A fragment of an IP packet; offset 0 without further fragments is a whole packet.</summary>
    /// <param name="offset">Where it begins in its datagram, in bytes.</param>
    /// <param name="more">Whether further fragments follow.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Fragment(int offset, bool more) => new FragmentCheck(offset, more);

    /// <summary>A TCP segment.</summary>
    /// <param name="flags">Its flags, all of them.</param>
    /// <param name="from">Its source port.</param>
    /// <param name="to">Its destination port.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="acknowledgment">Its acknowledgment number.</param>
    /// <param name="window">The window field as it stands in the header.</param>
    /// <param name="length">Bytes of payload.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Tcp(
        TcpFlags? flags = null, ushort? from = null, ushort? to = null, uint? sequence = null, uint? acknowledgment = null, int? window = null, int? length = null) =>
        new TcpCheck(flags, from, to, sequence, acknowledgment, window, length);

    /// <summary>The options of a TCP segment.</summary>
    /// <param name="maximumSegmentSize">The MSS option.</param>
    /// <param name="windowShift">The window scale option.</param>
    /// <param name="sackPermitted">Whether SACK is offered.</param>
    /// <param name="timestamps">Whether timestamps are there.</param>
    /// <param name="sackBlocks">The number of SACK blocks.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Options(
        ushort? maximumSegmentSize = null, byte? windowShift = null, bool? sackPermitted = null, bool? timestamps = null, int? sackBlocks = null) =>
        new TcpOptionsCheck(maximumSegmentSize, windowShift, sackPermitted, timestamps, sackBlocks);

    /// <summary>A UDP datagram.</summary>
    /// <param name="from">Its source port.</param>
    /// <param name="to">Its destination port.</param>
    /// <param name="length">Bytes of payload.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Udp(ushort? from = null, ushort? to = null, int? length = null) => new UdpCheck(from, to, length);

    /// <summary>An ICMP message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="code">Its code.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Icmp4(Icmp4Type? type = null, byte? code = null) => new Icmp4Check(type, code);

    /// <summary>An ICMPv6 message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="code">Its code.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Icmp6(Icmp6Type? type = null, byte? code = null) => new Icmp6Check(type, code);

    /// <summary>The payload of a TCP segment, a UDP datagram or an ICMP message, byte by byte.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Payload(params ReadOnlySpan<byte> bytes) => new PayloadCheck(bytes.ToArray());

    /// <summary>The payload as text.</summary>
    /// <param name="text">The text, compared as UTF-8.</param>
    /// <returns>The statement.</returns>
    public static PacketCheck Payload(string text) => new PayloadCheck(Encoding.UTF8.GetBytes(text));

    /// <summary>Every header, length and checksum is right, judged by <see cref="FrameValidator"/>.</summary>
    /// <returns>The statement.</returns>
    public static PacketCheck Valid() => new ValidCheck();

    private static IpAddress? Address(string? text) => text is null ? null : IpAddress.Parse(text);
}
