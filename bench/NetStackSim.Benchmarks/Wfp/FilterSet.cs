using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Benchmarks.Wfp;

/// <summary>Filters of one shape at one layer, and packets that they match or miss, spread over the filters at random.</summary>
internal sealed class FilterSet
{
    private const int Packets = 4096;
    private const ushort MissPort = 9;

    private readonly IpAddress[] _remotes = new IpAddress[Packets];
    private readonly ushort[] _ports = new ushort[Packets];
    private readonly EngineSession _session;
    private readonly LayerSchema _schema;
    private readonly FilterShape _shape;
    private readonly EngineLayer _layer;
    private readonly ClassifyValues _values;
    private ClassifyMetadata _metadata;
    private int _next;
    private int _filters;

    public FilterSet(FilterShape shape, int filters, bool matches, bool callouts = false)
    {
        FilterEngine engine = new();
        _shape = shape;
        _schema = engine.Catalog.Get(LayerId.AleAuthConnectV4);
        _session = engine.Open();
        Guid callout = callouts ? AddCallout(engine, _session, _schema) : Guid.Empty;
        _session.TransactionBegin();
        for (int i = 0; i < filters; i++)
        {
            Add(callout);
        }

        _session.TransactionCommit();
        _layer = engine.Layer(LayerId.AleAuthConnectV4);
        _values = new ClassifyValues(_schema);
        _values.Set(AleAuthConnectField.IpProtocol, (byte)6);
        _values.Set(AleAuthConnectField.IpLocalAddress, IpAddress.FromV4(0x0A00_0001));
        _values.Set(AleAuthConnectField.IpLocalPort, (ushort)50000);
        RandomStream random = new RandomStreams(1)["bench"];
        for (int i = 0; i < Packets; i++)
        {
            int hit = filters == 0 ? 0 : (int)(random.NextUInt64() % (ulong)filters);
            _remotes[i] = IpAddress.FromV4(Remote(hit));
            _ports[i] = matches ? Port(hit) : MissPort;
        }
    }

    /// <summary>Number of blocks, so that nobody optimises the work away.</summary>
    public long Blocks => _layer.Blocks;

    /// <summary>Adds one filter more; outside a transaction it takes effect at once.</summary>
    /// <param name="callout">The callout that it asks; none for a block.</param>
    /// <returns>Its run-time id.</returns>
    public ulong Add(Guid callout = default)
    {
        Filter filter = new()
        {
            Name = "f",
            LayerKey = _schema.Key,
            Action = callout != default ? FilterActionType.CalloutUnknown : FilterActionType.Block,
            CalloutKey = callout,
            Weight = FwpValue.UInt64((ulong)_filters),
            Conditions = Conditions(_shape, _filters),
        };
        _filters++;
        NtStatus status = _session.FilterAdd(filter, out ulong id);
        return status.IsSuccess ? id : throw new InvalidOperationException(status.Name);
    }

    /// <summary>Deletes a filter.</summary>
    /// <param name="id">Its run-time id.</param>
    public void Delete(ulong id)
    {
        NtStatus status = _session.FilterDeleteById(id);
        if (status.IsError)
        {
            throw new InvalidOperationException(status.Name);
        }
    }

    /// <summary>Decides about the next packets.</summary>
    public double Classify(int times)
    {
        for (int i = 0; i < times; i++)
        {
            int packet = _next++ & (Packets - 1);
            _values.Set(AleAuthConnectField.IpRemoteAddress, _remotes[packet]);
            _values.Set(AleAuthConnectField.IpRemotePort, _ports[packet]);
            _layer.Classify(_values, ref _metadata, null, out ClassifyResult _);
        }

        return times;
    }

    /// <summary>Decides about one packet over and over, whose values are filled in already.</summary>
    public double ClassifySame(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _layer.Classify(_values, ref _metadata, null, out ClassifyResult _);
        }

        return times;
    }

    private static Guid AddCallout(FilterEngine engine, EngineSession session, LayerSchema schema)
    {
        Guid key = new(7, 0, 0, new byte[8]);
        session.CalloutAdd(new Callout { Key = key, Name = "c", ApplicableLayer = schema.Key }, out _);
        engine.Callouts.Register(key, new SilentCallout(), CalloutFlags.None, out _);
        return key;
    }

    private static uint Remote(int filter) => 0x1400_0000u + ((uint)filter << 8) + 5;

    private static ushort Port(int filter) => (ushort)(1024 + (filter % 60_000));

    private static FilterCondition[] Conditions(FilterShape shape, int i)
    {
        FilterCondition port = new(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(Port(i)));
        return shape switch
        {
            FilterShape.Exact =>
            [
                new(FieldKeys.IpProtocol, FwpMatchType.Equal, FwpValue.UInt8(6)),
                new(FieldKeys.IpLocalAddress, FwpMatchType.Equal, FwpValue.UInt32(0x0A00_0001)),
                new(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(50000)),
                new(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.UInt32(Remote(i))),
                port,
            ],
            FilterShape.Prefix =>
            [
                new(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.V4AddressMask(Remote(i), 0xFFFF_FF00)),
                port,
            ],
            _ =>
            [
                new(FieldKeys.IpRemoteAddress, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt32(Remote(i) - 3), FwpValue.UInt32(Remote(i) + 90))),
                new(FieldKeys.IpRemotePort, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(Port(i)), FwpValue.UInt16((ushort)(Port(i) + 50)))),
            ],
        };
    }

    private sealed class SilentCallout : ICallout
    {
        public void Classify(ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output) =>
            output.Continue();

        public NtStatus Notify(CalloutNotification notification, Guid filterKey, RuntimeFilter filter) => NtStatus.Success;
    }
}
