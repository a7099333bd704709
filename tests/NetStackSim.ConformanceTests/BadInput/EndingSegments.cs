using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>Notes for which connections a RST or a FIN came in, from a peer or from the test: without one no connection may be reset or end.</summary>
internal sealed class EndingSegments : IWireObserver
{
    private readonly HashSet<(IpEndpoint Local, IpEndpoint Remote)> _resets = [];
    private readonly HashSet<(IpEndpoint Local, IpEndpoint Remote)> _ends = [];

    public bool WasReset(IpEndpoint local, IpEndpoint remote) => _resets.Contains((local, remote));

    public bool WasEnded(IpEndpoint local, IpEndpoint remote) => _ends.Contains((local, remote));

    public void OnFrames(long timeNs, WireDirection direction, in FrameChain frames)
    {
        if (direction != WireDirection.Inbound)
        {
            return;
        }

        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            if (EthernetHeader.TryParse(frame.Data, out EthernetHeader ethernet))
            {
                NotePacket(ethernet.Payload);
            }
        }
    }

    private void NotePacket(ReadOnlySpan<byte> packet)
    {
        if (IPv4Header.TryParse(packet, out IPv4Header v4))
        {
            Note(v4.Protocol, v4.Payload, v4.Source, v4.Destination);
        }
        else if (IPv6Header.TryParse(packet, out IPv6Header v6))
        {
            IPv6HeaderChain chain = v6.FindUpperLayer();
            Note(chain.Protocol, v6.Packet[Math.Min(chain.Offset, v6.Packet.Length)..], v6.Source, v6.Destination);
        }
    }

    private void Note(IpProtocol protocol, ReadOnlySpan<byte> segment, IpAddress source, IpAddress destination)
    {
        if (protocol != IpProtocol.Tcp || !TcpHeader.TryParse(segment, out TcpHeader tcp))
        {
            return;
        }

        var key = (new IpEndpoint(destination, tcp.DestinationPort), new IpEndpoint(source, tcp.SourcePort));
        if ((tcp.Flags & TcpFlags.Rst) != 0)
        {
            _resets.Add(key);
        }

        if ((tcp.Flags & TcpFlags.Fin) != 0)
        {
            _ends.Add(key);
        }
    }
}
