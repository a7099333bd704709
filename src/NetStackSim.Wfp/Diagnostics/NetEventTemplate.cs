using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Which net events an enumeration or a subscription takes.</summary>
[WindowsDdi("FWPM_NET_EVENT_ENUM_TEMPLATE0")]
public sealed record NetEventTemplate
{
    /// <summary><c>FWPM_CONDITION_NET_EVENT_TYPE</c>: a condition, of UInt32, on the type of the event.</summary>
    public static readonly Guid NetEventTypeKey = new("206e9996-490e-40cf-b831-b38641eb6fcb");

    private static readonly Guid[] Fields =
    [
        FieldKeys.IpProtocol, FieldKeys.IpLocalAddress, FieldKeys.IpRemoteAddress, FieldKeys.IpLocalPort, FieldKeys.IpRemotePort, FieldKeys.AleAppId,
        FieldKeys.AleUserId, NetEventTypeKey,
    ];

    /// <summary>Not before this virtual time, in nanoseconds.</summary>
    public long StartNs { get; init; }

    /// <summary>Not after this virtual time, in nanoseconds.</summary>
    public long EndNs { get; init; } = long.MaxValue;

    /// <summary>Only this type; null for any.</summary>
    public NetEventType? Type { get; init; }

    /// <summary>Only events of this scope; null for any.</summary>
    public uint? ScopeId { get; init; }

    /// <summary>
    /// Only events that match all of these: protocol, addresses, ports, application (a blob), user (a SID), type (a UInt32). Ranges and masks as in
    /// filters.
    /// </summary>
    public IReadOnlyList<FilterCondition> Conditions { get; init; } = [];

    internal NtStatus Check()
    {
        if (StartNs > EndNs)
        {
            return FwpStatus.InvalidInterval;
        }

        foreach (FilterCondition condition in Conditions)
        {
            if (Array.IndexOf(Fields, condition.FieldKey) < 0)
            {
                return FwpStatus.ConditionNotFound;
            }
        }

        return Conditions.Select(static c => c.FieldKey).Distinct().Count() == Conditions.Count ? NtStatus.Success : FwpStatus.DuplicateCondition;
    }

    internal bool Includes(NetEvent netEvent)
    {
        if (netEvent.TimeNs < StartNs || netEvent.TimeNs > EndNs || (Type is { } type && type != netEvent.Type)
            || (ScopeId is { } scope && scope != netEvent.ScopeId))
        {
            return false;
        }

        foreach (FilterCondition condition in Conditions)
        {
            FwpValue value = ValueOf(netEvent, condition.FieldKey);
            FieldSchema field = new(0, condition.FieldKey, string.Empty, FieldKind.RawData, value.Type);
            if (value.IsEmpty || !CompiledCondition.Compile(field, condition).Matches(value))
            {
                return false;
            }
        }

        return true;
    }

    private static FwpValue ValueOf(NetEvent netEvent, Guid field)
    {
        return field switch
        {
            _ when field == NetEventTypeKey => FwpValue.UInt32((uint)netEvent.Type),
            _ when field == FieldKeys.IpProtocol => netEvent.Protocol is { } protocol ? FwpValue.UInt8(protocol) : default,
            _ when field == FieldKeys.IpLocalAddress => Of(netEvent.LocalAddress),
            _ when field == FieldKeys.IpRemoteAddress => Of(netEvent.RemoteAddress),
            _ when field == FieldKeys.IpLocalPort => Of(netEvent.LocalPort),
            _ when field == FieldKeys.IpRemotePort => Of(netEvent.RemotePort),
            _ when field == FieldKeys.AleAppId => netEvent.AppId is { } app ? FwpValue.Of(app) : default,
            _ => netEvent.User is { } user ? FwpValue.Of(user) : default,
        };

        static FwpValue Of<T>(T? item)
            where T : struct => item switch
        {
            IpAddress address => FwpValue.Address(address),
            ushort port => FwpValue.UInt16(port),
            _ => default,
        };
    }
}
