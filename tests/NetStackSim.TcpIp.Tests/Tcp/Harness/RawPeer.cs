using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Host A against a peer that the test plays by hand: sequence numbers are counted from each side's initial one.</summary>
internal sealed class RawPeer
{
    public const ushort PeerPort = 9000;
    public const uint PeerInitial = 5_000_000;

    private int _seen;

    public RawPeer(StackProfile? profile = null)
    {
        Pair = new TcpPair(profile);
        Host = Pair.A;
        Host.Network.Rule = _ => [];
        Address = Pair.B.Address;
    }

    public TcpPair Pair { get; }

    public TcpHost Host { get; }

    public IpAddress Address { get; }

    /// <summary>Our side's port.</summary>
    public ushort Port { get; set; }

    /// <summary>Our side's initial sequence number.</summary>
    public uint Initial { get; set; }

    public TestStream Stream { get; private set; } = null!;

    public double NowMs => Pair.Loop.Now / 1e6;

    /// <summary>Segments sent since the last call.</summary>
    public List<WireSegment> Sent()
    {
        List<WireSegment> fresh = [.. Pair.Log.Skip(_seen)];
        _seen = Pair.Log.Count;
        return fresh;
    }

    /// <summary>The only segment sent since the last call.</summary>
    public WireSegment Single()
    {
        List<WireSegment> sent = Sent();
        Assert.True(sent.Count == 1, $"{sent.Count} segments:{Environment.NewLine}{string.Join(Environment.NewLine, sent)}");
        return sent[0];
    }

    public void Quiet() => Assert.Empty(Sent());

    public void Run(double milliseconds) => Pair.Run(milliseconds);

    /// <summary>Sends a segment to the host.</summary>
    /// <param name="flags">Control bits.</param>
    /// <param name="seq">Relative to the peer's initial number: 0 is its SYN.</param>
    /// <param name="ack">Relative to ours: 0 is our SYN.</param>
    /// <param name="payload">Data.</param>
    /// <param name="window">Window field.</param>
    /// <param name="options">Options.</param>
    public void Send(TcpFlags flags, uint seq, uint ack = 0, byte[]? payload = null, ushort window = 65535, TcpOptions options = default) =>
        SendRaw(flags, unchecked(PeerInitial + seq), (flags & TcpFlags.Ack) != 0 ? unchecked(Initial + ack) : 0, payload, window, options);

    public void SendRaw(TcpFlags flags, uint sequence, uint acknowledgment, byte[]? payload = null, ushort window = 65535, TcpOptions options = default, ushort? port = null)
    {
        byte[] bytes = new byte[TcpHeader.MaximumSize + (payload?.Length ?? 0)];
        int optionLength = options.Write(bytes.AsSpan(TcpHeader.Size));
        int header = TcpHeader.Write(bytes, PeerPort, port ?? Port, new SequenceNumber(sequence), new SequenceNumber(acknowledgment), flags, window, optionLength);
        payload?.CopyTo(bytes, header);
        Array.Resize(ref bytes, header + (payload?.Length ?? 0));
        TcpHeader.FillChecksum(bytes, Address, Host.Address);
        Host.Network.Inject(bytes, Address);
    }

    /// <summary>Our side connected; three segments are behind.</summary>
    public TestStream Connect(TcpOptions? synOptions = null, ushort window = 65535)
    {
        Stream = Host.Connect(new IpEndpoint(Address, PeerPort));
        WireSegment syn = Single();
        Initial = syn.Sequence;
        Port = syn.Header.SourcePort;
        Send(TcpFlags.SynAck, 0, 1, window: window, options: synOptions ?? DefaultOptions());
        Assert.True(Stream.IsConnected);
        Assert.Equal(TcpFlags.Ack, Single().Flags);
        return Stream;
    }

    /// <summary>A client of ours was reached by the peer; three segments are behind.</summary>
    public TestStream Accept(ushort port = 80, TcpOptions? synOptions = null)
    {
        Port = port;
        TestListener listener = Host.Listen(port);
        Send(TcpFlags.Syn, 0, options: synOptions ?? DefaultOptions());
        WireSegment answer = Single();
        Assert.Equal(TcpFlags.SynAck, answer.Flags);
        Initial = answer.Sequence;
        Send(TcpFlags.Ack, 1, 1);
        Stream = Assert.Single(listener.Accepted);
        Quiet();
        return Stream;
    }

    public static TcpOptions DefaultOptions(bool sack = true, byte? scale = 0, ushort mss = 1460)
    {
        TcpOptions options = default;
        options.SetMaximumSegmentSize(mss);
        if (scale is { } shift)
        {
            options.SetWindowScale(shift);
        }

        if (sack)
        {
            options.SetSackPermitted();
        }

        return options;
    }

    public static TcpOptions Sack(uint initial, params (uint Left, uint Right)[] blocks)
    {
        TcpOptions options = default;
        foreach ((uint left, uint right) in blocks)
        {
            options.AddSackBlock(new SackBlock(new SequenceNumber(initial + left), new SequenceNumber(initial + right)));
        }

        return options;
    }

    public uint RelativeSeq(WireSegment segment) => segment.Sequence - Initial;

    public static uint RelativeAck(WireSegment segment) => segment.Acknowledgment - PeerInitial;
}
