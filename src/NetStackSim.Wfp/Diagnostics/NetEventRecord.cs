using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>What the log keeps of an event; reused, so that recording allocates nothing.</summary>
internal sealed class NetEventRecord
{
    private const uint LoopbackFlag = 0x1;

    private readonly FwpValue[] _values = new FwpValue[10];
    private NetEventFields _fields = null!;
    private ClassifyResult _result;
    private NetEventDirection _direction;

    internal long TimeNs { get; private set; }

    internal NetEventType Type { get; private set; }

    internal bool IsLoopback { get; private set; }

    /// <summary>Overwrites the record.</summary>
    internal void Set(long timeNs, NetEventType type, NetEventFields fields, NetEventDirection direction, ClassifyValues values, in ClassifyResult result)
    {
        TimeNs = timeNs;
        Type = type;
        _fields = fields;
        _direction = direction;
        _result = result;
        IsLoopback = (Get(values, fields.Flags).Number & LoopbackFlag) != 0;
        _values[0] = Get(values, fields.Protocol);
        _values[1] = Get(values, fields.LocalAddress);
        _values[2] = Get(values, fields.RemoteAddress);
        _values[3] = Get(values, fields.LocalPort);
        _values[4] = Get(values, fields.RemotePort);
        _values[5] = Get(values, fields.App);
        _values[6] = Get(values, fields.User);
        _values[7] = Get(values, fields.Package);
        _values[8] = Get(values, fields.ReauthReason);
        _values[9] = Pair(Get(values, fields.OriginalProfile), Get(values, fields.CurrentProfile));
    }

    /// <summary>Makes the event that is shown.</summary>
    internal NetEvent ToEvent() => new()
    {
        TimeNs = TimeNs,
        Type = Type,
        Direction = _direction,
        Family = _fields.IsV6 ? IpFamily.V6 : IpFamily.V4,
        Protocol = _values[0].IsEmpty ? null : (byte)_values[0].Number,
        LocalAddress = Address(_values[1]),
        RemoteAddress = Address(_values[2]),
        LocalPort = _values[3].IsEmpty ? null : (ushort)_values[3].Number,
        RemotePort = _values[4].IsEmpty ? null : (ushort)_values[4].Number,
        AppId = _values[5].Blob,
        User = _values[6].Token?.User ?? _values[6].Sid,
        Package = _values[7].Sid,
        FilterId = _result.FilterId,
        FilterKey = _result.Filter?.Definition.Key ?? Guid.Empty,
        FilterName = _result.Filter?.Definition.Name ?? string.Empty,
        LayerId = _fields.Layer.Id,
        ReauthReason = (uint)_values[8].Number,
        OriginalProfile = (uint)(_values[9].Number >> 32),
        CurrentProfile = (uint)_values[9].Number,
        IsLoopback = IsLoopback,
        Terminating = Terminating(),
    };

    internal static FwpValue Get(ClassifyValues values, int field) => field < 0 ? default : values[field];

    private static FwpValue Pair(in FwpValue high, in FwpValue low) => FwpValue.UInt64((high.Number << 32) | (uint)low.Number);

    private static IpAddress? Address(in FwpValue value) => value.Type switch
    {
        FwpDataType.UInt32 => IpAddress.FromV4((uint)value.Number),
        FwpDataType.ByteArray16 => IpAddress.FromV6((ulong)(value.Number128 >> 64), (ulong)value.Number128),
        _ => null,
    };

    private List<NetEventTermination> Terminating()
    {
        List<NetEventTermination> terminations = new(_result.Terminating.Count);
        for (int i = 0; i < _result.Terminating.Count; i++)
        {
            TerminatingFilter item = _result.Terminating[i];
            terminations.Add(new NetEventTermination(item.Filter.Id, WellKnownNames.SubLayer(item.Filter.SubLayer.Key), item.Action.Symbol()));
        }

        return terminations;
    }
}
