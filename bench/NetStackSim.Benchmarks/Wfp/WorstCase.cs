using NetStackSim.Kernel;
using NetStackSim.Wfp;

namespace NetStackSim.Benchmarks.Wfp;

/// <summary>
/// Sets of filters that are meant to defeat an index, and packets that (almost) none of them matches: whoever looks at the filters one by one pays
/// for each.
/// </summary>
internal sealed class WorstCase
{
    private const int Packets = 64;
    private const uint Middle = 0x8000_0000;
    private const ushort Port = 50_000;

    private static readonly FwpValue ThisPort = FwpValue.UInt16(Port);

    private readonly EngineLayer _layer;
    private readonly ClassifyValues[] _packets = new ClassifyValues[Packets];
    private ClassifyMetadata _metadata;
    private int _next;

    private WorstCase(int filters, Func<int, FilterCondition[]> conditions, Action<ClassifyValues, int> fill, int subLayers, LayerId layer)
    {
        FilterEngine engine = new();
        LayerSchema schema = engine.Catalog.Get(layer);
        EngineSession session = engine.Open();
        session.TransactionBegin();
        Guid[] keys = [.. Enumerable.Range(0, subLayers).Select(i => AddSubLayer(session, i))];
        for (int i = 0; i < filters; i++)
        {
            Filter filter = new()
            {
                Name = "f",
                LayerKey = schema.Key,
                SubLayerKey = keys[i % subLayers],
                Action = FilterActionType.Block,
                Conditions = conditions(i),
            };
            NtStatus status = session.FilterAdd(filter, out _);
            if (status.IsError)
            {
                throw new InvalidOperationException(status.Name);
            }
        }

        session.TransactionCommit();
        _layer = engine.Layer(layer);
        for (int i = 0; i < Packets; i++)
        {
            _packets[i] = new ClassifyValues(schema);
            fill(_packets[i], i);
        }
    }

    /// <summary>The sets by name.</summary>
    public static IReadOnlyDictionary<string, Func<int, WorstCase>> All { get; } = new Dictionary<string, Func<int, WorstCase>>
    {
        ["nested"] = static n => V4(n, static i => [Address(FwpValue.V4AddressMask(Middle, uint.MaxValue << (i % 31))), PortRange(i % 30_000, 19_000 + (i % 30_000))]),
        ["overlap"] = static n => V4(n, static i => [AddressRange((uint)i, uint.MaxValue - (uint)i), PortRange(i % 10_000, 40_000 + (i % 9_000))]),
        ["cross"] = static n => V4(n, static i => i % 2 == 0
            ? [AddressRange((uint)i, uint.MaxValue - (uint)i), PortRange(0, 30_000 - (i % 10_000))]
            : [AddressRange(0, Middle - 100 - (uint)i), PortRange(i % 10_000, 65_535 - (i % 10_000))]),
        ["notequal"] = static n => V4(n, static i => [On(FieldKeys.IpRemotePort, FwpMatchType.NotEqual, ThisPort), On(FieldKeys.IpRemoteAddress, FwpMatchType.NotEqual, FwpValue.UInt32((uint)i))]),
        ["flags.all"] = static n => V4(n, static i => [On(FieldKeys.Flags, FwpMatchType.FlagsAllSet, FwpValue.UInt32(Bits(i, 6)))]),
        ["flags.any"] = static n => V4(n, static i => [On(FieldKeys.Flags, FwpMatchType.FlagsAnySet, FwpValue.UInt32(Bits(i, 4) & 0xFFFF_FF00))]),
        ["flags.none"] = static n => V4(n, static i => [On(FieldKeys.Flags, FwpMatchType.FlagsNoneSet, FwpValue.UInt32((uint)i | 0x81))]),
        ["v6"] = static n => new WorstCase(
            n,
            static i => [Address(FwpValue.V6AddressMask(((UInt128)0x2001_0DB8 << 96) | ((UInt128)(uint)i << 64), (byte)(16 + (i % 81)))), PortRange(i % 30_000, 19_000 + (i % 30_000))],
            static (values, packet) =>
            {
                values.Set(AleAuthConnectField.IpRemoteAddress, FwpValue.ByteArray16(((UInt128)0x2001_0DB8 << 96) | (uint)packet));
                values.Set(AleAuthConnectField.IpRemotePort, Port);
            },
            1,
            LayerId.AleAuthConnectV6),
        ["sublayers"] = static n => V4(n, static i => [Address(FwpValue.UInt32((uint)i))], subLayers: Math.Max(1, n / 10)),
        ["appid"] = static n => Apps(n, static i => [On(FieldKeys.AleAppId, FwpMatchType.Equal, App(i + 1_000_000))]),
        ["appid.ending"] = static n => Apps(n, static i => [On(FieldKeys.AleAppId, FwpMatchType.Prefix, FwpValue.Of(FwpBlob.AppId($@"\app{i + 1_000_000}.exe")))]),
        ["appid.range"] = static n => Apps(n, static i => [On(FieldKeys.AleAppId, FwpMatchType.Range, FwpValue.RangeOf(App(i + 2_000_000), App(i + 2_000_005)))]),
        ["users"] = static n => new WorstCase(n, static i => [On(FieldKeys.AleUserId, FwpMatchType.Equal, User(i))], Fill(AleAuthConnectField.AleUserId, Token), 1, LayerId.AleAuthConnectV4),
    };

