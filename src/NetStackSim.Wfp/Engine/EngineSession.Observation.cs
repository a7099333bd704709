using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Secured connections, ports of the system, events of virtual switches.</content>
public sealed partial class EngineSession
{
    /// <summary>Begins an enumeration of secured connections, in order of their ids. IRQL Passive.</summary>
    /// <param name="queriesBytes">True fills in the bytes that went by (<c>FWPM_CONNECTION_ENUM_FLAG_QUERY_BYTES_TRANSFERRED</c>).</param>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>Success, AccessDenied, or <see cref="FwpStatus.ConnectionsDisabled"/> while <see cref="EngineOption.MonitorIpsecConnections"/> is off.</returns>
    [WindowsDdi("FwpmConnectionCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus ConnectionCreateEnumHandle(bool queriesBytes, out PolicyEnumeration<EngineConnection>? handle)
    {
        NtStatus status = CanMonitor("FwpmConnectionCreateEnumHandle0", EngineAccess.Enum);
        handle = status.IsSuccess ? new PolicyEnumeration<EngineConnection>(_engine.Connections.Snapshot(queriesBytes), _engine, "FwpmConnectionEnum0") : null;
        return status;
    }

    /// <summary>Gets a secured connection, with its bytes. IRQL Passive.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="connection">The connection; null on error.</param>
    /// <returns>Success, AccessDenied, <see cref="FwpStatus.ConnectionsDisabled"/>, or <see cref="FwpStatus.NotFound"/>.</returns>
    [WindowsDdi("FwpmConnectionGetById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus ConnectionGetById(ulong id, out EngineConnection? connection)
    {
        NtStatus status = CanMonitor("FwpmConnectionGetById0", EngineAccess.Read);
        connection = status.IsSuccess ? _engine.Connections.Find(id) : null;
        return status.IsSuccess && connection is null ? FwpStatus.NotFound : status;
    }

    /// <summary>Hears of secured connections that come and go. Not inside a transaction. IRQL Passive.</summary>
    /// <param name="connectionId">Only this one; 0 for all.</param>
    /// <param name="changed">Called at Passive, in order, soon after it.</param>
    /// <param name="subscription">Dispose it to hear no more; null on error.</param>
    /// <returns>Success, AccessDenied, <see cref="FwpStatus.TransactionInProgress"/>, or <see cref="FwpStatus.ConnectionsDisabled"/>.</returns>
    [WindowsDdi("FwpmConnectionSubscribe0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus ConnectionSubscribe(ulong connectionId, Action<ConnectionChange> changed, out IDisposable? subscription)
    {
        ArgumentNullException.ThrowIfNull(changed);
        NtStatus status = CanMonitor("FwpmConnectionSubscribe0", EngineAccess.Subscribe);
        status = status.IsSuccess && IsInTransaction ? FwpStatus.TransactionInProgress : status;
        subscription = status.IsSuccess ? _engine.Connections.Changes.Subscribe(c => connectionId == 0 || c.Connection.Id == connectionId, changed) : null;
        return status;
    }

    /// <summary>Gets the ports of the system. IRQL Passive.</summary>
    /// <param name="ports">The ports by type; null on error.</param>
    /// <returns>Success or AccessDenied.</returns>
    [WindowsDdi("FwpmSystemPortsGet0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus SystemPortsGet(out IReadOnlyDictionary<SystemPortType, IReadOnlyList<ushort>>? ports)
    {
        NtStatus status = CanRead("FwpmSystemPortsGet0");
        status = status.IsError ? status : Check(PolicyObjectKind.Engine, null, EngineAccess.Read);
        ports = status.IsSuccess ? Enum.GetValues<SystemPortType>().ToDictionary(static t => t, t => _engine.SystemPorts[t]) : null;
        return status;
    }

    /// <summary>Hears of changes of the ports of the system. Not inside a transaction. IRQL Passive.</summary>
    /// <param name="changed">Called at Passive with all ports, soon after each change.</param>
    /// <param name="subscription">Dispose it to hear no more; null on error.</param>
    /// <returns>Success, AccessDenied, or <see cref="FwpStatus.TransactionInProgress"/>.</returns>
    [WindowsDdi("FwpmSystemPortsSubscribe0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus SystemPortsSubscribe(Action<SystemPortTable> changed, out IDisposable? subscription)
    {
        ArgumentNullException.ThrowIfNull(changed);
        NtStatus status = CanSubscribe("FwpmSystemPortsSubscribe0");
        subscription = status.IsSuccess ? _engine.SystemPorts.Changes.Subscribe(null, changed) : null;
        return status;
    }

    /// <summary>Hears of what concerns filtering at virtual switches. Not inside a transaction. IRQL Passive.</summary>
    /// <param name="happened">Called at Passive, in order, soon after it.</param>
    /// <param name="subscription">Dispose it to hear no more; null on error.</param>
    /// <returns>Success, AccessDenied, or <see cref="FwpStatus.TransactionInProgress"/>.</returns>
    [WindowsDdi("FwpmvSwitchEventSubscribe0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus VSwitchEventSubscribe(Action<VSwitchEvent> happened, out IDisposable? subscription)
    {
        ArgumentNullException.ThrowIfNull(happened);
        NtStatus status = CanSubscribe("FwpmvSwitchEventSubscribe0");
        subscription = status.IsSuccess ? _engine.SwitchEvents.Subscribe(null, happened) : null;
        return status;
    }

    private NtStatus CanSubscribe(string operation)
    {
        NtStatus status = CanRead(operation);
        status = status.IsSuccess && IsInTransaction ? FwpStatus.TransactionInProgress : status;
        return status.IsError ? status : Check(PolicyObjectKind.Engine, null, EngineAccess.Subscribe);
    }

    private NtStatus CanMonitor(string operation, EngineAccess access)
    {
        NtStatus status = CanRead(operation);
        status = status.IsError ? status : Check(PolicyObjectKind.Engine, null, access);
        return status.IsSuccess && !_engine.MonitorsConnections ? FwpStatus.ConnectionsDisabled : status;
    }
}
