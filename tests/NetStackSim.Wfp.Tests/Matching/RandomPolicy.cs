using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>Random but reproducible policies and packets over small domains, so that filters match, overlap and tie.</summary>
internal sealed class RandomPolicy
{
    private static readonly LayerId[] Layers =
    [
        LayerId.InboundIpPacketV4, LayerId.OutboundTransportV4, LayerId.InboundTransportV6, LayerId.AleAuthConnectV4, LayerId.AleAuthConnectV6,
        LayerId.AleAuthRecvAcceptV4, LayerId.AleAuthListenV4, LayerId.AleResourceAssignmentV6, LayerId.IpForwardV4, LayerId.InboundIcmpErrorV4,
        LayerId.InboundMacFrameEthernet, LayerId.RpcUm, LayerId.KmAuthorization, LayerId.AleFlowEstablishedV6,
    ];

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

    internal RandomPolicy(ulong seed, int filters)
    {
        _random = new RandomStreams(seed)["policy"];
        WfpSemantics semantics = new() { FilterTies = (TieOrder)_random.Next(3), TieSeed = seed };
        Policy = new TestPolicy(Layers[_random.Next(Layers.Length)], semantics);
        _fields = [.. Policy.Layer.Schema.Fields];
        _sparse = _random.Chance(0.5);
        Guid[] subLayers = [Policy.S1, Policy.S2, Policy.S3];
        Policy.Session.TransactionBegin();
        for (int i = 0; i < filters; i++)
        {
            Add(subLayers[_random.Next(_random.Chance(0.3) ? 1 : 3)], i);
        }

        Policy.Session.TransactionCommit();
    }

    internal TestPolicy Policy { get; }

    /// <summary>Fills the values with another random packet.</summary>
    internal void NextPacket()
    {
        Policy.Values.Clear();
        foreach (FieldSchema field in _fields)
        {
            if (!_random.Chance(0.1))
            {
                Policy.Values.Set(field.Index, Value(field));
            }
        }
    }

    private void Add(Guid subLayer, int number)
    {
        List<FilterCondition> conditions = [];
        int count = _random.Next(_sparse ? 3 : 6);
        for (int i = 0; i < count; i++)
        {
            FilterCondition condition = Condition(_fields[_random.Next(_sparse ? Math.Min(3, _fields.Length) : _fields.Length)]);
            if (ConditionValidator.Check(Policy.Layer.Schema, condition).IsSuccess)
            {
                conditions.Add(condition);
            }
        }

        FilterActionType action = Action();
        Guid callout = action.IsCallout() ? Policy.AddCallout(subLayer.ToString() + number, Callout()) : default;
        FilterFlags flags = _random.Chance(0.2) ? FilterFlags.ClearActionRight : FilterFlags.None;
        if (action is FilterActionType.CalloutTerminating or FilterActionType.CalloutUnknown && _random.Chance(0.3))
        {
            flags |= FilterFlags.PermitIfCalloutUnregistered;
        }

        Policy.Add(subLayer, action, _random.Chance(0.5) ? (ulong)_random.Next(8) : null, flags, callout, [.. conditions]);
    }

    private FilterActionType Action() => _random.Next(8) switch
    {
        0 => FilterActionType.CalloutInspection,
        1 => FilterActionType.CalloutTerminating,
        2 => FilterActionType.CalloutUnknown,
        < 5 => FilterActionType.Block,
        _ => FilterActionType.Permit,
    };

    private ScriptedCallout? Callout() => _random.Next(7) switch
    {
        0 => ScriptedCallout.Permit(),
        1 => ScriptedCallout.PermitHard(),
        2 => ScriptedCallout.BlockSoft(),
        3 => ScriptedCallout.BlockHard(),
        4 => ScriptedCallout.Continue(),
        5 => ScriptedCallout.Untouched(),
        _ => null,
    };

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
