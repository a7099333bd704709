using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>
/// The case study of the specification: a host whose driver counts at three discard layers, behind a switch with senders. Each sender has an address
/// that the host's packet filter bans and one that it does not.
/// </summary>
internal sealed class DiscardCase : IDisposable
{
    private const ushort Blocked = 80;
    private const ushort Absorbed = 81;
    private const ushort Closed = 4711;
    private const int BannedFrom = 128;

    private readonly IpFamily _family;
    private readonly SimNetwork _network;
    private readonly SimHost _host;
    private readonly List<SimHost> _senders = [];
    private readonly List<InjectionHandle> _handles = [];
    private readonly List<EngineSession> _sessions = [];
    private int _completed;

    internal DiscardCase(IpFamily family, ClassifierKind classifier, int senders, IPacer? pacer)
    {
        _family = family;
        _network = new SimNetwork(new SimNetworkOptions { Mode = pacer is null ? EventLoopMode.Virtual : EventLoopMode.Real, Pacer = pacer });
        Simulation.Switch lan = _network.AddSwitch("lan");
        _host = _network.AddHost("host", h => h.Address(Prefix(1)).FilterSemantics(new WfpSemantics { Classifier = classifier }));
        _network.Connect(_host, lan);
        for (int i = 0; i < senders; i++)
        {
            int number = 10 + i;
            SimHost sender = _network.AddHost($"sender{i}", h => h.Address(Prefix(number)).Address(Prefix(BannedFrom + number)));
            _network.Connect(sender, lan);
            _senders.Add(sender);
            _handles.Add(sender.Filters!.Injection!.CreateHandle(family, InjectionTypes.Network, out _)!);
        }

        foreach (string layer in (string[])["INBOUND_IPPACKET", "INBOUND_TRANSPORT", "ALE_AUTH_RECV_ACCEPT"])
        {
            AddLogger(layer);
        }

        LayerSchema packets = Layer("INBOUND_IPPACKET");
        FwpValue banned = family == IpFamily.V4 ? FwpValue.V4AddressMask(Address(BannedFrom).V4Value, 0xFFFFFF80) : FwpValue.V6AddressMask(Of(Address(BannedFrom)), 121);
        PacketFilter = AddFilter(packets, FilterActionType.Block, default, On(packets, "IP_REMOTE_ADDRESS", banned));
        LayerSchema accept = Layer("ALE_AUTH_RECV_ACCEPT");
        AcceptFilter = AddFilter(accept, FilterActionType.Block, default, On(accept, "IP_LOCAL_PORT", FwpValue.UInt16(Blocked)));
        LayerSchema transport = Layer("INBOUND_TRANSPORT");
        Guid absorb = AddCallout(transport, new LabCallout((ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            AbsorbedPackets++;
            o.BlockAndAbsorb();
        }) { Layer = transport });
        AddFilter(transport, FilterActionType.CalloutTerminating, absorb, On(transport, "IP_LOCAL_PORT", FwpValue.UInt16(Absorbed)));
    }

    internal ulong PacketFilter { get; }

    internal ulong AcceptFilter { get; }

    internal int AbsorbedPackets { get; private set; }

    /// <summary>By layer: all discards, and those by policy.</summary>
    internal Dictionary<string, (int Total, int Policy)> Counts { get; } = [];

    /// <summary>By layer and filter: discards by policy.</summary>
    internal SortedDictionary<string, int> Filters { get; } = new(StringComparer.Ordinal);

    /// <summary>By name: discards for other reasons.</summary>
    internal SortedDictionary<string, int> Reasons { get; } = new(StringComparer.Ordinal);

    internal FilterEngine Engine => _host.Filters!;

    internal int Senders => _senders.Count;

    /// <summary>The traffic of the case study: what each of its 185 packets is, and who sends it.</summary>
    internal IEnumerable<(int Sender, Action Send)> Traffic()
    {
        int next = 0;
        foreach ((int count, int from, ushort port, bool good) in (List<(int, int, ushort, bool)>)
            [(100, BannedFrom, Blocked, true), (50, 0, Blocked, true), (20, 0, Closed, true), (10, 0, Blocked, false), (5, 0, Absorbed, true)])
        {
            for (int i = 0; i < count; i++, next++)
            {
                int sender = next % _senders.Count;
                byte[] packet = Syn(Address(from + 10 + sender), port, (ushort)(20000 + next), good);
                yield return (sender, () => Send(sender, packet));
            }
        }
    }

