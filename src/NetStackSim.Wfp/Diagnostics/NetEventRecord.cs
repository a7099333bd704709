using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>What the log keeps of an event; reused, so that recording allocates nothing.</summary>
internal sealed class NetEventRecord
{
    private const uint LoopbackFlag = 0x1;

    private readonly FwpValue[] _values = new FwpValue[13];
    private readonly ulong[] _mac = new ulong[NetEventMacFields.Count];
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
        _result.Keep(result);
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
        _values[10] = Get(values, fields.InterfaceIndex);
        _values[11] = Get(values, fields.EffectiveName);
        _values[12] = Get(values, fields.VSwitch);
        fields.Mac?.Read(values, _mac);
    }

    /// <summary>Makes the event that is shown.</summary>
    internal NetEvent ToEvent(WfpSemantics semantics) => new()
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
        ScopeId = _values[1].Type == FwpDataType.ByteArray16 && Address(_values[1]) is { IsLinkLocal: true } ? (uint)_values[10].Number : 0,
        EffectiveName = _values[11].Text ?? _values[11].Blob?.ToString() ?? string.Empty,
        InterfaceIndex = (uint)_values[10].Number,
        Mac = _fields.Mac is null ? null : NetEventMacFields.ToMac(_mac),
        VSwitch = _values[12].Blob,
        Capability = Type is NetEventType.CapabilityDrop or NetEventType.CapabilityAllow ? CapabilityOf(semantics) : null,
        FilterOrigin = Origin(_result.Filter),
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

    private static string Origin(RuntimeFilter? filter) =>
        filter is null ? string.Empty : filter.Definition.ProviderKey is { } provider && WellKnownNames.Provider(provider) is var name && name[0] != '{'
            ? name
            : filter.Definition.Name;

    // What the traffic would need: private addresses the private network, all others the Internet in the flow's direction.
    private NetworkCapability CapabilityOf(WfpSemantics semantics)
    {
        if (semantics.PrivateAddressesNeedPrivateNetwork && Address(_values[2]) is { } remote && (remote.IsLinkLocal || remote.IsLoopback || IsPrivate(remote)))
        {
            return NetworkCapability.PrivateNetwork;
        }

        return _direction == NetEventDirection.In ? NetworkCapability.InternetClientServer : NetworkCapability.InternetClient;
    }

    private static bool IsPrivate(in IpAddress address) => address.IsV4
        ? address.V4Value >> 24 == 10 || address.V4Value >> 20 == 0xAC1 || address.V4Value >> 16 == 0xC0A8
        : address.High >> 57 == 0xFC >> 1;

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
