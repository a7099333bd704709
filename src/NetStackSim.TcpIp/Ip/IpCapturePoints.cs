using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;

namespace NetStackSim.TcpIp;

/// <summary>The IP borders of one family as capture points: packets as they leave the network layer and as they come into it, from the IP header on.</summary>
internal sealed class IpCapturePoints
{
    private readonly CapturePoint _out;
    private readonly CapturePoint _in;

    /// <summary>Makes the points of a family and lists them with those of NDIS.</summary>
    internal IpCapturePoints(CapturePointRegistry points, IpFamily family)
    {
        string name = family == IpFamily.V4 ? "ip4" : "ip6";
        _out = points.Add(new CapturePoint(name + ".out", CaptureLinkType.RawIp));
        _in = points.Add(new CapturePoint(name + ".in", CaptureLinkType.RawIp));
    }

    /// <summary>Shows packets that start at a link header of the given size.</summary>
    internal void ShowSent(scoped in NetBufferListChain chain, int linkHeaderSize)
    {
        if (_out.Observer is null)
        {
            return;
        }

        Move(chain.Head, linkHeaderSize);
        _out.Show(CaptureDirection.Outbound, chain);
        Move(chain.Head, -linkHeaderSize);
    }

    /// <summary>Shows packets that start at their IP header.</summary>
    internal void ShowReceived(scoped in NetBufferListChain chain)
    {
        if (_in.Observer is not null)
        {
            _in.Show(CaptureDirection.Inbound, chain);
        }
    }

    private static void Move(NetBufferList? first, int bytes)
    {
        for (NetBufferList? list = first; list is not null; list = list.Next)
        {
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                if (bytes > 0)
                {
                    buffer.Advance(bytes);
                }
                else
                {
                    // The room was used a moment ago, so it is there.
                    buffer.Retreat(-bytes);
                }
            }
        }
    }
}
