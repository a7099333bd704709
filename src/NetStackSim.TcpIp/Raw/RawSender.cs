using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Packets of a raw endpoint: the IP payload as the client wrote it, or with an IP header of the client's in front.</summary>
internal sealed class RawSender : DatagramSender
{
    private const int MaximumPacket = ushort.MaxValue;

    private readonly RawProtocol _raw;
    private readonly RawEndpoint _endpoint;
    private readonly TcpIpStack _stack;

    internal RawSender(RawProtocol raw, RawEndpoint endpoint)
        : base(endpoint)
    {
        _raw = raw;
        _endpoint = endpoint;
        _stack = endpoint.Stack;
    }

    /// <summary>The client writes the IP header (<c>IP_HDRINCL</c>).</summary>
    internal bool IncludesHeader { get; set; }

    private bool IsIcmp => _endpoint.Protocol == IcmpFormat.Protocol(_endpoint.Family);

    /// <summary>Adds endpoint and flow of a packet that this endpoint sends or gets; addresses are filled in.</summary>
    internal void DescribeFlow(ref InspectionContext context, NetBufferList list)
    {
        ReadOnlySpan<byte> echo = EchoOf(list);
        bool inbound = context.Direction == InspectionDirection.Inbound;
        (ushort local, ushort remote) = PortsOf(list, default);
        DatagramFlowKey key = inbound
            ? DatagramFlows.ReplyKeyOf(list, local, remote, echo, _endpoint.RawHandle)
            : DatagramFlows.KeyOf(list, local, remote, echo, _endpoint.RawHandle);
        context.State = _stack.Flows.StateOf(key) ?? (echo.IsEmpty ? null : _stack.Flows.StateOf(key with { LocalPort = IcmpFormat.EchoRequest(_endpoint.Family) }));
        PacketInspection.DescribePorts(ref context, local, remote);
        if (!echo.IsEmpty)
        {
            PacketInspection.DescribeEcho(ref context, echo);
        }

        context.Flags |= InspectionFlags.RawEndpoint;
        context.Process = _endpoint.Process;
        context.EndpointHandle = _endpoint.Handle;
    }

