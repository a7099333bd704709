using System.Globalization;
using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>
/// Two hosts with a router between them, a random policy on each and random traffic: connections, datagrams whole and in fragments, groups, echoes,
/// loopback, packets without a route, while filters come and go. All of it follows from the seed; only the engine that decides differs.
/// </summary>
internal sealed class RandomStack : IDisposable
{
    private const int Steps = 40;

    private static readonly string[] Layers =
    [
        "INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "IPFORWARD", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT", "DATAGRAM_DATA", "INBOUND_ICMP_ERROR", "OUTBOUND_ICMP_ERROR",
        "ALE_RESOURCE_ASSIGNMENT", "ALE_AUTH_LISTEN", "ALE_AUTH_RECV_ACCEPT", "ALE_AUTH_CONNECT", "STREAM", "INBOUND_TRANSPORT_DISCARD", "INBOUND_IPPACKET_DISCARD",
    ];

    private static readonly ushort[] Ports = [7, 9, 53, 80, 443];

    private readonly RandomStream _random;
    private readonly SimNetwork _network;
    private readonly SimHost[] _hosts;
    private readonly List<(SimHost Host, ulong Id)> _filters = [];
    private readonly IpFamily _family;
    private readonly StringBuilder _outcomes = new();
    private int _keys;

    internal RandomStack(ulong seed, IpFamily family, ClassifierKind classifier, bool traced)
    {
        _family = family;
        _random = new RandomStreams(seed)["stack"];
        _network = new SimNetwork(new SimNetworkOptions { Seed = seed, TraceCapacity = traced ? 1 << 16 : 0 });
        WfpSemantics semantics = new() { Classifier = classifier };
        SimHost alice = _network.AddHost("alice", h => h.Address(Prefix(0, 1)).Gateway(At(0, 254).ToString()).FilterSemantics(semantics));
        SimHost router = _network.AddHost("router", h => h.Adapter().Address(Prefix(0, 254)).Adapter().Address(Prefix(1, 254)).Forwarding().FilterSemantics(semantics));
        SimHost bob = _network.AddHost("bob", h => h.Address(Prefix(1, 2)).Gateway(At(1, 254).ToString()).FilterSemantics(semantics));
        _network.Connect(alice.Nic, router.Nics[0], new LinkOptions { DelayNs = 1_000_000 });
        _network.Connect(router.Nics[1], bob.Nic, new LinkOptions { DelayNs = 1_000_000 });
        _hosts = [alice, router, bob];
        foreach (SimHost host in _hosts)
        {
            EngineSession session = host.Filters!.Open();
            session.EngineSetOption(EngineOption.NetEventMatchAnyKeywords, FwpValue.UInt32(traced ? 0x1Fu : 0xFu));
            for (int i = 0; i < 24; i++)
            {
                AddFilter(host);
            }
        }
    }

    /// <summary>Runs the traffic and says everything that can be seen of it.</summary>
    internal string Run()
    {
        _network.Run(async () =>
        {
            List<TcpService> services = [];
            foreach (SimHost host in _hosts)
            {
                Try("serve", () => services.Add(ServiceSpec.Parse("echo:7")[0].Start(host.Kernel, host.Stack.Store)));
                Try("serve", () => services.Add(ServiceSpec.Parse("discard:9")[0].Start(host.Kernel, host.Stack.Store)));
            }

            for (int step = 0; step < Steps; step++)
            {
                await Step();
            }

            foreach (TcpService service in services)
            {
                await service.DisposeAsync();
            }

            await Pause(2000);
        });
        return Report();
    }

    public void Dispose() => _network.Dispose();

