using BenchmarkDotNet.Attributes;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Benchmarks.Wfp;

/// <summary>One classification at ALE_AUTH_CONNECT_V4 by the number of filters that are there.</summary>
[MemoryDiagnoser]
public class ClassifyBenchmarks
{
    private static readonly IpAddress Outside = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress Inside = IpAddress.Parse("10.1.0.1");

    private EngineLayer _layer = null!;
    private ClassifyValues _values = null!;
    private ClassifyMetadata _metadata;

    /// <summary>Filters of the layer, each for a remote port and a network.</summary>
    [Params(1, 10, 100, 1000)]
    public int Filters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var engine = new FilterEngine();
        LayerSchema schema = engine.Catalog.Get(LayerId.AleAuthConnectV4);
        EngineSession session = engine.Open();
        session.TransactionBegin();
        for (int i = 0; i < Filters; i++)
        {
            session.FilterAdd(Rule(schema, i), out _);
        }

        session.TransactionCommit();
        _layer = engine.Layer(LayerId.AleAuthConnectV4);
        _values = new ClassifyValues(schema);
        _values.Set(AleAuthConnectField.IpProtocol, (byte)6);
        _values.Set(AleAuthConnectField.IpLocalAddress, IpAddress.Parse("10.0.0.1"));
    }

    [Benchmark]
    public FilterActionType NoFilterMatches() => Classify(Outside, 60_000);

    [Benchmark]
    public FilterActionType LastFilterMatches() => Classify(Inside, (ushort)(1000 + Filters - 1));

    private FilterActionType Classify(in IpAddress address, ushort port)
    {
        _values.Set(AleAuthConnectField.IpRemoteAddress, address);
        _values.Set(AleAuthConnectField.IpRemotePort, port);
        _layer.Classify(_values, ref _metadata, null, out ClassifyResult result);
        return result.Action;
    }

    private static Filter Rule(LayerSchema layer, int i) => new()
    {
        Name = $"rule {i}",
        LayerKey = layer.Key,
        Action = FilterActionType.Permit,
        Conditions =
        [
            new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16((ushort)(1000 + i))),
            new FilterCondition(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.V4AddressMask(0x0A01_0000, 0xFFFF_0000)),
        ],
    };
}