    /// <inheritdoc/>
    private protected override void OnSending(scoped in NetBufferListChain run)
    {
        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.HeaderAdded, _raw.Component, run.Head, 0);
        }
    }

    /// <inheritdoc/>
    private protected override NtStatus Check(DatagramSend send, in IpEndpoint remote, in IpAddress address)
    {
        byte protocol = _endpoint.Protocol;
        if (IncludesHeader && !TryReadProtocol(send, address.IsV4, out protocol))
        {
            return NtStatus.InvalidParameter;
        }

        if (protocol == (byte)IpProtocol.Tcp && !_stack.Profile.RawTcpSends)
        {
            return NtStatus.AccessDenied;
        }

        int header = IncludesHeader || !address.IsV4 ? 0 : IPv4Header.Size;
        return send.Length + header > MaximumPacket ? NtStatus.InvalidBufferSize : NtStatus.Success;
    }

    /// <inheritdoc/>
    private protected override NtStatus Build(DatagramSend send, in IpEndpoint remote, IpPath path, out NetBufferList? list)
    {
        byte[]? included = IncludesHeader ? TakeHeader(send, path) : null;
        int skip = included?.Length ?? 0;
        if (included is not null && send.Length > path.Mtu)
        {
            // What the client wrote itself is not cut.
            list = null;
            return NtStatus.InvalidBufferSize;
        }

        if (!_raw.SendPool.TryRent(out list))
        {
            return NtStatus.InsufficientResources;
        }

        // What the stack completes has to lie in memory of ours.
        bool completes = included is null && IsIcmp && path.Family == IpFamily.V6;
        int own = completes ? Math.Min(send.Length, sizeof(ulong)) : 0;
        NetBuffer buffer = list.FirstNetBuffer;
        buffer.DataLength = own;
        Read(send, buffer.GetWritable(own));
        skip += own;
        if (send.Length > skip && !_stack.Buffers.TryDescribe(send.Mdl!, send.Offset + skip, send.Length - skip, buffer))
        {
            list.Free();
            list = null;
            return NtStatus.InsufficientResources;
        }

        Describe(list, send, remote, path, headerSize: 0);
        list.Network.Flags |= NetworkFlags.RawEndpoint;
        list.Network.SourcePort = 0;
        list.Network.DestinationPort = 0;
        list.ProtocolReserved1 = included;
        if (included is not null)
        {
            list.Network.Protocol = included.Length == IPv6Header.Size && path.Family == IpFamily.V6 ? included[6] : included[9];
        }
        else if (completes)
        {
            WriteChecksum(list, path);
        }

        return NtStatus.Success;
    }

    /// <inheritdoc/>
    private protected override (ushort Local, ushort Remote) PortsOf(NetBufferList list, in IpEndpoint remote)
    {
        Span<byte> type = stackalloc byte[2];
        return IsIcmp && list.FirstNetBuffer.CopyTo(0, type) == type.Length ? (type[0], type[1]) : default;
    }

    /// <inheritdoc/>
    private protected override ReadOnlySpan<byte> EchoOf(NetBufferList list)
    {
        if (!IsIcmp || list.FirstNetBuffer.DataLength < Icmp4Header.Size)
        {
            return default;
        }

        Span<byte> header = list.FirstNetBuffer.GetWritable(Icmp4Header.Size);
        if (header.IsEmpty)
        {
            header = new byte[Icmp4Header.Size];
            list.FirstNetBuffer.CopyTo(0, header);
        }

        return IcmpFormat.IsEcho(_endpoint.Family, header[0]) ? header : default;
    }

    /// <inheritdoc/>
    /// <remarks>Windows redirects raw UDP over IPv4 without a header of the client's, and raw ICMP.</remarks>
    private protected override bool IsRedirectable(in IpEndpoint remote) =>
        !IncludesHeader && (IsIcmp || (_endpoint.Protocol == (byte)IpProtocol.Udp && _endpoint.Family == IpFamily.V4));

    /// <inheritdoc/>
    private protected override bool AuthorisesConnect => !IsIcmp;

    /// <inheritdoc/>
    private protected override void Transmit(ref NetBufferListChain run, IpPath path)
    {
        NetBufferListChain plain = default;
        while (run.RemoveFirst() is { } list)
        {
            if (list.ProtocolReserved1 is byte[] header)
            {
                list.ProtocolReserved1 = null;
                _stack.Ip.For(path.Family).SendIncluded(list, path, header);
            }
            else
            {
                plain.Add(list);
            }
        }

        if (!plain.IsEmpty)
        {
            base.Transmit(ref plain, path);
        }
    }

    private static bool TryReadProtocol(DatagramSend send, bool isV4, out byte protocol)
    {
        Span<byte> start = stackalloc byte[IPv6Header.Size];
        int read = Read(send, start);
        protocol = 0;
        if (isV4 ? read < IPv4Header.Size || start[0] >> 4 != 4 || HeaderLength(start[0]) > send.Length || HeaderLength(start[0]) < IPv4Header.Size
            : read < IPv6Header.Size || start[0] >> 4 != 6)
        {
            return false;
        }

        protocol = start[isV4 ? 9 : 6];
        return true;
    }

    // The stack fills in what it knows better: length, checksum, and a source or identification of zero (IP_HDRINCL).
    private byte[] TakeHeader(DatagramSend send, IpPath path)
    {
        Span<byte> first = stackalloc byte[1];
        Read(send, first);
        byte[] header = new byte[path.Family == IpFamily.V4 ? HeaderLength(first[0]) : IPv6Header.Size];
        Read(send, header);
        if (path.Family == IpFamily.V6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(send.Length - header.Length));
            return header;
        }

        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)send.Length);
        if (BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4)) == 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), _stack.NextIdentification());
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(12)) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(12), path.Source.V4Value);
        }

        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), 0);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), InternetChecksum.Finish(InternetChecksum.Sum(header)));
        return header;
    }

    private static int HeaderLength(byte first) => (first & 0xF) * 4;

    private static int Read(DatagramSend send, Span<byte> target)
    {
        int read = 0;
        int offset = send.Offset;
        int wanted = Math.Min(target.Length, send.Length);
        for (Mdl? mdl = send.Mdl; mdl is not null && read < wanted; mdl = mdl.Next)
        {
            int piece = Math.Min(wanted - read, mdl.ByteCount - offset);
            if (piece > 0)
            {
                mdl.Span.Slice(offset, piece).CopyTo(target[read..]);
                read += piece;
            }

            offset = Math.Max(0, offset - mdl.ByteCount);
        }

        return read;
    }

    // RFC 3542 section 3.1: the kernel computes the checksum of ICMPv6, because it depends on the source address.
    private static void WriteChecksum(NetBufferList list, IpPath path)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        Span<byte> start = stackalloc byte[4];
        if (buffer.CopyTo(0, start) < start.Length)
        {
            return;
        }

        uint pseudo = InternetChecksum.PseudoHeader(path.Source, path.Destination, IpProtocol.IcmpV6, (uint)buffer.DataLength);
        uint sum = pseudo + MessageChecksum.Sum(buffer) + (ushort)~BinaryPrimitives.ReadUInt16BigEndian(start[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(start[2..], InternetChecksum.Finish(sum));
        buffer.CopyFrom(0, start);
    }
}