    /// <summary>Number of blocks.</summary>
    public long Blocks => _layer.Blocks;

    /// <summary>Decides about the next packets.</summary>
    public double Classify(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _layer.Classify(_packets[_next++ & (Packets - 1)], ref _metadata, null, out ClassifyResult _);
        }

        return times;
    }

    private static WorstCase V4(int filters, Func<int, FilterCondition[]> conditions, int subLayers = 1) => new(
        filters,
        conditions,
        static (values, packet) =>
        {
            values.Set(AleAuthConnectField.IpRemoteAddress, FwpValue.UInt32(Middle + (uint)packet));
            values.Set(AleAuthConnectField.IpRemotePort, Port);
            values.Set(AleAuthConnectField.Flags, Bits(packet + 1_000_000, 3) | 1);
        },
        subLayers,
        LayerId.AleAuthConnectV4);

    private static WorstCase Apps(int filters, Func<int, FilterCondition[]> conditions) =>
        new(filters, conditions, Fill(AleAuthConnectField.AleAppId, App), 1, LayerId.AleAuthConnectV4);

    private static Action<ClassifyValues, int> Fill(int field, Func<int, FwpValue> value) => (values, packet) => values.Set(field, value(packet));

    private static FilterCondition On(Guid field, FwpMatchType match, FwpValue value) => new(field, match, value);

    private static FilterCondition Address(FwpValue value) => On(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, value);

    private static FilterCondition AddressRange(uint low, uint high) =>
        On(FieldKeys.IpRemoteAddress, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt32(low), FwpValue.UInt32(high)));

    private static FilterCondition PortRange(int low, int high) =>
        On(FieldKeys.IpRemotePort, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16((ushort)low), FwpValue.UInt16((ushort)high)));

    private static FwpValue App(int number) => FwpValue.Of(FwpBlob.AppId($@"\device\harddiskvolume3\program files\vendor\app{number}.exe"));

    private static FwpValue User(int number) => FwpValue.Of(SecurityDescriptor.Parse($"O:SYG:SYD:(A;;CC;;;S-1-5-21-1-2-3-{100_000 + number})"));

    private static FwpValue Token(int number) => FwpValue.Of(SimToken.ForUser(Sid.Parse($"S-1-5-21-1-2-3-{1000 + number}")));

    // A number's own set of bits among the upper 24; few share one.
    private static uint Bits(int number, int count)
    {
        ulong hash = StableHash.Avalanche((ulong)number + 1);
        uint bits = 0;
        for (int i = 0; i < count; i++, hash >>= 5)
        {
            bits |= 1u << (8 + (int)(hash % 24));
        }

        return bits;
    }

    private static Guid AddSubLayer(EngineSession session, int number)
    {
        session.SubLayerAdd(new SubLayer { Name = "s", Weight = (ushort)number }, out Guid key);
        return key;
    }
}
