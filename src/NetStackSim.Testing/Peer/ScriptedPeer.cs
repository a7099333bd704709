using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.Testing;

/// <summary>
/// The other end of a cable, played by a test: sends any bytes and states what it expects next, at virtual times. Frames that arrive wait in order until
/// the script takes them.
/// </summary>
/// <example>
/// <code>
/// ScriptedPeer peer = ScriptedPeer.Attach(network, host, new ScriptedPeerOptions { Addresses = ["10.0.0.2"] });
/// network.Run(async () =>
/// {
///     peer.Send(peer.To(host, "10.0.0.2").Tcp(1234, 80, sequence: 1, acknowledgment: 0, TcpFlags.Syn).ToArray());
///     await peer.ExpectAsync(IPv4("10.0.0.1", "10.0.0.2"), Tcp(TcpFlags.RstAck, acknowledgment: 2));
///     await peer.ExpectNothingAsync(TimeSpan.FromSeconds(5));
/// });
/// </code>
/// </example>
public sealed class ScriptedPeer : IWirePort, IEventTarget, IStallReporter, IFrameDropSink
{
    private const int LinesInMessages = 20;

    private readonly SimNetwork _network;
    private readonly ScriptedPeerOptions _options;
    private readonly FrameRecorder _recorder;
    private readonly ResolutionAnswerer _answerer;
    private readonly List<SeenFrame> _all = [];
    private readonly Queue<SeenFrame> _unread = new();
    private readonly List<byte[]?> _planned = [];
    private LoopCompletion<bool>? _waiter;
    private string _waitsFor = "";