    /// <summary>Runs a programme on the loop while the host listens, until all packets were sent and have had time to arrive.</summary>
    internal void Run(Func<EventLoop, Task> programme) => _network.Run(async () =>
    {
        IpAddress any = _family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        await using SimTcpListener web = _host.Sockets.Listen(new IpEndpoint(any, Blocked));
        await using SimTcpListener quiet = _host.Sockets.Listen(new IpEndpoint(any, Absorbed));
        foreach (SimHost sender in _senders)
        {
            Assert.True((await sender.PingAsync(_host.AddressOf(_family))).Status.IsSuccess);
        }

        await programme(_network.Loop);
        while (_completed < 185)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), _network.TimeProvider);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(50), _network.TimeProvider);
    });

    public void Dispose() => _network.Dispose();

    private void Send(int sender, byte[] packet)
    {
        PacketInjection injection = _senders[sender].Filters!.Injection!;
        Assert.True(injection.Allocate(packet, out NetBufferList? list).IsSuccess);
        Assert.True(injection.NetworkSend(_handles[sender], null, 1, list!, (sent, status) =>
        {
            Assert.Equal(NtStatus.Success, status);
            _completed++;
            injection.Free(sent);
        }).IsSuccess);
    }

    private void AddLogger(string layer)
    {
        Counts[layer] = default;
        LayerSchema discard = Engine.Catalog.Find($"{layer}{Suffix}_DISCARD")!;
        LabCallout logger = new((ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            (int total, int policy) = Counts[layer];
            bool byPolicy = m.Has(MetadataFields.DiscardReason) && m.DiscardReason == GeneralDrop.FirewallPolicy;
            Counts[layer] = (total + 1, policy + (byPolicy ? 1 : 0));
            SortedDictionary<string, int> counter = byPolicy ? Filters : Reasons;
            string name = byPolicy ? $"{layer} {m.DiscardFilterId}" : $"{layer} {m.DiscardReason.Name}";
            counter[name] = counter.GetValueOrDefault(name) + 1;
        }) { Layer = discard };
        AddFilter(discard, FilterActionType.CalloutInspection, AddCallout(discard, logger));
    }

    private string Suffix => _family == IpFamily.V4 ? "_V4" : "_V6";

    private LayerSchema Layer(string name) => Engine.Catalog.Find(name + Suffix)!;

    private IpAddress Address(int number) => IpAddress.Parse(_family == IpFamily.V4 ? FormattableString.Invariant($"10.0.0.{number}") : FormattableString.Invariant($"fd00::{number:x}"));

    private string Prefix(int number) => $"{Address(number)}/{(_family == IpFamily.V4 ? 24 : 64)}";

    private static UInt128 Of(IpAddress address) => new(address.High, address.Low);

    private static FilterCondition On(LayerSchema layer, string field, FwpValue value) => new(layer.FindField(field)!.Key, FwpMatchType.Equal, value);

    private EngineSession Session()
    {
        EngineSession session = Engine.Open();
        _sessions.Add(session);
        return session;
    }

    private Guid AddCallout(LayerSchema layer, LabCallout callout)
    {
        Guid key = new(layer.Id, 58, 0, new byte[8]);
        Assert.True(Engine.Callouts.Register(key, callout, CalloutFlags.None, out _).IsSuccess);
        Assert.True(Session().CalloutAdd(new Callout { Key = key, Name = layer.Name, ApplicableLayer = layer.Key }, out _).IsSuccess);
        return key;
    }

    private ulong AddFilter(LayerSchema layer, FilterActionType action, Guid callout, params FilterCondition[] conditions)
    {
        Filter filter = new() { Name = layer.Name, LayerKey = layer.Key, Action = action, CalloutKey = callout, Conditions = conditions };
        Assert.True(Session().FilterAdd(filter, out ulong id).IsSuccess);
        return id;
    }

    private byte[] Syn(IpAddress from, ushort port, ushort fromPort, bool good)
    {
        byte[] packet = PacketBuilder.Allocate().IP(from, Address(1)).Tcp(fromPort, port, 1000, 0, TcpFlags.Syn, 0x2000).ToArray();
        packet[(_family == IpFamily.V4 ? 20 : 40) + 16] ^= (byte)(good ? 0 : 0x55);
        return packet;
    }
}
