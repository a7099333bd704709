using System.Globalization;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Simulation;

/// <summary>Writes what passes the capture points inside hosts to a pcapng file: one interface per point, one packet per frame at each layer.</summary>
/// <remarks>
/// <para>
/// Link type Ethernet at NDIS borders, raw IP at IP borders. The comment of a packet names the component, processor, IRQL and correlation id. Where a length or
/// checksum is left to the network card, it is filled in the copy that is written, and the comment says so; a wrong checksum that nobody vouches for stays wrong.
/// </para>
/// <para>An observer: the run is the same with and without it. Dispose it to finish the file.</para>
/// </remarks>
public sealed class LayerCapture : IDisposable
{
    private readonly PcapngWriter _writer;
    private readonly long _epochNs;
    private readonly List<HostPoints> _hosts = [];

    /// <summary>Starts a capture.</summary>
    /// <param name="loop">The loop whose hosts are watched; nothing is scheduled on it.</param>
    /// <param name="stream">Where to write; closed with the capture unless the options say otherwise.</param>
    /// <param name="options">Texts of the file; null for the defaults.</param>
    public LayerCapture(EventLoop loop, Stream stream, PcapngWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _writer = new PcapngWriter(stream, options);
        _epochNs = (loop.TimeProvider.Epoch - DateTimeOffset.UnixEpoch).Ticks * 100;
    }

    /// <summary>Packets written.</summary>
    public long PacketCount => _writer.PacketCount;

    /// <summary>Watches all capture points of a host, those that come later included.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="points">Its points (<see cref="NdisRuntime.CapturePoints"/>); none of them may have an observer.</param>
    public void Attach(SimKernel kernel, CapturePointRegistry points)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(points);
        HostPoints host = new(this, kernel, points);
        _hosts.Add(host);
        host.AddAll();
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>Leaves all points and finishes the file.</summary>
    public void Dispose()
    {
        foreach (HostPoints host in _hosts)
        {
            host.RemoveAll();
        }

        _hosts.Clear();
        _writer.Dispose();
    }

    /// <summary>The points of one host, each with its interface in the file.</summary>
    private sealed class HostPoints(LayerCapture capture, SimKernel kernel, CapturePointRegistry points) : ICapturePointObserver
    {
        private readonly List<(CapturePoint Point, int Interface)> _points = [];

        public void OnChain(CapturePoint point, CaptureDirection direction, scoped in NetBufferListChain chain)
        {
            int id = InterfaceOf(point);
            for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
            {
                for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
                {
                    Write(point, id, direction, list, buffer);
                }
            }
        }

        internal void AddAll()
        {
            foreach (CapturePoint point in points.Points)
            {
                Add(point);
            }

            points.PointAdded = Add;
        }

        internal void RemoveAll()
        {
            points.PointAdded = null;
            foreach ((CapturePoint point, _) in _points)
            {
                point.Observer = null;
            }
        }

        private static bool IsLeftToTheCard(NetBufferList list, bool isSend) => isSend
            ? !list.TransmitChecksum.IsEmpty || !list.LargeSend.IsEmpty || !list.UdpSegmentation.IsEmpty
            : (list.ReceiveChecksum & (ReceiveChecksumInfo.TcpChecksumValueInvalid | ReceiveChecksumInfo.IpChecksumValueInvalid)) != 0;

        private void Add(CapturePoint point)
        {
            LinkType type = point.LinkType == CaptureLinkType.Ethernet ? LinkType.Ethernet : LinkType.RawIP;
            _points.Add((point, capture._writer.AddInterface($"{kernel.Name}/{point.Name}", string.Empty, type)));
            point.Observer = this;
        }

        private int InterfaceOf(CapturePoint point)
        {
            foreach ((CapturePoint known, int id) in _points)
            {
                if (ReferenceEquals(known, point))
                {
                    return id;
                }
            }

            throw new InvalidOperationException($"'{point}' was not announced.");
        }

        private void Write(CapturePoint point, int id, CaptureDirection direction, NetBufferList list, NetBuffer buffer)
        {
            bool isSend = direction == CaptureDirection.Outbound;
            Span<byte> place = capture._writer.BeginPacket(id, (ulong)(capture._epochNs + kernel.Now), buffer.DataLength);
            buffer.CopyTo(0, place);
            FrameRepairs filled = FrameRepairs.None;
            if (IsLeftToTheCard(list, isSend))
            {
                filled = point.LinkType == CaptureLinkType.Ethernet ? FrameRepair.Fill(place) : FrameRepair.FillIp(place);
            }

            capture._writer.EndPacket(buffer.DataLength, direction, Comment(point, list, isSend, filled));
        }

        private string Comment(CapturePoint point, NetBufferList list, bool isSend, FrameRepairs filled)
        {
            Processor processor = kernel.CurrentProcessor;
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{kernel.Name}/{point.Name}; cpu {processor.Number}, {processor.Irql}; id {list.CorrelationId:x}");
            if (filled != FrameRepairs.None)
            {
                text += $"; left to the card and filled in here: {filled}";
            }

            return !isSend || list.LargeSend.IsEmpty ? text : text + $"; large send, segments of {list.LargeSend.MaximumSegmentSize} bytes";
        }
    }
}