    /// <summary>Makes a peer without a cable.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Who it is.</param>
    public ScriptedPeer(SimNetwork network, ScriptedPeerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        _options = options ?? new ScriptedPeerOptions();
        _recorder = new FrameRecorder(network.Loop);
        _answerer = new ResolutionAnswerer(_options);
        network.Loop.AddStallReporter(this);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public IWirePort? Peer { get; set; }

    /// <summary>Single, complete frames of any size: the script sees what a physical wire would carry.</summary>
    public WireCapabilities Capabilities => WireCapabilities.SingleFrames;

    /// <summary>Its MAC address.</summary>
    public MacAddress MacAddress => _options.MacAddress;

    /// <summary>Every frame sent and received, address resolution included.</summary>
    public IReadOnlyList<SeenFrame> Conversation => _all;

    /// <summary>Frames that arrived and were not taken yet.</summary>
    public int Unread => _unread.Count;

    /// <summary>Makes a peer at the other end of a cable to a host's first adapter.</summary>
    /// <param name="network">The network.</param>
    /// <param name="host">The host; its first adapter has no cable yet.</param>
    /// <param name="options">Who the peer is.</param>
    /// <returns>The peer.</returns>
    public static ScriptedPeer Attach(SimNetwork network, SimHost host, ScriptedPeerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        var peer = new ScriptedPeer(network, options);
        Wire.Connect(host.Nic, peer);
        return peer;
    }

    /// <summary>Begins a frame to a host: Ethernet and IP headers with the right addresses.</summary>
    /// <param name="host">The receiver.</param>
    /// <param name="from">The address that sends, of the family to use; need not be one of the peer's own.</param>
    /// <returns>A builder to go on with; end it with <see cref="PacketBuilder.ToArray"/>.</returns>
    public PacketBuilder To(SimHost host, string from)
    {
        ArgumentNullException.ThrowIfNull(host);
        IpAddress source = IpAddress.Parse(from);
        return PacketBuilder.Allocate(FramePool.MaxFrameLength)
            .Ethernet(host.Nic.MacAddress, MacAddress)
            .IP(source, host.AddressOf(source.Family));
    }

    /// <summary>Makes a TCP connection to a host that the script plays; nothing is sent yet.</summary>
    /// <param name="host">The host.</param>
    /// <param name="from">The script's address.</param>
    /// <param name="localPort">The script's port.</param>
    /// <param name="remotePort">The host's port; 0 when the host opens and picks it.</param>
    /// <param name="initialSequence">The script's initial sequence number.</param>
    /// <returns>The connection.</returns>
    public ScriptedConnection Connection(SimHost host, string from, ushort localPort, ushort remotePort, uint initialSequence = 1000) =>
        new(this, host, from, localPort, remotePort, initialSequence);

    /// <summary>Sends a frame at once.</summary>
    /// <param name="frame">An Ethernet frame without check sequence; right or wrong, it goes out as it is.</param>
    /// <exception cref="InvalidOperationException">There is no cable.</exception>
    public void Send(ReadOnlySpan<byte> frame)
    {
        if (Peer is not { } peer)
        {
            throw new InvalidOperationException($"'{Name}' has no cable.");
        }

        if (!_network.Wire.Frames.TryRent(frame.Length, out Frame? rented))
        {
            throw new InvalidOperationException($"There is no memory for a frame of {frame.Length} bytes.");
        }

        frame.CopyTo(rented.Data);
        _all.Add(new SeenFrame(_network.NowNs, WireDirection.Outbound, frame.ToArray()));
        FrameChain chain = new(rented);
        FrameAdapter.Adapt(ref chain, peer.Capabilities, _network.Wire.Frames, this);
        if (!chain.IsEmpty)
        {
            peer.Receive(ref chain);
        }
    }

    /// <summary>Sends a frame at a later time.</summary>
    /// <param name="delay">Virtual time from now.</param>
    /// <param name="frame">The frame; copied now.</param>
    public void SendAfter(TimeSpan delay, ReadOnlySpan<byte> frame)
    {
        _planned.Add(frame.ToArray());
        _network.Loop.Schedule(_network.NowNs + (delay.Ticks * 100), EventClass.WireArrival, this, _planned.Count - 1);
    }

    /// <summary>Waits for the next frame and fails when it is not as stated.</summary>
    /// <param name="checks">The statements; none takes any frame.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="NetworkAssertionException">The frame is another one, or none came within the time of the options.</exception>
    public ValueTask<SeenFrame> ExpectAsync(params PacketCheck[] checks) => ExpectAsync(_options.Timeout, checks);

    /// <summary>Waits for the next frame and fails when it is not as stated.</summary>
    /// <param name="within">Virtual time to wait.</param>
    /// <param name="checks">The statements; none takes any frame.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="NetworkAssertionException">The frame is another one, or none came in time.</exception>
    public async ValueTask<SeenFrame> ExpectAsync(TimeSpan within, params PacketCheck[] checks)
    {
        if (!await WaitAsync(within, PacketMatcher.Describe(checks)))
        {
            throw new NetworkAssertionException($"{Name} expected {PacketMatcher.Describe(checks)} within {within}, nothing came.\n{Tail()}");
        }

        SeenFrame frame = _unread.Dequeue();
        PacketMatcher.Require(frame.Bytes.ToArray(), checks, Tail());
        return frame;
    }

    /// <summary>Waits for a frame that is as stated and takes those before it.</summary>
    /// <param name="checks">The statements.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="NetworkAssertionException">None came within the time of the options.</exception>
    public async ValueTask<SeenFrame> SkipToAsync(params PacketCheck[] checks)
    {
        long deadline = _network.NowNs + (_options.Timeout.Ticks * 100);
        while (await WaitAsync(TimeSpan.FromTicks((deadline - _network.NowNs) / 100), PacketMatcher.Describe(checks)))
        {
            SeenFrame frame = _unread.Dequeue();
            if (frame.Matches(checks))
            {
                return frame;
            }
        }

        throw new NetworkAssertionException($"{Name} waited for {PacketMatcher.Describe(checks)}, it did not come.\n{Tail()}");
    }

    /// <summary>Lets time pass and fails when a frame arrives or is waiting.</summary>
    /// <param name="time">Virtual time.</param>
    /// <returns>Ends after that time.</returns>
    /// <exception cref="NetworkAssertionException">A frame is there.</exception>
    public async ValueTask ExpectNothingAsync(TimeSpan time)
    {
        if (await WaitAsync(time, "nothing"))
        {
            throw new NetworkAssertionException($"{Name} expected nothing for {time}, but there is:\n  {_unread.Peek()}\n{Tail()}");
        }
    }

    /// <inheritdoc/>
    void IWirePort.Receive(ref FrameChain frames)
    {
        int before = _all.Count;
        _recorder.Record(_network.NowNs, WireDirection.Inbound, frames, _all);
        frames.ReleaseAll();
        for (int i = before; i < _all.Count; i++)
        {
            Accept(_all[i]);
        }
    }

    /// <inheritdoc/>
    void IWirePort.OnLinkStateChanged(bool up)
    {
    }

    /// <inheritdoc/>
    void IFrameDropSink.Drop(Frame frame, in DropReason reason) => _network.Wire.Drop(frame, reason, Name);

    /// <inheritdoc/>
    void IEventTarget.OnEvent(int token)
    {
        byte[] frame = _planned[token]!;
        _planned[token] = null;
        if (Peer is not null)
        {
            Send(frame);
        }
    }

    /// <inheritdoc/>
    void IStallReporter.ReportPending(StallReport report)
    {
        if (_waiter is not null)
        {
            report.Add("scripted peer", $"{Name} waits for {_waitsFor}");
        }
    }

    private void Accept(SeenFrame frame)
    {
        if (_options.AnswersResolution && _answerer.TryHandle(frame.Bytes.Span, out byte[]? answer))
        {
            if (answer is not null)
            {
                // A port does not call back into the sender: the answer leaves in an event of its own.
                SendAfter(TimeSpan.Zero, answer);
            }

            return;
        }

        _unread.Enqueue(frame);
        if (_waiter is { IsCompleted: false } waiter)
        {
            waiter.Complete(true);
        }
    }

    private async ValueTask<bool> WaitAsync(TimeSpan within, string what)
    {
        if (_unread.Count > 0)
        {
            return true;
        }

        if (_waiter is not null)
        {
            throw new InvalidOperationException($"'{Name}' waits for a frame already.");
        }

        var waiter = new LoopCompletion<bool>(_network.Loop);
        (_waiter, _waitsFor) = (waiter, what);
        try
        {
            await using ITimer timer = _network.TimeProvider.CreateTimer(Expire, waiter, within, Timeout.InfiniteTimeSpan);
            return await waiter.Task;
        }
        finally
        {
            _waiter = null;
        }
    }

    private static void Expire(object? state)
    {
        var waiter = (LoopCompletion<bool>)state!;
        if (!waiter.IsCompleted)
        {
            waiter.Complete(false);
        }
    }

    private string Tail()
    {
        var text = new StringBuilder("The conversation so far:\n");
        foreach (SeenFrame frame in _all.TakeLast(LinesInMessages))
        {
            text.Append("  ").Append(frame).Append('\n');
        }

        return text.ToString();
    }
}
