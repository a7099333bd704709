using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Sends packets: puts the header of the path in front, asks the neighbour, hands chains to the link.</summary>
/// <remarks>
/// Per list: one retreat, one copy of 34 or 54 bytes, the fields that change, an incremental header checksum. What does not fit the path MTU goes to
/// <see cref="Fragmenter{TFamily}"/>.
/// </remarks>
internal sealed partial class IpSender<TFamily>
    where TFamily : struct, IIpFamily
{
    private const byte Tcp = (byte)IpProtocol.Tcp;

    // LSOv2 owns identifications 0-0x7FFF: the NIC counts up from the template inside that range.
    private const int LargeSendIdMask = 0x7FFF;

    private readonly IpNetwork _network;
    private readonly Fragmenter<TFamily> _fragmenter;

    internal IpSender(IpNetwork network)
    {
        _network = network;
        _fragmenter = new Fragmenter<TFamily>(network, this);
    }

    /// <summary>Writes link and IP header of a path into its template.</summary>
    internal static void BuildTemplate(IpPath path)
    {
        int linkSize = path.Interface.Link.HeaderSize;
        byte[] template = new byte[linkSize + TFamily.HeaderSize];
        path.LinkHeaderSize = linkSize;
        path.Template = template;
        path.ChecksumBase = TFamily.WriteTemplate(template.AsSpan(linkSize), path.Source, path.Destination);
        if (linkSize == EthernetHeader.Size)
        {
            EthernetHeader.Write(template, GroupAddress(path), path.Interface.PhysicalAddress, TFamily.EtherType);
        }
    }

    /// <summary>See <see cref="IpLayer.Send"/>.</summary>
    internal void Send(ref NetBufferListChain chain, IpPath path)
    {
        if (_network.OutboundTransport.Handler is { } handler)
        {
            InspectTransport(ref chain, path, handler);
        }

        if (_network.Security is { } security && !security.Protect(ref chain).IsSuccess)
        {
            FailAll(ref chain, IpDrops.SendIpsecFailed, NtStatus.AccessDenied);
        }

        if (chain.IsEmpty)
        {
            return;
        }

        bool resolved = Resolve(path);
        NetBufferListChain ready = default;
        int limit = path.Mtu - TFamily.HeaderSize;
        while (chain.RemoveFirst() is { } list)
        {
            if (Prepare(list, path, limit))
            {
                ready.Add(list);
            }
        }

        Transmit(ref ready, path, resolved);
    }

    /// <summary>Sends lists that start at a complete IP header.</summary>
    internal void SendPrepared(ref NetBufferListChain chain, IpPath path)
    {
        bool resolved = Resolve(path);
        ReadOnlySpan<byte> linkHeader = path.Template.AsSpan(0, path.LinkHeaderSize);
        NetBufferListChain ready = default;
        while (chain.RemoveFirst() is { } list)
        {
            list.Network.Path = path;
            list.Network.InterfaceIndex = path.Interface.Index;
            if (AddLinkHeader(list, linkHeader))
            {
                ready.Add(list);
            }
            else
            {
                Fail(list, IpDrops.SendAllocation, NtStatus.InsufficientResources);
            }
        }

        Hand(ref ready, path, resolved);
    }

    /// <summary>Fills in the link address that has become known and sends.</summary>
    internal void SendWaiting(ref NetBufferListChain chain, Neighbour neighbour)
    {
        foreach (NetBufferList list in chain)
        {
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                neighbour.LinkAddress.CopyTo(buffer.GetWritable(MacAddress.Size));
            }
        }

        neighbour.Use();
        neighbour.Interface.Link.Send(ref chain);
    }

    /// <summary>Completes a list with an error and counts the drop; data starts at the transport header.</summary>
    internal void Fail(NetBufferList list, DropCause cause, NtStatus status)
    {
        _network.Drops.Drop(cause, TFamily.Family, list);
        _network.Statistics.OutDiscardsCount++;
        _network.CompleteUnsent(list, status);
    }

    /// <summary>Puts link and IP header in front of one buffer.</summary>
    /// <param name="buffer">The buffer; data starts at the transport header, or at fragment payload.</param>
    /// <param name="path">The path.</param>
    /// <param name="fields">The variable fields.</param>
    /// <returns>False when there was no memory for the header.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AddHeaders(NetBuffer buffer, IpPath path, in IpSendFields fields)
    {
        byte[] template = path.Template;
        int size = template.Length;
        if (!buffer.Retreat(size).IsSuccess)
        {
            return false;
        }

        Span<byte> header = buffer.GetWritable(size);
        if (header.IsEmpty)
        {
            return AddSplitHeaders(buffer, path, fields);
        }

        template.CopyTo(header);
        TFamily.Finish(header[path.LinkHeaderSize..], fields);
        return true;
    }

    private static MacAddress GroupAddress(IpPath path) =>
        !path.IsGroup ? path.LinkAddress
        : path.Destination.IsMulticast ? MacAddress.ForMulticast(path.Destination)
        : MacAddress.Broadcast;

    // The header straddles two pieces of memory: built aside, then scattered.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AddSplitHeaders(NetBuffer buffer, IpPath path, in IpSendFields fields)
    {
        Span<byte> header = stackalloc byte[64];
        header = header[..path.Template.Length];
        path.Template.CopyTo(header);
        TFamily.Finish(header[path.LinkHeaderSize..], fields);
        return buffer.CopyFrom(0, header) == header.Length;
    }

    private static bool AddLinkHeader(NetBufferList list, ReadOnlySpan<byte> linkHeader)
    {
        if (linkHeader.IsEmpty)
        {
            return true;
        }

        if (!list.Retreat(linkHeader.Length).IsSuccess)
        {
            return false;
        }

        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            Span<byte> header = buffer.GetWritable(linkHeader.Length);
            if (header.IsEmpty)
            {
                buffer.CopyFrom(0, linkHeader);
            }
            else
            {
                linkHeader.CopyTo(header);
            }
        }

        return true;
    }

    // Asks the neighbour first, because its link address goes into the headers that follow.
    private bool Resolve(IpPath path)
    {
        Neighbour? neighbour = path.Neighbour;
        if (neighbour is null)
        {
            return true;
        }

        if (neighbour.IsDetached)
        {
            neighbour = path.Interface.For(TFamily.Family).Neighbours!.GetOrAdd(path.NextHop);
            path.Neighbour = neighbour;
            path.NeighbourVersion = -1;
        }

        bool resolved = neighbour.Use();
        if (path.NeighbourVersion != neighbour.AddressVersion)
        {
            path.NeighbourVersion = neighbour.AddressVersion;
            neighbour.LinkAddress.CopyTo(path.Template);
        }

        return resolved;
    }

    // One list of a transport: true when its headers are in place and it may leave.
    private bool Prepare(NetBufferList list, IpPath path, int limit)
    {
        ref NetworkLayerInfo network = ref list.Network;
        network.Path = path;
        network.InterfaceIndex = path.Interface.Index;
        network.IpHeaderSize = (ushort)TFamily.HeaderSize;
        _network.Statistics.OutRequestsCount++;
        NetBuffer buffer = list.FirstNetBuffer;
        bool large = !list.LargeSend.IsEmpty;
        if ((buffer.DataLength > limit && !large) || buffer.Next is not null)
        {
            return PrepareUncommon(list, path, limit);
        }

        IpSendFields fields = Fields(list, path);
        fields.PacketLength = large ? 0 : TFamily.HeaderSize + buffer.DataLength;
        if (TFamily.Family == IpFamily.V4)
        {
            fields.Identification = large ? LargeSendIdentification(list, buffer) : _network.Stack.NextIdentification();
        }

        if (!AddHeaders(buffer, path, fields))
        {
            Fail(list, IpDrops.SendAllocation, NtStatus.InsufficientResources);
            return false;
        }

        return true;
    }

    private static IpSendFields Fields(NetBufferList list, IpPath path)
    {
        ref NetworkLayerInfo network = ref list.Network;
        IpSendFields fields = default;
        fields.Protocol = network.Protocol;
        fields.HopLimit = network.HopLimit;
        fields.TrafficClass = network.TrafficClass;
        fields.ChecksumBase = path.ChecksumBase;
        if (TFamily.Family == IpFamily.V4)
        {
            fields.DontFragment = network.Protocol == Tcp ? path.Network.Profile.PathMtuDiscovery : (network.Flags & NetworkFlags.DontFragment) != 0;
            if (path.OffloadsHeaderChecksum)
            {
                fields.ChecksumOffloaded = true;
                list.TransmitChecksum = list.TransmitChecksum.IsEmpty ? TransmitChecksumInfo.ForIPv4Header() : list.TransmitChecksum.WithIpHeaderChecksum();
            }
        }

        return fields;
    }

    private ushort LargeSendIdentification(NetBufferList list, NetBuffer buffer)
    {
        int segments = (buffer.DataLength / Math.Max(1, list.LargeSend.MaximumSegmentSize)) + 1;
        return (ushort)(_network.Stack.NextIdentifications(segments) & LargeSendIdMask);
    }

    // Several buffers in a list, or one that is too long.
    private bool PrepareUncommon(NetBufferList list, IpPath path, int limit)
    {
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            if (buffer.DataLength > limit)
            {
                if (_network.OutboundNetwork.Handler is not { } handler || InspectWhole(list, path, handler))
                {
                    _fragmenter.Send(list, path, limit + TFamily.HeaderSize);
                }

                return false;
            }
        }

        IpSendFields fields = Fields(list, path);
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            fields.PacketLength = TFamily.HeaderSize + buffer.DataLength;
            fields.Identification = _network.Stack.NextIdentification();
            if (!AddHeaders(buffer, path, fields))
            {
                for (NetBuffer undo = list.FirstNetBuffer; undo != buffer; undo = undo.Next!)
                {
                    undo.Advance(path.Template.Length);
                }

                Fail(list, IpDrops.SendAllocation, NtStatus.InsufficientResources);
                return false;
            }
        }

        return true;
    }

    private void Transmit(ref NetBufferListChain chain, IpPath path, bool resolved)
    {
        if (_network.ForwardPoint.Handler is { } forward && !path.IsLoopback && path.Interface.FindAddress(path.Source) is null)
        {
            InspectPassThrough(ref chain, path, forward);
        }

        if (_network.OutboundNetwork.Handler is { } handler)
        {
            InspectNetwork(ref chain, path, handler);
        }

        Hand(ref chain, path, resolved);
    }

    private void Hand(ref NetBufferListChain chain, IpPath path, bool resolved)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        if (_network.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_network.Kernel, trace, TraceKind.HeaderAdded, _network.TraceComponent, chain.Head, path.Template.Length);
        }

        _network.CapturePoints?.ShowSent(chain, path.LinkHeaderSize);
        path.Interface.PacketTap?.Show(chain, path.LinkHeaderSize);

        InterfaceStatistics statistics = path.Interface.Statistics;
        statistics.OutPacketCount += chain.Count;
        foreach (NetBufferList list in chain)
        {
            statistics.OutByteCount += list.FirstNetBuffer.DataLength - path.LinkHeaderSize;
        }

        if (resolved)
        {
            path.Interface.Link.Send(ref chain);
        }
        else
        {
            path.Neighbour!.Wait(ref chain);
        }
    }

    private void FailAll(ref NetBufferListChain chain, DropCause cause, NtStatus status)
    {
        while (chain.RemoveFirst() is { } list)
        {
            Fail(list, cause, status);
        }
    }
}
