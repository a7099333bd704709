using System.Text;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>A segment as it stood on the test wire.</summary>
internal sealed class WireSegment
{
    private readonly byte[] _bytes;

    public WireSegment(long timeNs, bool fromA, byte[] bytes, IpAddress source, IpAddress destination)
    {
        TimeNs = timeNs;
        FromA = fromA;
        _bytes = bytes;
        Source = source;
        Destination = destination;
    }

    public long TimeNs { get; }

    public bool FromA { get; }

    public IpAddress Source { get; }

    public IpAddress Destination { get; }

    public byte[] Bytes => _bytes;

    public TcpHeader Header => TcpHeader.TryParse(_bytes, out TcpHeader header) ? header : throw new InvalidOperationException("Not a TCP segment.");

    public uint Sequence => Header.SequenceNumber.Value;

    public uint Acknowledgment => Header.AcknowledgmentNumber.Value;

    public TcpFlags Flags => Header.Flags;

    public ushort Window => Header.Window;

    public int PayloadLength => Header.Payload.Length;

    public bool Has(TcpFlags flags) => (Flags & flags) == flags;

    public TcpOptions Options
    {
        get
        {
            TcpOptions options = default;
            options.Parse(Header.OptionBytes);
            return options;
        }
    }

    public bool HasGoodChecksum => Header.IsChecksumValid(Source, Destination);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{TimeNs / 1e6:F3} ms {(FromA ? "A>B" : "B>A")} {Flags} seq {Sequence} ack {Acknowledgment} win {Window} len {PayloadLength}");
        TcpOptions options = Options;
        for (int index = 0; index < options.SackCount; index++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" sack {options.GetSackBlock(index).Left}-{options.GetSackBlock(index).Right}");
        }

        return text.ToString();
    }
}