    private async Task Step()
    {
        SimHost from = _hosts[_random.Next(2) * 2];
        IpAddress to = _random.Next(6) switch
        {
            0 => _family == IpFamily.V4 ? IpAddress.LoopbackV4 : IpAddress.LoopbackV6,
            1 => _hosts[1].AddressOf(_family),
            2 => At(9, 9),
            _ => (from == _hosts[0] ? _hosts[2] : _hosts[0]).AddressOf(_family),
        };
        ushort port = Ports[_random.Next(Ports.Length)];
        int length = _random.Chance(0.3) ? 2000 + _random.Next(3000) : _random.Next(600);
        switch (_random.Next(8))
        {
            case 0 or 1 or 2:
                await Connect(from, new IpEndpoint(to, port), length);
                break;
            case 3 or 4:
                await Datagrams(from, new IpEndpoint(to, port), length);
                break;
            case 5:
                EchoReplyOf(await from.PingAsync(to, new TcpIp.EchoRequestOptions { TimeoutNs = 500_000_000, HopLimit = (byte)(_random.Chance(0.2) ? 1 : 64) }));
                break;
            case 6:
                IpAddress group = IpAddress.Parse(_family == IpFamily.V4 ? "224.0.0.1" : "ff02::1");
                await Datagrams(from, new IpEndpoint(group, port), 10);
                break;
            default:
                ChangePolicy();
                break;
        }
    }

    private async Task Connect(SimHost from, IpEndpoint to, int length)
    {
        try
        {
            SimTcpStream stream = await from.Sockets.ConnectAsync(to);
            try
            {
                await stream.WriteAsync(new byte[length]);
                Task<int> echo = stream.ReadAsync(new byte[8000]).AsTask();
                await Task.WhenAny(echo, Pause(1000));
                Say($"tcp {to} {(echo.IsCompletedSuccessfully ? echo.Result : -1)}");
                stream.Abort();
                await Task.WhenAny(echo, Pause(10));
                _ = echo.Exception;
            }
            finally
            {
                await stream.DisposeAsync();
            }
        }
        catch (SocketStatusException error)
        {
            Say($"tcp {to} {error.Status}");
        }
        catch (IOException error)
        {
            Say($"tcp {to} {(error.InnerException as SocketStatusException)?.Status}");
        }
    }

