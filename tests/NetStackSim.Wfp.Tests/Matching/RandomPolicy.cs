using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>Random but reproducible policies and packets over small domains, so that filters match, overlap and tie.</summary>
internal sealed class RandomPolicy
{
    // All layers of Windows, and one with a field of every type that can be compared, which no real layer has.
    private static readonly LayerCatalog Catalog = new([.. LayerCatalog.Current.Layers, EveryType()]);

    private static readonly FwpBlob[] Blobs = [.. new[] { @"\a.exe", @"\x\a.exe", @"\b.exe", "System" }.Select(FwpBlob.OfText)];
    private static readonly Sid[] Sids = [Sid.Parse("S-1-0-0"), Sid.Parse("S-1-15-2-1"), Sid.Parse("S-1-15-2-2")];
    private static readonly SimToken[] Tokens = [.. new[] { 1001, 1002 }.Select(n => SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-" + n)))];

    private static readonly SecurityDescriptor[] Descriptors =
    [
        SecurityDescriptor.Parse("O:SYG:SYD:(A;;CC;;;S-1-5-21-1-2-3-1001)"),
        SecurityDescriptor.Parse("O:SYG:SYD:(A;;CC;;;WD)"),
        SecurityDescriptor.Parse("O:SYG:SYD:(D;;CC;;;S-1-5-21-1-2-3-1002)(A;;CC;;;WD)"),
    ];

    private readonly RandomStream _random;
    private readonly FieldSchema[] _fields;
    private readonly bool _sparse;
    private readonly Guid[] _subLayers;
    private readonly List<ulong> _filters = [];
    private int _packet;
    private int _callouts;

    internal RandomPolicy(ulong seed, int filters)
    {
        _random = new RandomStreams(seed)["policy"];
        WfpSemantics semantics = new()
        {
            FilterTies = (TieOrder)_random.Next(3),
            TieSeed = seed,
            RunCalloutsAfterHardDecision = !_random.Chance(0.1),
        };
        ushort layer = _random.Chance(0.2) ? (ushort)(Catalog.IdLimit - 1) : Catalog.Layers[_random.Next(Catalog.Layers.Length)].Id;
        Policy = new TestPolicy((LayerId)layer, semantics, Catalog) { RefusesFilters = true };
        _fields = [.. Policy.Layer.Schema.Fields];
        _sparse = _random.Chance(0.5);
        _subLayers = [Policy.S1, .. Enumerable.Range(0, _random.Next(5)).Select(i => Policy.AddSubLayer("R" + i, (ushort)(_random.Next(8) * 0x800)))];
        Policy.Session.TransactionBegin();
        for (int i = 0; i < filters; i++)
        {
            Add();
        }

        Policy.Session.TransactionCommit();
    }

    internal TestPolicy Policy { get; }

    /// <summary>Fills the values with another random packet; now and then a filter comes or goes before.</summary>
    internal void NextPacket()
    {
        _packet++;
        if (_random.Chance(0.05))
        {
            Change();
        }

        Policy.Values.Clear();
        foreach (FieldSchema field in _fields)
        {
            if (!_random.Chance(0.1))
            {
                Policy.Values.Set(field.Index, Value(field));
            }
        }
    }

    private static LayerSchema EveryType()
    {
        FwpDataType[] types =
        [
            FwpDataType.UInt8, FwpDataType.UInt16, FwpDataType.UInt32, FwpDataType.UInt64, FwpDataType.ByteArray16, FwpDataType.ByteBlob, FwpDataType.Sid,
            FwpDataType.TokenInformation, FwpDataType.TokenAccessInformation, FwpDataType.UnicodeString, FwpDataType.ByteArray6,
        ];
        return new LayerSchema(
            (ushort)LayerCatalog.Current.IdLimit,
            new Guid("d5d1c9a1-0000-4000-8000-000000000001"),
            "EVERY_TYPE",
            LayerFlags.Kernel,
            SubLayerKeys.Universal,
            [.. types.Select(static (t, i) => new FieldSchema(i, new Guid(0x5EED, (short)i, 0, new byte[8]), "F" + t, FieldKind.RawData, t))]);
    }

    private void Change()
    {
        if (_filters.Count > 0 && _random.Chance(0.5))
        {
            int index = _random.Next(_filters.Count);
            Assert.True(Policy.Session.FilterDeleteById(_filters[index]).IsSuccess);
            _filters.RemoveAt(index);
        }
        else
        {
            Add();
        }
    }

    private void Add()
    {
        List<FilterCondition> conditions = [];
        int count = _fields.Length == 0 ? 0 : _random.Next(_sparse ? 3 : 6);
        for (int i = 0; i < count; i++)
        {
            FilterCondition condition = Condition(_fields[_random.Next(_sparse ? Math.Min(3, _fields.Length) : _fields.Length)]);
            if (ConditionValidator.Check(Policy.Layer.Schema, condition).IsSuccess)
            {
                conditions.Add(condition);
            }
        }

        FilterActionType action = Action();
        Guid subLayer = _subLayers[_random.Next(_random.Chance(0.3) ? 1 : _subLayers.Length)];
        FilterFlags flags = _random.Chance(0.2) ? FilterFlags.ClearActionRight : FilterFlags.None;
        if (action is FilterActionType.CalloutTerminating or FilterActionType.CalloutUnknown && _random.Chance(0.3))
        {
            flags |= FilterFlags.PermitIfCalloutUnregistered;
        }

        Guid callout = action.IsCallout() ? AddCallout() : default;
        ulong id = Policy.Add(subLayer, action, _random.Chance(0.5) ? (ulong)_random.Next(8) : null, flags, callout, [.. conditions]);
        if (id != 0)
        {
            _filters.Add(id);
        }
    }

    private Guid AddCallout()
    {
        CalloutFlags flags = _random.Chance(0.1) ? CalloutFlags.ConditionalOnFlow : CalloutFlags.None;
        return Policy.AddCallout("callout " + _callouts++, Callout(), flags);
    }

    private FilterActionType Action() => _random.Next(8) switch
    {
        0 => FilterActionType.CalloutInspection,
        1 => FilterActionType.CalloutTerminating,
        2 => FilterActionType.CalloutUnknown,
        < 5 => FilterActionType.Block,
        _ => FilterActionType.Permit,
    };

    private ScriptedCallout? Callout() => _random.Next(9) switch
    {
        7 => Moody((ulong)_random.Next(1000)),
        8 => new ScriptedCallout(static (RuntimeFilter filter, ref ClassifyOut output) => output.Permit(filter)),
        0 => ScriptedCallout.Permit(),
        1 => ScriptedCallout.PermitHard(),
        2 => ScriptedCallout.BlockSoft(),
        3 => ScriptedCallout.BlockHard(),
        4 => ScriptedCallout.Continue(),
        5 => ScriptedCallout.Untouched(),
        _ => null,
    };

    // Says something else for each packet, also what no callout should say.
    private ScriptedCallout Moody(ulong seed) => new((RuntimeFilter _, ref ClassifyOut output) =>
    {
        ulong mood = (seed + (ulong)_packet) * 0x9E37_79B9_7F4A_7C15;
        FilterActionType[] all = [FilterActionType.Permit, FilterActionType.Block, FilterActionType.Continue, FilterActionType.None, FilterActionType.NoneNoMatch];
        output.Action = all[(mood >> 32) % 5];
        output.Rights = (mood >> 40) % 2 == 0 ? ClassifyRights.None : ClassifyRights.ActionWrite;
        output.Flags = (mood >> 48) % 4 == 0 ? ClassifyOutFlags.Absorb : ClassifyOutFlags.None;
    });

    private FilterCondition Condition(FieldSchema field)
    {
        FwpMatchType match = (FwpMatchType)_random.Next(13);
        FwpValue value = field.DataType.IsToken() ? FwpValue.Of(Descriptors[_random.Next(Descriptors.Length)]) : Value(field);
        if (_random.Chance(0.05))
        {
            value = FwpValue.Empty;
        }
        else if (match == FwpMatchType.Range)
        {
            FwpValue other = Value(field);
            bool swap = value.Reference is { } item ? FwpOrder.Compare(item, other.Reference!) > 0 : value.Number128 > other.Number128;
            value = swap ? FwpValue.RangeOf(other, value) : FwpValue.RangeOf(value, other);
        }
        else if (field.Kind == FieldKind.IpAddress && match == FwpMatchType.Equal && _random.Chance(0.6))
        {
            value = Mask(field, value);
        }

        return new FilterCondition(field.Key, field.DataType.IsToken() ? FwpMatchType.Equal : match, value);
    }

    private FwpValue Mask(FieldSchema field, FwpValue value)
    {
        int length = _random.Next(4) switch { 0 => 0, 1 => _random.Next(129), 2 => 126, _ => 128 };
        if (field.DataType == FwpDataType.ByteArray16)
        {
            return FwpValue.V6AddressMask(value.Number128, (byte)length);
        }

        length = length > 32 ? 30 + (length % 3) : length;
        return FwpValue.V4AddressMask((uint)value.Number, length == 0 ? 0 : uint.MaxValue << (32 - length));
    }

    private FwpValue Value(FieldSchema field) => field.DataType switch
    {
        FwpDataType.ByteBlob => FwpValue.Of(Blobs[_random.Next(Blobs.Length)]),
        FwpDataType.Sid => FwpValue.Of(Sids[_random.Next(Sids.Length)]),
        FwpDataType.UnicodeString => FwpValue.Of("name" + _random.Next(3)),
        FwpDataType.TokenInformation or FwpDataType.TokenAccessInformation => FwpValue.Of(Tokens[_random.Next(Tokens.Length)]),
        FwpDataType.ByteArray16 => FwpValue.ByteArray16(_random.Chance(0.1) ? UInt128.MaxValue : ((UInt128)0xFE80 << 112) + (UInt128)_random.Next(12)),
        FwpDataType.ByteArray6 => FwpValue.ByteArray6([0, 1, 2, 3, 4, (byte)_random.Next(4)]),
        _ => FwpValue.Unsigned(field.DataType, Number(field.DataType)),
    };

    private ulong Number(FwpDataType type) => _random.Next(12) switch
    {
        0 => 0,
        1 => type.MaxValue(),
        _ => (ulong)_random.Next(10),
    };
}
