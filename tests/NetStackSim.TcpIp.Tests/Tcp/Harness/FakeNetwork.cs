using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>A network layer that is a wire: copies what is sent and delivers it to the other host later, unless a rule says otherwise.</summary>
internal sealed class FakeNetwork : ITransportNetwork, IEventTarget
{
    private readonly SimKernel _kernel;
    private readonly bool _isA;
    private readonly NetBufferListPool _pool;
    private readonly List<(long DueNs, int Order, WireSegment Segment)> _inFlight = [];
    private readonly List<NetBufferList> _held = [];
    private int _order;

    public FakeNetwork(SimKernel kernel, IpAddress address, bool isA, InspectionPoints points)
    {
        _kernel = kernel;
        _isA = isA;
        Address = address;
        Path = new FakePath { Source = address };
        Drops = new DropPoint(kernel, points);
        _pool = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "wire", DataSize = 66_000, HeadRoom = 64 });
    }

    public IpAddress Address { get; }

    public FakePath Path { get; }

    public TcpHost Peer { get; set; } = null!;

    public DropPoint Drops { get; }

    public long DelayNs { get; set; } = 1_000_000;

    public bool HoldCompletions { get; set; }

    public NtStatus PathStatus { get; set; } = NtStatus.Success;

    /// <summary>Splits frames at an odd place into two MDLs when set.</summary>
    public bool SplitReceives { get; set; }

    /// <summary>Coalesces adjacent data segments of one instant like a NIC with RSC.</summary>
    public bool Coalesce { get; set; }

    /// <summary>Everything that was handed to the wire, before rules.</summary>
    public List<WireSegment> Log { get; set; } = [];

    /// <summary>Number of lists of each hand-over.</summary>
    public List<int> ChainLengths { get; } = [];

    /// <summary>Decides what becomes of a segment: extra delays in nanoseconds, one for each copy that arrives; empty drops it.</summary>
    public Func<WireSegment, IEnumerable<long>>? Rule { get; set; }

    public int Outstanding => _pool.Outstanding;

    public NtStatus TryGetPath(in IpAddress destination, in IpAddress source, uint interfaceIndex, out ITransportPath? path)
    {
        path = PathStatus.IsSuccess ? Path : null;
        return PathStatus;
    }

    public void Send(ref NetBufferListChain chain, ITransportPath path)
    {
        ChainLengths.Add(chain.Count);
        NetBufferListChain done = default;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            byte[] bytes = new byte[list.FirstNetBuffer.DataLength];
            list.FirstNetBuffer.CopyTo(0, bytes);
            Assert.Equal((byte)IpProtocol.Tcp, list.Network.Protocol);
            foreach (byte[] segment in Cut(list, bytes))
            {
                Transmit(segment);
            }

            if (HoldCompletions)
            {
                _held.Add(list);
            }
            else
            {
                done.Add(list);
            }
        }

        if (!done.IsEmpty)
        {
            done.Head!.Owner!.SendComplete(ref done);
        }
    }

    public void CompleteHeld()
    {
        NetBufferListChain done = default;
        foreach (NetBufferList list in _held)
        {
            done.Add(list);
        }

        _held.Clear();
        if (!done.IsEmpty)
        {
            done.Head!.Owner!.SendComplete(ref done);
        }
    }

    public void ReturnReceived(ref NetBufferListChain chain)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }
    }

    public bool IsLocalAddress(in IpAddress address) => address == Address;

    public void LowerPathMtu(in IpAddress destination, int mtu) => Path.Mtu = Math.Min(Path.Mtu, mtu);

    public uint CompartmentOf(uint interfaceIndex) => 1;

    /// <summary>Puts a segment of a test's own on the wire towards this host.</summary>
    public void Inject(byte[] bytes, IpAddress from) => Deliver([new WireSegment(_kernel.Now, !_isA, bytes, from, Address)]);

    /// <summary>A segment that this host sent arrives at the peer.</summary>
    public void OnEvent(int token)
    {
        long now = _kernel.Now;
        var due = _inFlight.Where(entry => entry.DueNs == now).OrderBy(entry => entry.Order).Select(entry => entry.Segment).ToList();
        _inFlight.RemoveAll(entry => entry.DueNs == now);
        if (due.Count > 0)
        {
            Peer.Network.Deliver(due);
        }
    }

    private void Transmit(byte[] bytes)
    {
        var segment = new WireSegment(_kernel.Now, _isA, bytes, Address, Peer.Network.Address);
        Assert.True(segment.HasGoodChecksum, $"checksum of {segment}");
        Log.Add(segment);
        foreach (long extra in Rule is null ? [0L] : Rule(segment))
        {
            long due = _kernel.Now + DelayNs + extra;
            _inFlight.Add((due, _order++, segment));
            _kernel.Loop.Schedule(due, EventClass.WireArrival, this, 0);
        }
    }

    private IEnumerable<byte[]> Cut(NetBufferList list, byte[] bytes)
    {
        TcpHeader.TryParse(bytes, out TcpHeader header);
        int headerLength = header.HeaderLength;
        int size = list.LargeSend.IsEmpty ? bytes.Length : list.LargeSend.MaximumSegmentSize;
        if (list.LargeSend.IsEmpty && list.TransmitChecksum.IsEmpty)
        {
            return [bytes];
        }

        var pieces = new List<byte[]>();
        int payload = bytes.Length - headerLength;
        int offset = 0;
        do
        {
            int length = Math.Min(size, payload - offset);
            byte[] piece = new byte[headerLength + length];
            bytes.AsSpan(0, headerLength).CopyTo(piece);
            bytes.AsSpan(headerLength + offset, length).CopyTo(piece.AsSpan(headerLength));
            bool last = offset + length == payload;
            TcpFlags flags = last ? header.Flags : header.Flags & ~(TcpFlags.Psh | TcpFlags.Fin);
            TcpHeader.SetSequenceAndFlags(piece, header.SequenceNumber + offset, flags);
            TcpHeader.FillChecksum(piece, Address, Peer.Network.Address);
            pieces.Add(piece);
            offset += length;
        }
        while (offset < payload);
        return pieces;
    }

    private void Deliver(List<WireSegment> segments)
    {
        NetBufferListChain chain = default;
        for (int index = 0; index < segments.Count; index++)
        {
            WireSegment first = segments[index];
            byte[] bytes = first.Bytes;
            int count = 1;
            while (Coalesce && index + 1 < segments.Count && CanJoin(bytes, segments[index + 1]) && bytes.Length < 60_000)
            {
                bytes = [.. bytes, .. segments[index + 1].Header.Payload];
                TcpFlags flags = segments[index].Flags | (segments[index + 1].Flags & TcpFlags.Psh);
                TcpHeader.SetSequenceAndFlags(bytes, first.Header.SequenceNumber, flags);
                index++;
                count++;
            }

            chain.Add(MakeList(bytes, segments[index], count));
        }

        Peer.Network.Peer.Tcp.Receive(ref chain);
    }

    private static bool CanJoin(byte[] first, WireSegment second)
    {
        TcpHeader.TryParse(first, out TcpHeader header);
        return header.Payload.Length > 0 && second.PayloadLength > 0
            && header.SequenceNumber + header.Payload.Length == second.Header.SequenceNumber
            && header.Flags == TcpFlags.Ack && (second.Flags & ~TcpFlags.Psh) == TcpFlags.Ack
            && header.HeaderLength == second.Header.HeaderLength && header.HeaderLength == TcpHeader.Size
            && header.AcknowledgmentNumber == second.Header.AcknowledgmentNumber;
    }

    private NetBufferList MakeList(byte[] bytes, WireSegment segment, int count)
    {
        Assert.True(_pool.TryRent(out NetBufferList? list));
        NetBuffer buffer = list.FirstNetBuffer;
        buffer.DataLength = bytes.Length;
        buffer.CopyFrom(0, bytes);
        if (SplitReceives && bytes.Length > TcpHeader.MaximumSize)
        {
            Split(buffer, bytes);
        }

        list.Network.Source = segment.Source;
        list.Network.Destination = segment.Destination;
        list.Network.Protocol = (byte)IpProtocol.Tcp;
        list.Network.InterfaceIndex = 2;
        list.Network.Flags = 0;
        list.CorrelationId = _kernel.NextCorrelationId();
        if (count > 1)
        {
            list.Coalesce = new CoalesceInfo(count, 0);
            list.ReceiveChecksum = ReceiveChecksumInfo.TcpChecksumSucceeded;
        }

        return list;
    }

    private void Split(NetBuffer buffer, byte[] bytes)
    {
        int first = (bytes.Length / 2) | 1;
        Assert.True(_kernel.Mdls.TryRent(out Mdl? mdl));
        mdl.Buffer = bytes;
        mdl.Offset = first;
        mdl.ByteCount = bytes.Length - first;
        buffer.DataLength = first;
        buffer.AppendMdl(mdl);
    }
}
