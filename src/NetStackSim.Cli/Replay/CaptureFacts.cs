using NetStackSim.Packets;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Cli.Replay;

/// <summary>What a first look at a capture tells about the link that it was taken from: who our host is there, and who its neighbours are.</summary>
internal sealed class CaptureFacts
{
    private const int MaxNeighbours = 200;

    private readonly HashSet<IpAddress> _hosts;
    private readonly IReadOnlyList<IpPrefix> _prefixes;
    private readonly OrderedDictionary<IpAddress, MacAddress> _neighbours = [];

    /// <summary>Prepares the look.</summary>
    /// <param name="addresses">The addresses of the host that the capture is fed to.</param>
    public CaptureFacts(IReadOnlyList<IpPrefix> addresses)
    {
        _prefixes = addresses;
        _hosts = [.. addresses.Select(static prefix => prefix.Address)];
    }

    /// <summary>Frames in the capture.</summary>
    public long Frames { get; private set; }

    /// <summary>The host's MAC address in the capture; none when it does not occur.</summary>
    public MacAddress HostMac { get; private set; }

    /// <summary>The router that frames from further away came through; none when there are no such frames.</summary>
    public MacAddress RouterMac { get; private set; }

    /// <summary>Hosts on the link, in the order in which they were seen.</summary>
    public IReadOnlyList<KeyValuePair<IpAddress, MacAddress>> Neighbours => [.. _neighbours];

    /// <summary>Looks at one frame.</summary>
    /// <param name="data">The frame as it was captured.</param>
    /// <param name="type">What it begins with.</param>
    public void Look(ReadOnlySpan<byte> data, LinkType type)
    {
        Frames++;
        if (type != LinkType.Ethernet || !EthernetHeader.TryParse(data, out EthernetHeader ethernet))
        {
            return;
        }

        if (ethernet.EtherType == EtherTypes.Arp && ArpPacket.TryParse(ethernet.Payload, out ArpPacket arp))
        {
            Learn(arp.SenderAddress, arp.SenderMac);
        }
        else if (IPv4Header.TryParse(ethernet.Payload, out IPv4Header v4))
        {
            Learn(v4.Source, v4.Destination, ethernet.Source, ethernet.Destination);
        }
        else if (IPv6Header.TryParse(ethernet.Payload, out IPv6Header v6))
        {
            Learn(v6.Source, v6.Destination, ethernet.Source, ethernet.Destination);
        }
    }

    private void Learn(IpAddress source, IpAddress destination, MacAddress from, MacAddress to)
    {
        Learn(source, from);
        if (_hosts.Contains(destination) && HostMac == MacAddress.None && !to.IsMulticast)
        {
            HostMac = to;
        }
    }

    private void Learn(IpAddress address, MacAddress mac)
    {
        if (address.IsUnspecified || address.IsMulticast || mac.IsMulticast || mac == MacAddress.None)
        {
            return;
        }

        if (_hosts.Contains(address))
        {
            HostMac = HostMac == MacAddress.None ? mac : HostMac;
        }
        else if (address.IsLinkLocal || _prefixes.Any(prefix => prefix.Contains(address)))
        {
            if (_neighbours.Count < MaxNeighbours)
            {
                _neighbours.TryAdd(address, mac);
            }
        }
        else if (RouterMac == MacAddress.None)
        {
            RouterMac = mac;
        }
    }
}
