using NetStackSim.Cli.Options;
using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;
using NetStackSim.TcpIp;

namespace NetStackSim.Cli.Replay;

/// <summary>A host in virtual time that a capture is fed to, frame by frame at the capture's times.</summary>
internal sealed class ReplaySession : IDropObserver
{
    private const string HostName = "host";
    private const long StartNs = 1_000_000;

    // Later than this, what the host sends is its own doing: a retransmission, a probe.
    private const long AnswerWindowNs = 500_000_000;
    private const int TraceCapacity = 1 << 12;

    private readonly SimNetwork _network;
    private readonly SimHost _host;
    private readonly ReplayPort _port;
    private readonly TraceRing _trace = new(TraceCapacity);
    private readonly List<FrameFate> _fates = [];
    private readonly List<TcpService> _services = [];
    private FrameFate? _current;
    private ulong _firstTimestamp;
    private long _currentNs;

    /// <summary>Builds the host as the capture shows it.</summary>
    public ReplaySession(ReplayPlan plan, CaptureFacts facts)
    {
        _network = new SimNetwork(new SimNetworkOptions { Seed = plan.Seed });
        _host = _network.AddHost(HostName, builder => Configure(builder, plan, facts));
        _port = new ReplayPort(_network.Wire, _host.Nic.MacAddress, OnSent);
        _network.Connect(_host.Nic, _port);
        AddNeighbours(plan, facts);
        if (plan.Policy is { } policy)
        {
            PolicyLoader.Apply(policy, plan.PolicyName, _host);
        }

        foreach (ServiceSpec service in plan.Services)
        {
            _services.Add(service.Start(_host.Kernel, _host.Stack.Store));
        }

        _host.Kernel.Trace = _trace;
        _host.Kernel.Drops.Observer = this;
        _network.Wire.Drops.Observer = this;
        _network.Loop.RunUntil(StartNs);
    }

    /// <summary>What became of each frame.</summary>
    public IReadOnlyList<FrameFate> Fates => _fates;

    /// <summary>Names the run.</summary>
    public ulong Digest { get; private set; }

    /// <summary>Feeds a frame at its time; time stamps that go back count as now.</summary>
    public void Feed(CapturedPacket packet)
    {
        _firstTimestamp = _fates.Count == 0 ? packet.Timestamp : _firstTimestamp;
        long due = StartNs + (long)Math.Min(packet.Timestamp - Math.Min(_firstTimestamp, packet.Timestamp), long.MaxValue / 2);
        due = Math.Max(due, _network.NowNs);
        _network.Loop.RunUntil(due);
        FinishCurrent();
        Begin(packet, due);
    }

    /// <summary>Waits for late answers, shuts the host down and looks for leaks.</summary>
    public LeakReport Finish()
    {
        _network.RunFor(TimeSpan.FromSeconds(1));
        FinishCurrent();
        Digest = _network.Digest;
        _network.Run(async () =>
        {
            foreach (TcpService service in _services)
            {
                await service.DisposeAsync();
            }
        });
        return _network.Shutdown();
    }

    void IDropObserver.OnDrop(in DropReason reason, ulong correlationId, int bytes, ulong filterId)
    {
        long index = (long)(correlationId & 0xFFFF_FFFF_FFFF) - 1;
        if ((correlationId & ~0xFFFF_FFFF_FFFFUL) != ReplayPort.CorrelationBase || index < 0 || index >= _fates.Count)
        {
            return;
        }

        FrameFate fate = _fates[(int)index];
        fate.Reason ??= reason.ToString();
        if (fate.FilterId == 0 && filterId != 0)
        {
            fate.FilterId = filterId;
            fate.Block = _host.Filters?.Drops.Find(correlationId);
        }
    }

    private static void Configure(SimHostBuilder builder, ReplayPlan plan, CaptureFacts facts)
    {
        foreach (IpPrefix address in plan.Addresses)
        {
            builder.Address(address.ToString());
        }

        if (facts.HostMac != MacAddress.None)
        {
            builder.Mac(facts.HostMac);
        }

        if (plan.Profile is { } profile)
        {
            builder.Profile(profile);
        }
    }

    private void AddNeighbours(ReplayPlan plan, CaptureFacts facts)
    {
        IpInterface adapter = _host.Stack.Interfaces[1];
        foreach (KeyValuePair<IpAddress, MacAddress> neighbour in facts.Neighbours)
        {
            _host.Stack.AddNeighbour(adapter, neighbour.Key, neighbour.Value);
        }

        if (facts.RouterMac == MacAddress.None)
        {
            return;
        }

        // Answers to hosts further away go to the router that their frames came through, whatever its address is.
        foreach (IpPrefix address in plan.Addresses.DistinctBy(static prefix => prefix.Family))
        {
            IpAddress router = address.Family == IpFamily.V4 ? IpAddress.FromV4(169, 254, 255, 254) : IpAddress.FromV6(0xFE80_0000_0000_0000, 0xFFFF_FFFF);
            _host.Stack.AddDefaultGateway(router, adapter);
            _host.Stack.AddNeighbour(adapter, router, facts.RouterMac);
        }
    }

    private void Begin(CapturedPacket packet, long due)
    {
        long number = _fates.Count + 1;
        _current = new FrameFate
        {
            Number = number,
            TimeNs = due - StartNs,
            Length = packet.Data.Length,
            Summary = packet.Interface.LinkType == LinkType.Ethernet ? PacketSummary.Describe(packet.Data.Span) : PacketSummary.DescribeIp(packet.Data.Span),
        };
        _fates.Add(_current);
        _currentNs = due;
        _trace.Clear();
        if (!_port.TrySend(packet.Data.Span, packet.Interface.LinkType, number, due))
        {
            _current.Reason = WireDropReasons.FrameTooLong.ToString();
        }
    }

    private void OnSent(Frame frame)
    {
        if (_current is not { } fate || _network.NowNs - _currentNs > AnswerWindowNs)
        {
            return;
        }

        fate.Answers++;
        fate.Answer ??= PacketSummary.Describe(frame.Data);
    }

    // The trace of the frame says how far it got.
    private void FinishCurrent()
    {
        if (_current is not { } fate)
        {
            return;
        }

        ulong id = ReplayPort.CorrelationBase | (ulong)fate.Number;
        for (int i = 0; i < _trace.Count; i++)
        {
            ref readonly TraceEvent step = ref _trace[i];
            if (step.CorrelationId == id && step.Kind is not (TraceKind.ReturnDown or TraceKind.Drop or TraceKind.SendDown))
            {
                string name = _trace.ComponentName(step.Component);
                fate.Place = name[(name.IndexOf('/') + 1)..];
            }
        }
    }
}
