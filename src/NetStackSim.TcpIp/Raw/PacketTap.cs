using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>Who gets a copy of every packet that an interface sends or receives (<c>SIO_RCVALL</c>). An interface has one only while somebody wants that.</summary>
internal sealed class PacketTap
{
    private readonly List<(RawEndpoint Endpoint, bool IsPromiscuous)> _endpoints = [];
    private readonly IpInterface _interface;
    private readonly TcpIpStack _stack;

    private PacketTap(IpInterface tapped, TcpIpStack stack)
    {
        _interface = tapped;
        _stack = stack;
    }

    /// <summary>An endpoint wants copies.</summary>
    /// <param name="tapped">Of what passes here.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="isPromiscuous">True: also of frames for others, which the adapter has to let pass.</param>
    internal static void Add(IpInterface tapped, RawEndpoint endpoint, bool isPromiscuous)
    {
        tapped.PacketTap ??= new PacketTap(tapped, endpoint.Stack);
        tapped.PacketTap._endpoints.Add((endpoint, isPromiscuous));
        tapped.PacketTap.UpdateFilter();
    }

    /// <summary>An endpoint wants no more copies.</summary>
    internal static void Remove(IpInterface tapped, RawEndpoint endpoint)
    {
        PacketTap tap = tapped.PacketTap!;
        tap._endpoints.RemoveAll(each => each.Endpoint == endpoint);
        tap.UpdateFilter();
        if (tap._endpoints.Count == 0)
        {
            tapped.PacketTap = null;
        }
    }

    /// <summary>Copies packets.</summary>
    /// <param name="chain">The packets; they stay the caller's.</param>
    /// <param name="linkHeaderSize">Bytes of the link header in front of the IP header.</param>
    internal void Show(scoped in NetBufferListChain chain, int linkHeaderSize)
    {
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            Show(list, linkHeaderSize);
        }
    }

    private void Show(NetBufferList list, int linkHeaderSize)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        buffer.Advance(linkHeaderSize);
        foreach ((RawEndpoint endpoint, _) in _endpoints)
        {
            if (!_stack.Buffers.TryCopy(list, out NetBufferList? copy))
            {
                _stack.Drops.Drop(RawDrops.CopyFailed, endpoint.Family, list);
                continue;
            }

            Describe(copy);
            endpoint.ReceiveTapped(copy);
        }

        buffer.Retreat(linkHeaderSize);
    }

    private void Describe(NetBufferList copy)
    {
        Span<byte> header = stackalloc byte[Packets.IPv6Header.Size];
        int read = copy.FirstNetBuffer.CopyTo(0, header);
        ref NetworkLayerInfo network = ref copy.Network;
        network.Flags = NetworkFlags.StackOwned;
        network.InterfaceIndex = _interface.Index;
        network.SourcePort = 0;
        network.DestinationPort = 0;
        bool isV4 = read >= Packets.IPv4Header.Size && header[0] >> 4 == 4;
        if (isV4 || read == header.Length)
        {
            Packets.IpFamily family = isV4 ? Packets.IpFamily.V4 : Packets.IpFamily.V6;
            network.Source = Packets.IpAddress.Read(family, header[(isV4 ? 12 : 8)..]);
            network.Destination = Packets.IpAddress.Read(family, header[(isV4 ? 16 : 24)..]);
        }
    }

    private void UpdateFilter() => _interface.Link.SetPromiscuous(_endpoints.Exists(static each => each.IsPromiscuous));
}
