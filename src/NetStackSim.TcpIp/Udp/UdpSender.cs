using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>UDP datagrams: a header of eight bytes in memory of ours, the payload described in the client's.</summary>
internal sealed class UdpSender : DatagramSender
{
    private const int HeaderSize = UdpHeader.Size;
    private const int MaximumPayloadV4 = 65_507;
    private const int MaximumPayloadV6 = 65_527;
    private const byte Protocol = (byte)IpProtocol.Udp;

    private readonly UdpProtocol _udp;
    private readonly UdpEndpoint _endpoint;
    private readonly TcpIpStack _stack;

    internal UdpSender(UdpProtocol udp, UdpEndpoint endpoint)
        : base(endpoint)
    {
        _udp = udp;
        _endpoint = endpoint;
        _stack = udp.Stack;
    }

    /// <inheritdoc/>
    private protected override void OnSending(scoped in NetBufferListChain run)
    {
        _udp.Statistics.OutDatagramsCount += run.Count;
        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.HeaderAdded, _udp.Component, run.Head, HeaderSize);
        }
    }

    /// <inheritdoc/>
    private protected override NtStatus Check(DatagramSend send, in IpEndpoint remote, in IpAddress address)
    {
        if (remote.Port == 0)
        {
            return NtStatus.InvalidAddress;
        }

        return send.Length > (address.IsV4 ? MaximumPayloadV4 : MaximumPayloadV6) ? NtStatus.InvalidBufferSize : NtStatus.Success;
    }

    /// <inheritdoc/>
    private protected override NtStatus Build(DatagramSend send, in IpEndpoint remote, IpPath path, out NetBufferList? list)
    {
        if (!_udp.SendPool.TryRent(out list))
        {
            return NtStatus.InsufficientResources;
        }

        NetBuffer buffer = list.FirstNetBuffer;
        buffer.DataLength = HeaderSize;
        Span<byte> header = buffer.GetWritable(HeaderSize);
        UdpHeader.Write(header, _endpoint.Local.Port, remote.Port, HeaderSize + send.Length);
        if (send.Length > 0 && !_stack.Buffers.TryDescribe(send.Mdl!, send.Offset, send.Length, buffer))
        {
            list.Free();
            list = null;
            return NtStatus.InsufficientResources;
        }

        Describe(list, send, remote, path, HeaderSize);
        WriteChecksum(list, header, path);
        return NtStatus.Success;
    }

    // The NIC computes it when it can and the datagram is not going to be cut.
    private void WriteChecksum(NetBufferList list, Span<byte> header, IpPath path)
    {
        bool isV4 = path.Destination.IsV4;
        if (isV4 && _endpoint.Settings.NoChecksum)
        {
            return;
        }

        int length = list.FirstNetBuffer.DataLength;
        uint pseudo = InternetChecksum.PseudoHeader(path.Source, path.Destination, Protocol, (uint)length);
        ChecksumOffloads task = isV4 ? ChecksumOffloads.TransmitUdpIPv4 : ChecksumOffloads.TransmitUdpIPv6;
        int ipHeader = isV4 ? IPv4Header.Size : IPv6Header.Size;
        if (path.Offloads.Has(task) && length + ipHeader <= path.Mtu)
        {
            list.TransmitChecksum = TransmitChecksumInfo.ForUdp(isV4, path.Template.Length);
            UdpHeader.SetChecksum(header, InternetChecksum.Fold(pseudo));
            return;
        }

        UdpHeader.SetChecksum(header, InternetChecksum.FinishUdp(pseudo + HeaderSum(list, length) + PayloadSum(list)));
    }

    // The header is three known numbers and starts the datagram: nothing has to be read back.
    private static uint HeaderSum(NetBufferList list, int length) => (uint)list.Network.SourcePort + list.Network.DestinationPort + (uint)length;

    private static uint PayloadSum(NetBufferList list)
    {
        DatagramSend send = (DatagramSend)list.ProtocolReserved0!;
        if (send.Length == 0)
        {
            return 0;
        }

        Mdl first = send.Mdl!;
        if (first.ByteCount - send.Offset >= send.Length)
        {
            return InternetChecksum.Sum(first.Span.Slice(send.Offset, send.Length));
        }

        NetBuffer buffer = list.FirstNetBuffer;
        buffer.Advance(HeaderSize);
        uint sum = MessageChecksum.Sum(buffer);
        buffer.Retreat(HeaderSize);
        return sum;
    }
}
