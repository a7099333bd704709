using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Receives packets: checks headers, decides whose they are, puts fragments together, hands chains to the transports.</summary>
/// <remarks>A chain from the link becomes one chain per run of equal protocols, in order. Addresses that passed all checks once are compared only.</remarks>
internal sealed partial class IpReceiver<TFamily>
    where TFamily : struct, IIpFamily
{
    // The longest IPv4 header; IPv6 extension headers take the slow path anyway.
    private const int HeaderScratch = IPv4Header.MaximumSize;

    private readonly IpNetwork _network;
    private readonly IpStatistics _statistics;
    private readonly Reassembler<TFamily> _reassembler;
    private readonly IpForwarder<TFamily> _forwarder;

    internal IpReceiver(IpNetwork network, Reassembler<TFamily> reassembler, IpForwarder<TFamily> forwarder)
    {
        _network = network;
        _statistics = network.Statistics;
        _reassembler = reassembler;
        _forwarder = forwarder;
    }

    /// <summary>Takes a chain from a link; data starts at the IP header, <see cref="NetworkLayerInfo.Flags"/> says how the frame came.</summary>
    internal void Receive(ref NetBufferListChain chain, IpInterface incoming)
    {
        _statistics.InReceivesCount += chain.Count;
        incoming.Statistics.InPacketCount += chain.Count;
        if (_network.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_network.Kernel, trace, TraceKind.HeaderRemoved, _network.TraceComponent, chain.Head, TFamily.HeaderSize);
        }

        _network.CapturePoints?.ShowReceived(chain);
        incoming.PacketTap?.Show(chain, linkHeaderSize: 0);

        InterfaceFamily settings = incoming.For(TFamily.Family);
        NetBufferListChain run = default;
        ITransportProtocol? runOf = null;
        while (chain.RemoveFirst() is { } list)
        {
            NetBufferList? delivered = list;
            ITransportProtocol? transport = Process(ref delivered, incoming, settings);
            if (transport is null)
            {
                continue;
            }

            if (transport != runOf)
            {
                Deliver(ref run, runOf);
                runOf = transport;
            }

            run.Add(delivered!);
        }

        Deliver(ref run, runOf);
        _forwarder.Flush();
    }

    private void Deliver(ref NetBufferListChain run, ITransportProtocol? transport)
    {
        if (transport is not null)
        {
            _statistics.InDeliversCount += run.Count;
            if (_network.RawEndpoints is { } raw)
            {
                // Copies are taken before and shown after: an ICMP error is an error first.
                NetBufferListChain copies = raw.Copy(run.Head);
                transport.Receive(ref run);
                raw.Receive(ref copies);
                return;
            }

            transport.Receive(ref run);
        }
    }

    // The transport to deliver to, or null when the packet was dropped, kept or forwarded. Reassembly may replace the list.
    private ITransportProtocol? Process(ref NetBufferList? list, IpInterface incoming, InterfaceFamily settings)
    {
        NetBuffer buffer = list!.FirstNetBuffer;
        int wanted = Math.Min(buffer.DataLength, HeaderScratch);
        ReadOnlySpan<byte> header = buffer.GetWritable(wanted);
        return header.Length == wanted
            ? ProcessHeader(ref list, header, incoming, settings)
            : ProcessScattered(ref list, wanted, incoming, settings);
    }

    // The header lies in several pieces of memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ITransportProtocol? ProcessScattered(ref NetBufferList? list, int wanted, IpInterface incoming, InterfaceFamily settings)
    {
        Span<byte> scratch = stackalloc byte[HeaderScratch];
        int copied = list!.FirstNetBuffer.CopyTo(0, scratch[..wanted]);
        return ProcessHeader(ref list, scratch[..copied], incoming, settings);
    }

    private ITransportProtocol? ProcessHeader(ref NetBufferList? list, ReadOnlySpan<byte> data, IpInterface incoming, InterfaceFamily settings)
    {
        NetBuffer buffer = list!.FirstNetBuffer;
        int available = buffer.DataLength;
        ref NetworkLayerInfo network = ref list.Network;
        network.InterfaceIndex = incoming.Index;
        bool trusted = TFamily.Family == IpFamily.V6 || IsHeaderChecksumGood(list);
        DropCause? cause = TFamily.Parse(data, available, trusted, out IpHeaderInfo info);
        if (cause is not null)
        {
            return DropHeader(list!, cause, info);
        }

        incoming.Statistics.InByteCount += info.PacketLength;
        if (available != info.PacketLength)
        {
            buffer.DataLength = info.PacketLength;
        }

        bool plain = !info.HasOptions && (network.Flags & NetworkFlags.GroupFrame) == 0;
        IInspectionHandler? handler = _network.InboundNetwork.Handler;
        if (plain && !info.IsFragment && IsKnown(settings, info))
        {
            Fill(ref network, info);
            if (handler is null || IsPermitted(list, handler))
            {
                buffer.Advance(info.HeaderSize);
                return _network.Transports[info.Protocol] ?? UnknownProtocol(list!, info);
            }
        }
        else if (plain && handler is null && settings.Forwarding && IsKnownForward(settings, info))
        {
            Fill(ref network, info);
            buffer.Advance(info.HeaderSize);
            _forwarder.Forward(list!, info, incoming);
            return null;
        }

        return ProcessSlow(ref list, incoming, settings, ref info);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ITransportProtocol? ProcessSlow(ref NetBufferList? list, IpInterface incoming, InterfaceFamily settings, ref IpHeaderInfo info)
    {
        NetBufferList packet = list!;
        Fill(ref packet.Network, info);
        DropCause? cause = TFamily.CheckAddresses(info, fromWire: !incoming.IsLoopback) ?? CheckSourceHere(info, incoming);
        if (cause is not null)
        {
            _statistics.InAddressErrorsCount++;
            return Discard(packet, cause, answer: null);
        }

        packet.FirstNetBuffer.Advance(info.HeaderSize);
        if (_network.InboundNetwork.Handler is { } handler && !Inspect(packet, handler))
        {
            return null;
        }

        DestinationKind kind = Locate(info.Destination, incoming, settings);
        cause = CheckDestination(kind, packet.Network.Flags, settings);
        if (cause is not null)
        {
            _statistics.InAddressErrorsCount++;
            return Discard(packet, cause, answer: null);
        }

        if (info.HasOptions && !CheckTransitOptions(packet, ref info))
        {
            return null;
        }

        if (kind == DestinationKind.Foreign)
        {
            settings.LastForwardSource = info.Source;
            settings.LastForwardDestination = info.Destination;
            settings.LastForwardGeneration = _network.Routes.Generation;
            _forwarder.Forward(packet, info, incoming);
            return null;
        }

        if (kind == DestinationKind.Local && _network.ForwardPoint.Handler is { } forward && !InspectPassThrough(packet, forward, info, incoming))
        {
            return null;
        }

        if (kind == DestinationKind.Group)
        {
            packet.Network.Flags |= NetworkFlags.GroupDestination;
        }
        else if ((packet.Network.Flags & NetworkFlags.GroupFrame) == 0 && (incoming.IsLoopback || incoming.FindAddress(info.Destination) is not null))
        {
            Remember(settings, info);
        }

        return ProcessLocal(ref list, incoming, ref info);
    }

    // Ours: what only the destination looks at. A reassembled datagram comes through here again.
    private ITransportProtocol? ProcessLocal(ref NetBufferList? list, IpInterface incoming, ref IpHeaderInfo info)
    {
        while (true)
        {
            NetBufferList packet = list!;
            if (TFamily.Family == IpFamily.V6 && !CheckDestinationOptions(packet, ref info))
            {
                return null;
            }

            if (!info.IsFragment)
            {
                Fill(ref packet.Network, info);
                return _network.Transports[info.Protocol] ?? UnknownProtocol(packet, info);
            }

            info.IsFragment = false;
            if (info.FragmentOffset == 0 && !info.MoreFragments)
            {
                // An atomic fragment is a whole datagram and is not mixed with others of its identification (RFC 6946).
                packet.Network.Flags |= NetworkFlags.AtomicFragment;
                continue;
            }

            _statistics.ReassemblyRequiredCount++;
            IInspectionHandler? handler = _network.InboundNetwork.Handler;
            if (handler is not null && !InspectFragment(packet, handler, info))
            {
                return null;
            }

            list = _reassembler.Add(packet, incoming, ref info);
            if (list is null)
            {
                return null;
            }

            Fill(ref list.Network, info);
            if (handler is not null && !Inspect(list, handler))
            {
                return null;
            }
        }
    }

    private bool IsKnown(InterfaceFamily settings, in IpHeaderInfo info) =>
        info.Source == settings.LastSource && info.Destination == settings.LastDestination && settings.LastGeneration == _network.Routes.Generation;

    private bool IsKnownForward(InterfaceFamily settings, in IpHeaderInfo info) =>
        info.Source == settings.LastForwardSource && info.Destination == settings.LastForwardDestination
        && settings.LastForwardGeneration == _network.Routes.Generation;

    private static bool IsHeaderChecksumGood(NetBufferList list) =>
        (list.ReceiveChecksum & (ReceiveChecksumInfo.IpChecksumSucceeded | ReceiveChecksumInfo.Loopback | ReceiveChecksumInfo.IpChecksumValueInvalid)) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill(ref NetworkLayerInfo network, in IpHeaderInfo info)
    {
        network.Source = info.Source;
        network.Destination = info.Destination;
        network.Protocol = info.Protocol;
        network.HopLimit = info.HopLimit;
        network.TrafficClass = info.TrafficClass;
        network.IpHeaderSize = (ushort)info.HeaderSize;
        network.TransportHeaderSize = 0;
        if (info.HasOptions)
        {
            network.Flags |= NetworkFlags.HasOptions;
        }
    }

    private void Remember(InterfaceFamily settings, in IpHeaderInfo info)
    {
        settings.LastSource = info.Source;
        settings.LastDestination = info.Destination;
        settings.LastGeneration = _network.Routes.Generation;
    }
}
