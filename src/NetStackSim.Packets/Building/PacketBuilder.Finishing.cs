using System.Buffers.Binary;

namespace NetStackSim.Packets;

// The last step: lengths and checksums, innermost layer first, because an outer one covers the inner.
public readonly ref partial struct PacketBuilder
{
    /// <summary>Fills in lengths and checksums.</summary>
    /// <param name="padded">True pads an Ethernet frame with zeros to 60 bytes.</param>
    /// <returns>The packet inside the buffer.</returns>
    public Span<byte> Build(bool padded = false)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            Finish(i);
        }

        int length = padded ? Math.Max(_length, EthernetHeader.MinimumFrame) : _length;
        _buffer[_length..length].Clear();
        return _buffer[..length];
    }

    /// <summary>Builds and copies the packet to an array.</summary>
    public byte[] ToArray(bool padded = false) => Build(padded).ToArray();

    private void Finish(int index)
    {
        Span<byte> rest = _buffer[_layers[index].Offset.._length];
        switch (_layers[index].Kind)
        {
            case LayerKind.IPv4:
                IPv4Header.TryParse(rest, out IPv4Header header);
                BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)rest.Length);
                IPv4Header.FillChecksum(rest[..header.HeaderLength]);
                break;
            case LayerKind.IPv6:
                IPv6Header.SetPayloadLength(rest, rest.Length - IPv6Header.Size);
                break;
            case LayerKind.Icmp4:
                Icmp4Header.FillChecksum(rest);
                break;
            case LayerKind.Icmp6 when FindAddresses(index, out IpAddress source, out IpAddress destination):
                Icmp6Header.FillChecksum(rest, source, destination);
                break;
            case LayerKind.Udp:
                BinaryPrimitives.WriteUInt16BigEndian(rest[4..], (ushort)rest.Length);
                if (FindAddresses(index, out IpAddress from, out IpAddress to))
                {
                    UdpHeader.FillChecksum(rest, from, to);
                }

                break;
            case LayerKind.Tcp when FindAddresses(index, out IpAddress local, out IpAddress remote):
                TcpHeader.FillChecksum(rest, local, remote);
                break;
        }
    }

    // The addresses of the nearest IP header outside; none when the packet starts with its transport header.
    private bool FindAddresses(int index, out IpAddress source, out IpAddress destination)
    {
        source = default;
        destination = default;
        for (int i = index - 1; i >= 0; i--)
        {
            ReadOnlySpan<byte> bytes = _buffer[_layers[i].Offset..];
            if (_layers[i].Kind == LayerKind.IPv4 && IPv4Header.TryParse(bytes, out IPv4Header v4))
            {
                source = v4.Source;
                destination = v4.Destination;
                return true;
            }

            if (_layers[i].Kind == LayerKind.IPv6 && IPv6Header.TryParse(bytes, out IPv6Header v6))
            {
                source = v6.Source;
                destination = v6.Destination;
                return true;
            }
        }

        return false;
    }
}
