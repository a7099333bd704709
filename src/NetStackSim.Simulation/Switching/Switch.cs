using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.Simulation;

/// <summary>A learning Ethernet switch (IEEE 802.1D, transparent bridging without spanning tree).</summary>
/// <remarks>
/// Everything that arrives at one instant is forwarded in one event, port by port as one chain each. Flooded frames share their memory. A frame longer than the
/// switch takes is dropped where it enters; large frames pass uncut to devices that take them.
/// </remarks>
public sealed class Switch : EventSource
{
    private readonly WireContext _context;
    private readonly MacTable _table;
    private readonly List<SwitchPort> _ports = [];
    private readonly Arrivals _arrivals = new();

    /// <summary>Makes a switch without ports.</summary>
    /// <param name="context">The wire world it belongs to.</param>
    /// <param name="name">Its name in captures and messages.</param>
    /// <param name="options">How it behaves; null for the defaults.</param>
    public Switch(WireContext context, string name, SwitchOptions? options = null)
        : base(Checked(context).Loop, EventClass.WireArrival, Named(name))
    {
        _context = context;
        Options = options ?? new SwitchOptions();
        _table = new MacTable(Options.TableSize, Options.AgingNs);
    }

    /// <summary>How it behaves.</summary>
    public SwitchOptions Options { get; }

    /// <summary>The ports, by number.</summary>
    public IReadOnlyList<SwitchPort> Ports => _ports;

    /// <summary>Addresses known and fresh.</summary>
    public int KnownAddresses => _table.Count(Loop.Now);

    /// <summary>Frames sent to all other ports because their destination was a group or unknown.</summary>
    public long Flooded { get; private set; }

    /// <summary>Fresh addresses that had to make room for others.</summary>
    public long Evictions => _table.Evictions;

    internal FramePool Frames => _context.Frames;

    /// <summary>Adds a port.</summary>
    /// <returns>The port; connect it with <see cref="Wire.Connect"/>.</returns>
    public SwitchPort AddPort()
    {
        SwitchPort port = new(this, _ports.Count);
        _ports.Add(port);
        return port;
    }

    /// <summary>Adds a port and plugs a device into it.</summary>
    /// <param name="device">A device without a cable.</param>
    public SwitchPort Connect(IWirePort device)
    {
        SwitchPort port = AddPort();
        Wire.Connect(port, device);
        return port;
    }

    /// <summary>The port behind which an address was last seen; null when unknown or forgotten.</summary>
    /// <param name="address">A station's address.</param>
    public SwitchPort? Find(MacAddress address) => _table.Find(address.Value, Loop.Now) is >= 0 and int port ? _ports[port] : null;

    /// <inheritdoc/>
    protected override void RunHead()
    {
        long due = _arrivals.NextDueNs;
        while (_arrivals.Count > 0 && _arrivals.NextDueNs == due)
        {
            FrameChain frames = default;
            SwitchPort source = _ports[_arrivals.Remove(ref frames)];
            while (frames.RemoveFirst() is { } frame)
            {
                Forward(frame, source);
            }
        }

        Announce();
        foreach (SwitchPort port in _ports)
        {
            port.Flush();
        }
    }

    internal void Accept(SwitchPort port, ref FrameChain frames)
    {
        bool first = _arrivals.Count == 0;
        _arrivals.Add(port.Number, ref frames, Loop.Now + Options.ForwardingDelayNs, Loop.NextSequence());
        if (first)
        {
            Announce();
        }
    }

    internal void Forget(SwitchPort port) => _table.Forget(port.Number);

    internal void Record(TraceKind kind, in FrameChain frames, string port) => _context.Record(kind, frames, port);

    internal void Drop(Frame frame, in DropReason reason) => _context.Drop(frame, reason, Name);

    internal void Drop(ref FrameChain frames, in DropReason reason) => _context.Drop(ref frames, reason, Name);

    private static string Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name;
    }

    private static WireContext Checked(WireContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context;
    }

    private void Announce()
    {
        if (_arrivals.Count == 0)
        {
            SetIdle();
        }
        else
        {
            SetNext(_arrivals.NextDueNs, _arrivals.NextSequence);
        }
    }

    private void Forward(Frame frame, SwitchPort source)
    {
        if (frame.Length < EthernetHeader.Size)
        {
            Drop(frame, WireDropReasons.Runt);
            return;
        }

        ReadOnlySpan<byte> data = frame.Data;
        MacAddress destination = MacAddress.Read(data);
        MacAddress sender = MacAddress.Read(data[MacAddress.Size..]);
        if (sender.IsMulticast || sender == MacAddress.None)
        {
            Drop(frame, SwitchDropReasons.InvalidSource);
            return;
        }

        _table.Learn(sender.Value, source.Number, Loop.Now);
        if (destination.IsBridgeLinkLocal)
        {
            Drop(frame, SwitchDropReasons.LinkLocalGroup);
        }
        else if (!destination.IsMulticast && _table.Find(destination.Value, Loop.Now) is >= 0 and int known)
        {
            ForwardTo(frame, source, _ports[known]);
        }
        else
        {
            Flood(frame, source);
        }
    }

    private void ForwardTo(Frame frame, SwitchPort source, SwitchPort target)
    {
        if (target == source)
        {
            Drop(frame, SwitchDropReasons.SamePort);
        }
        else
        {
            target.Stage(frame);
        }
    }

    private void Flood(Frame frame, SwitchPort source)
    {
        Flooded++;
        SwitchPort? last = null;
        foreach (SwitchPort port in _ports)
        {
            if (port == source || port.Peer is null)
            {
                continue;
            }

            if (last is not null)
            {
                StageShared(frame, last);
            }

            last = port;
        }

        if (last is null)
        {
            Drop(frame, SwitchDropReasons.NoPort);
        }
        else
        {
            // The last port gets the frame itself: with two ports nothing is shared.
            last.Stage(frame);
        }
    }

    private void StageShared(Frame frame, SwitchPort port)
    {
        if (frame.TryShare(out Frame? copy))
        {
            port.Stage(copy);
        }
        else
        {
            _context.Drops.Count(WireDropReasons.NoFrameMemory, frame.CorrelationId, frame.Length);
        }
    }
}
