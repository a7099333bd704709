using System.Globalization;
using System.Text;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Testing;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>Two hosts on a wire; writes down as a sequence diagram which layers classify on which of them and what passes between.</summary>
internal sealed class OrderDiagram : IDisposable
{
    private static readonly string[] Layers =
    [
        "INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "IPFORWARD", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT", "STREAM", "DATAGRAM_DATA",
        "INBOUND_ICMP_ERROR", "OUTBOUND_ICMP_ERROR", "ALE_RESOURCE_ASSIGNMENT", "ALE_AUTH_LISTEN", "ALE_AUTH_RECV_ACCEPT", "ALE_AUTH_CONNECT",
        "ALE_FLOW_ESTABLISHED", "ALE_RESOURCE_RELEASE", "ALE_ENDPOINT_CLOSURE", "ALE_CONNECT_REDIRECT", "ALE_BIND_REDIRECT",
    ];

    private readonly StringBuilder _text = new();
    private readonly string[] _linkLayers;
    private readonly List<string> _pending = [];
    private readonly FrameLog _frames;
    private int _framesShown;
    private char _pendingHost;

    internal OrderDiagram(IpFamily family, params string[] linkLayers)
    {
        _linkLayers = linkLayers;
        Family = family;
        Network = new SimNetwork(seed: 1);
        A = Network.AddHost("client", h => h.Address(family == IpFamily.V4 ? "10.0.0.1/24" : "fd00::1/64"));
        B = Network.AddHost("server", h => h.Address(family == IpFamily.V4 ? "10.0.0.2/24" : "fd00::2/64"));
        Link link = Network.Connect(A, B, new LinkOptions { DelayNs = 1_000_000 });

        _frames = FrameLog.Watch(Network, link);
        Watch(A, 'A');
        Watch(B, 'B');

        // The neighbours know each other before anything is written down, and that they did is forgotten by the filters.
        Network.Run(async () => await A.PingAsync(B.Address));
        Network.RunFor(TimeSpan.FromSeconds(70));
        _pending.Clear();
        _frames.Clear();
        _framesShown = 0;
        _text.Clear().Append("```mermaid\nsequenceDiagram\n  participant A as client\n  participant B as server\n");
    }

    internal IpFamily Family { get; }

    internal SimNetwork Network { get; }

    internal SimHost A { get; }

    internal SimHost B { get; }

    internal IpAddress Any => Family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

    public void Dispose() => Network.Dispose();

    /// <summary>Begins a step: what the program does.</summary>
    internal void Step(string what)
    {
        Flush();
        _text.Append(CultureInfo.InvariantCulture, $"  Note over A,B: {what}\n");
    }

    /// <summary>Lets everything that is under way arrive, delayed acknowledgments included.</summary>
    internal Task Settle() => Task.Delay(TimeSpan.FromSeconds(1), Network.TimeProvider);

    internal string Finish()
    {
        Flush();
        return _text.Append("```\n").ToString();
    }

    private static string Describe(ReadOnlySpan<byte> frame)
    {
        int ip = 14;
        bool isV6 = frame[ip] >> 4 == 6;
        int protocol = isV6 ? frame[ip + 6] : frame[ip + 9];
        ReadOnlySpan<byte> transport = frame[(ip + (isV6 ? 40 : 20))..];
        return protocol switch
        {
            6 => Tcp(transport[13]),
            17 => "datagram",
            _ => Icmp(transport[0], isV6),
        };
    }

    private static string Tcp(byte flags) => (TcpFlags)(flags & 0x3F) switch
    {
        TcpFlags.Syn => "SYN",
        TcpFlags.SynAck => "SYN, ACK",
        TcpFlags.Ack => "ACK",
        { } other when (other & TcpFlags.Rst) != 0 => "RST",
        { } other when (other & TcpFlags.Fin) != 0 => "FIN",
        _ => "data",
    };

    private static string Icmp(byte type, bool isV6) => type == (isV6 ? 128 : 8) ? "echo request" : type == (isV6 ? 129 : 0) ? "echo reply" : "unreachable";

    private static bool IsNeighbourTalk(ReadOnlySpan<byte> frame) =>
        frame[12] == 8 && frame[13] == 6 || (frame[14] >> 4 == 6 && frame[20] == 58 && frame[54] is >= 133 and <= 137 or 143);

    private void Watch(SimHost host, char name)
    {
        FilterEngine engine = host.Filters!;
        EngineSession session = engine.Open();
        session.TransactionBegin();
        string suffix = Family == IpFamily.V4 ? "_V4" : "_V6";
        int number = 0;
        foreach (string layer in Layers.SelectMany(layer => (string[])[layer + suffix, layer + suffix + "_DISCARD"]).Concat(_linkLayers))
        {
            if (engine.Catalog.Find(layer) is { } schema)
            {
                Guid key = new(++number, 0, 0, new byte[8]);
                string shown = layer.Replace(suffix, string.Empty, StringComparison.Ordinal);
                session.CalloutAdd(new Callout { Key = key, Name = layer, ApplicableLayer = schema.Key }, out _);
                engine.Callouts.Register(key, new Watcher(() => Add(name, shown)), CalloutFlags.None, out _);
                session.FilterAdd(new Filter { Name = layer, LayerKey = schema.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key }, out _);
            }
        }

        session.TransactionCommit();
    }

    private void Add(char host, string layer)
    {
        if (host != _pendingHost || _frames.Frames.Count > _framesShown)
        {
            Flush();
        }

        _pendingHost = host;
        _pending.Add(layer);
    }

    private void Flush()
    {
        if (_pending.Count > 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $"  Note over {_pendingHost}: {string.Join("<br/>", _pending)}\n");
            _pending.Clear();
        }

        for (; _framesShown < _frames.Frames.Count; _framesShown++)
        {
            SeenFrame frame = _frames.Frames[_framesShown];
            if (!IsNeighbourTalk(frame.Bytes.Span))
            {
                string arrow = frame.Direction == Nic.WireDirection.Outbound ? "A->>B" : "B->>A";
                _text.Append(CultureInfo.InvariantCulture, $"  {arrow}: {Describe(frame.Bytes.Span)}\n");
            }
        }
    }

    private sealed class Watcher(Action seen) : ICallout
    {
        public void Classify(
            ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
        {
            seen();
            output.Continue();
        }
    }
}
