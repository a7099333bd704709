using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>What a card's receive parser finds in a frame: offsets from the frame start, and the few facts its engines need.</summary>
internal struct FrameHeaders
{
    /// <summary>The EtherType, behind tags left in the frame; 0 for an 802.3 length field.</summary>
    internal ushort EtherType;

    /// <summary>Where the IP header starts; 0 when the frame is not a well-formed IP packet.</summary>
    internal int NetworkOffset;

    /// <summary>Where the transport header starts; 0 when there is none to be found here (fragments, unknown protocols).</summary>
    internal int TransportOffset;

    /// <summary>Where the packet ends: before the padding.</summary>
    internal int End;

    /// <summary>Protocol of the transport header.</summary>
    internal IpProtocol Protocol;

    internal bool IsIPv4;

    internal bool IsIPv6;

    /// <summary>IPv4 options, or IPv6 extension headers.</summary>
    internal bool HasNetworkOptions;

    /// <summary>An 802.1Q tag is in the frame.</summary>
    internal bool HasTag;

    /// <summary>The flags that these facts allow on a list.</summary>
    internal readonly NblFlags Truths
    {
        get
        {
            NblFlags truths = IsIPv4 ? NblFlags.IsIPv4 : IsIPv6 ? NblFlags.IsIPv6 : NblFlags.None;
            return IsTcp ? truths | NblFlags.IsTcp : IsUdp ? truths | NblFlags.IsUdp : truths;
        }
    }

    internal readonly bool IsTcp => TransportOffset != 0 && Protocol == IpProtocol.Tcp;

    internal readonly bool IsUdp => TransportOffset != 0 && Protocol == IpProtocol.Udp;

    /// <summary>Reads the headers; never fails, what does not parse is left zero.</summary>
    internal static FrameHeaders Parse(ReadOnlySpan<byte> frame)
    {
        FrameHeaders headers = default;
        int network = EthernetHeader.Size;
        if (frame.Length < network)
        {
            return headers;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        headers.HasTag = type == EtherTypes.Vlan && frame.Length >= network + 4;
        while (type is EtherTypes.Vlan or EtherTypes.ServiceVlan && network + 4 <= frame.Length)
        {
            type = BinaryPrimitives.ReadUInt16BigEndian(frame[(network + 2)..]);
            network += 4;
        }

        headers.EtherType = type >= EtherTypes.MinimumType ? type : (ushort)0;
        if (type == EtherTypes.IPv4)
        {
            headers.ParseIPv4(frame, network);
        }
        else if (type == EtherTypes.IPv6)
        {
            headers.ParseIPv6(frame, network);
        }

        return headers;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ParseIPv4(ReadOnlySpan<byte> frame, int network)
    {
        ReadOnlySpan<byte> packet = frame[network..];
        if (packet.Length < IPv4Header.Size || packet[0] >> 4 != 4)
        {
            return;
        }

        int headerLength = (packet[0] & 0xF) * 4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (headerLength < IPv4Header.Size || totalLength < headerLength || totalLength > packet.Length)
        {
            return;
        }

        IsIPv4 = true;
        NetworkOffset = network;
        End = network + totalLength;
        HasNetworkOptions = headerLength != IPv4Header.Size;
        Protocol = (IpProtocol)packet[9];

        // Any fragment, the first one included, has no transport that could be checked or hashed.
        if ((BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x3FFF) == 0)
        {
            SetTransport(network + headerLength);
        }
    }

    private void ParseIPv6(ReadOnlySpan<byte> frame, int network)
    {
        ReadOnlySpan<byte> packet = frame[network..];
        if (packet.Length < IPv6Header.Size || packet[0] >> 4 != 6)
        {
            return;
        }

        int end = IPv6Header.Size + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (end > packet.Length)
        {
            return;
        }

        IsIPv6 = true;
        NetworkOffset = network;
        End = network + end;
        IPv6HeaderChain chain = IPv6HeaderChain.Walk(packet[..end], (IpProtocol)packet[6]);
        HasNetworkOptions = chain.ExtensionCount > 0;
        Protocol = chain.Protocol;

        // A routing header changes the destination of the pseudo header: such packets are left to the stack.
        if (chain.Error == ParseError.None && !chain.IsFragment && chain.RoutingHeaderOffset == 0)
        {
            SetTransport(network + chain.Offset);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetTransport(int offset)
    {
        int minimum = Protocol switch { IpProtocol.Tcp => 20, IpProtocol.Udp => 8, _ => int.MaxValue };
        if (End - offset >= minimum)
        {
            TransportOffset = offset;
        }
    }
}