    private async Task Datagrams(SimHost from, IpEndpoint to, int length)
    {
        ushort[] bound = [.. _hosts.Select(_ => Ports[_random.Next(Ports.Length)])];
        int count = 1 + _random.Next(3);
        List<SimUdpSocket> sockets = [];
        for (int i = 0; i < _hosts.Length; i++)
        {
            int index = i;
            Try("bind", () => sockets.Add(_hosts[index].Sockets.OpenUdp(new IpEndpoint(Any, bound[index]))));
        }

        try
        {
            await using SimUdpSocket sender = from.Sockets.OpenUdp(new IpEndpoint(Any, 0));
            for (int i = 0; i < count; i++)
            {
                await sender.SendToAsync(new byte[length], to);
            }

            await Pause(100);
            foreach (SimUdpSocket socket in sockets)
            {
                await socket.SendToAsync(new byte[1], new IpEndpoint(from.AddressOf(_family), sender.LocalEndpoint.Port));
            }

            await Pause(100);
            Say($"udp {to} sent");
        }
        catch (SocketStatusException error)
        {
            Say($"udp {to} {error.Status}");
        }

        foreach (SimUdpSocket socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    private void ChangePolicy()
    {
        if (_random.Chance(0.5) && _filters.Count > 0)
        {
            (SimHost host, ulong id) = _filters[_random.Next(_filters.Count)];
            _filters.Remove((host, id));
            Say($"delete {id} {host.Filters!.Open().FilterDeleteById(id)}");
        }
        else
        {
            AddFilter(_hosts[_random.Next(_hosts.Length)]);
        }
    }

    private void AddFilter(SimHost host)
    {
        FilterEngine engine = host.Filters!;
        string name = Layers[_random.Next(Layers.Length)];
        string family = _family == IpFamily.V4 ? "_V4" : "_V6";
        bool isDiscard = name.EndsWith("_DISCARD", StringComparison.Ordinal);
        LayerSchema layer = engine.Catalog.Find(isDiscard ? name[..^8] + family + "_DISCARD" : name + family)!;
        List<FilterCondition> conditions = Conditions(layer);
        FilterActionType action = _random.Next(10) switch
        {
            < 4 => FilterActionType.Permit,
            < 6 when conditions.Count > 0 => FilterActionType.Block,
            6 or 7 => FilterActionType.CalloutInspection,
            8 => FilterActionType.CalloutUnknown,
            _ => conditions.Count > 0 ? FilterActionType.CalloutTerminating : FilterActionType.Permit,
        };
        EngineSession session = engine.Open();
        Guid callout = default;
        if (action.ToString().StartsWith("Callout", StringComparison.Ordinal))
        {
            callout = new Guid(++_keys, 6, 6, new byte[8]);
            session.CalloutAdd(new Callout { Key = callout, Name = "random", ApplicableLayer = layer.Key }, out _);
            if (_random.Chance(0.9))
            {
                engine.Callouts.Register(callout, new Decider((uint)_random.Next(1000), action, name), CalloutFlags.None, out _);
            }
        }

        bool named = _random.Chance(0.5);
        Guid subLayer = default;
        if (named)
        {
            session.SubLayerAdd(new SubLayer { Name = "random", Weight = (ushort)_random.Next(65536) }, out subLayer);
        }

        FilterFlags flags = _random.Chance(0.2) ? FilterFlags.ClearActionRight : FilterFlags.None;
        flags |= action is FilterActionType.CalloutTerminating or FilterActionType.CalloutUnknown ? FilterFlags.PermitIfCalloutUnregistered : FilterFlags.None;
        FwpValue weight = _random.Chance(0.3) ? FwpValue.UInt64((ulong)_random.Next(5)) : FwpValue.Empty;
        NtStatus status = session.FilterAdd(
            new Filter { Name = "random", LayerKey = layer.Key, SubLayerKey = subLayer, Action = action, CalloutKey = callout, Flags = flags, Weight = weight, Conditions = conditions },
            out ulong id);
        Assert.True(status.IsSuccess, $"{status.Name}: {layer.Name} {string.Join(" & ", conditions)}");
        _filters.Add((host, id));
    }

    private List<FilterCondition> Conditions(LayerSchema layer)
    {
        List<FilterCondition> conditions = [];
        foreach (string field in (string[])["IP_PROTOCOL", "IP_REMOTE_PORT", "IP_LOCAL_PORT", "IP_REMOTE_ADDRESS", "IP_DESTINATION_ADDRESS", "FLAGS", "DIRECTION", "INTERFACE_INDEX"])
        {
            if (layer.FindField(field) is not { } schema || !_random.Chance(0.35))
            {
                continue;
            }

            (FwpMatchType match, FwpValue value) = field switch
            {
                "IP_PROTOCOL" => (FwpMatchType.Equal, FwpValue.UInt8((byte)(_random.Chance(0.5) ? 6 : 17))),
                "IP_REMOTE_PORT" or "IP_LOCAL_PORT" => Port(),
                "IP_REMOTE_ADDRESS" or "IP_DESTINATION_ADDRESS" => (FwpMatchType.Equal, AddressOrPrefix()),
                "FLAGS" => (_random.Chance(0.5) ? FwpMatchType.FlagsNoneSet : FwpMatchType.FlagsAnySet, FwpValue.UInt32(_random.Chance(0.5) ? 1u : 0x424u)),
                _ => (FwpMatchType.NotEqual, FwpValue.UInt32((uint)_random.Next(3))),
            };
            conditions.Add(new FilterCondition(schema.Key, match, value));
            if (field == "IP_REMOTE_PORT" && _random.Chance(0.3))
            {
                conditions.Add(new FilterCondition(schema.Key, FwpMatchType.Equal, FwpValue.UInt16(Ports[_random.Next(Ports.Length)])));
            }
        }

        return conditions;
    }

    private (FwpMatchType Match, FwpValue Value) Port() => _random.Next(3) switch
    {
        0 => (FwpMatchType.Equal, FwpValue.UInt16(Ports[_random.Next(Ports.Length)])),
        1 => (FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16((ushort)_random.Next(60)), FwpValue.UInt16((ushort)(100 + _random.Next(60_000))))),
        _ => (FwpMatchType.GreaterOrEqual, FwpValue.UInt16((ushort)_random.Next(500))),
    };

    private FwpValue AddressOrPrefix()
    {
        IpAddress address = _hosts[_random.Next(3)].AddressOf(_family);
        if (_random.Chance(0.5))
        {
            return FwpValue.Address(address);
        }

        return _family == IpFamily.V4
            ? FwpValue.V4AddressMask(address.V4Value, uint.MaxValue << (1 + _random.Next(23)))
            : FwpValue.V6AddressMask(new UInt128(address.High, address.Low), (byte)_random.Next(129));
    }

    private string Report()
    {
        _outcomes.AppendLine(CultureInfo.InvariantCulture, $"digest {_network.Digest:X16} at {_network.NowNs}");
        foreach (SimHost host in _hosts)
        {
            FilterEngine engine = host.Filters!;
            _outcomes.AppendLine(CultureInfo.InvariantCulture, $"{host.Name} drops {host.Kernel.Drops.Total} trace {host.Kernel.Trace?.Digest ?? 0:X16} of {host.Kernel.Trace?.Written ?? 0}");
            _outcomes.AppendLine(CultureInfo.InvariantCulture, $"  violations {string.Join(' ', engine.Contracts.Violations.Select(static v => v.Rule))}");
            foreach (NetEvent seen in FilterLab.Events(host))
            {
                _outcomes.AppendLine(CultureInfo.InvariantCulture, $"  {seen.Type} {seen.LayerId} {seen.FilterId} {seen.Direction} {string.Join(',', seen.Terminating)}");
            }

            for (ushort id = 0; id < 99; id++)
            {
                EngineLayer layer = engine.Layer(id);
                if (layer.Permits + layer.Blocks > 0)
                {
                    _outcomes.AppendLine(CultureInfo.InvariantCulture, $"  {layer.Schema.Name} {layer.Permits} {layer.Blocks} {layer.Vetoes}");
                }
            }

            foreach (Filter filter in engine.Open().Filters())
            {
                _outcomes.AppendLine(CultureInfo.InvariantCulture, $"  filter {filter.Id} {engine.FindFilter(filter.Id)!.Hits}");
            }
        }

        return _outcomes.ToString();
    }

    private IpAddress Any => _family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

    private IpAddress At(int net, int number) => IpAddress.Parse(
        _family == IpFamily.V4 ? FormattableString.Invariant($"10.{net}.0.{number}") : FormattableString.Invariant($"fd0{net}::{number:x}"));

    private string Prefix(int net, int number) => $"{At(net, number)}/{(_family == IpFamily.V4 ? 24 : 64)}";

    private Task Pause(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), _network.TimeProvider);

