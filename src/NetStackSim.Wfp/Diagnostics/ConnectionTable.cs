using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>The secured connections of a host. Keying modules fill it; clients enumerate it through their session.</summary>
public sealed class ConnectionTable
{
    private readonly SortedDictionary<ulong, EngineConnection> _connections = [];
    private readonly SimKernel? _kernel;
    private ulong _lastId;

    internal ConnectionTable(SimKernel? kernel)
    {
        _kernel = kernel;
        Changes = new EngineNotifier<ConnectionChange>(kernel);
    }

    /// <summary>Number of connections.</summary>
    public int Count => _connections.Count;

    internal EngineNotifier<ConnectionChange> Changes { get; }

    /// <summary>A connection is secured from now on. IRQL at most Dispatch.</summary>
    /// <param name="connection">The connection; id and start are given here.</param>
    /// <returns>Its id.</returns>
    public ulong Add(EngineConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        EngineConnection added = connection with { Id = ++_lastId, StartNs = _kernel?.Now ?? 0 };
        _connections.Add(added.Id, added);
        Changes.Publish(new ConnectionChange(PolicyChangeType.Add, added));
        return added.Id;
    }

    /// <summary>Bytes of a connection went by; one that ended is ignored. IRQL at most Dispatch.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="bytesIn">Bytes received.</param>
    /// <param name="bytesOut">Bytes sent.</param>
    public void AddBytes(ulong id, ulong bytesIn, ulong bytesOut)
    {
        if (_connections.TryGetValue(id, out EngineConnection? connection))
        {
            _connections[id] = connection with { BytesIn = connection.BytesIn + bytesIn, BytesOut = connection.BytesOut + bytesOut };
        }
    }

    /// <summary>A connection ended. IRQL at most Dispatch.</summary>
    /// <param name="id">The connection.</param>
    /// <returns>False when there is no such connection.</returns>
    public bool Remove(ulong id)
    {
        if (!_connections.Remove(id, out EngineConnection? connection))
        {
            return false;
        }

        Changes.Publish(new ConnectionChange(PolicyChangeType.Delete, connection));
        return true;
    }

    internal EngineConnection? Find(ulong id) => _connections.GetValueOrDefault(id);

    internal IReadOnlyList<EngineConnection> Snapshot(bool withBytes) =>
        [.. _connections.Values.Select(c => withBytes ? c : c with { BytesIn = 0, BytesOut = 0 })];
}