    private void EchoReplyOf(TcpIp.EchoReply reply) => Say($"ping {reply.Status} {reply.Address} {reply.RoundTripNs}");

    private void Say(string text) => _outcomes.AppendLine(CultureInfo.InvariantCulture, $"{_network.NowNs} {text}");

    private void Try(string what, Action action)
    {
        try
        {
            action();
        }
        catch (SocketStatusException error)
        {
            Say($"{what} {error.Status}");
        }
    }

    /// <summary>Decides by the packet alone, one way for each seed.</summary>
    private sealed class Decider(uint seed, FilterActionType action, string layer) : ICallout
    {
        public void Classify(
            ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
        {
            output.Continue();
            if (action == FilterActionType.CalloutInspection)
            {
                return;
            }

            ulong hash = StableHash.Mix(seed, values[0].Number ^ (values[1].Number << 8) ^ (values[2].Number << 16));
            switch (hash % 12)
            {
                case 0 when layer != "STREAM":
                    output.BlockAndAbsorb();
                    break;
                case 1:
                    output.Block();
                    break;
                case 2:
                    output.Action = FilterActionType.Block;
                    break;
                case 3 or 4:
                    output.Permit(filter);
                    break;
                case 5:
                    output.Action = FilterActionType.Permit;
                    output.Rights &= ~ClassifyRights.ActionWrite;
                    break;
                default:
                    output.Action = action == FilterActionType.CalloutTerminating ? FilterActionType.Permit : FilterActionType.Continue;
                    break;
            }
        }
    }
}
