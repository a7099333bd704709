using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// Ports, drops, errors from the network, traces and listings.
internal sealed partial class TcpProtocol
{
    private readonly List<TcpListener> _listeners = [];

    /// <summary>The name of this component in traces.</summary>
    internal string TraceComponent => _traceComponent ??= Kernel.Name + "/tcp";

    private string? _traceComponent;

    /// <inheritdoc/>
    public void OnIcmpError(in IcmpErrorInfo error)
    {
        TcpTableEntry? entry = Table.Find(error.Local, error.LocalPort, error.Remote, error.RemotePort, compartment: 1);
        if (entry is TcpConnection connection && error.Transport.Length >= sizeof(ulong))
        {
            var sequence = new SequenceNumber(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(error.Transport[4..]));
            IcmpArrival.Process(connection, sequence, error);
        }

        Settle();
    }

    /// <inheritdoc/>
    public void OnPathMtuChanged(in IpAddress destination, int mtu)
    {
        // Connections compare the path MTU with their segment size when they send; the one whose packet was too big resends at once.
    }

    /// <inheritdoc/>
    public void DescribeFlow(ref InspectionContext context) => Inspector.DescribeFlow(ref context);

    /// <inheritdoc/>
    public void AddEndpoints(List<EndpointRow> rows)
    {
        List<TcpTableEntry> entries = [];
        Table.CopyTo(entries);
        entries.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        int listener = 0;
        foreach (TcpTableEntry entry in entries)
        {
            for (; listener < _listeners.Count && _listeners[listener].Id < entry.Id; listener++)
            {
                AddRow(rows, _listeners[listener]);
            }

            rows.Add(new EndpointRow(Protocol, entry.LocalEndpoint, entry.RemoteEndpoint, entry.State.ToString(), OwnerOf(entry)) { Handle = HandleOf(entry) });
        }

        for (; listener < _listeners.Count; listener++)
        {
            AddRow(rows, _listeners[listener]);
        }
    }

    /// <inheritdoc/>
    public void AddFlows(List<FlowRow> rows)
    {
        List<TcpTableEntry> entries = [];
        Table.CopyTo(entries);
        entries.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        foreach (TcpTableEntry entry in entries)
        {
            rows.Add(Inspector.Describe(entry, HandleOf(entry), OwnerOf(entry)));
        }
    }

    /// <inheritdoc/>
    public void AddStatistics(List<KeyValuePair<string, long>> rows)
    {
        Statistics.AddTo(rows);
        rows.Add(new("tcp.connections", Table.Count));
        rows.Add(new("tcp.half-open", Requests.Count));
        rows.Add(new("tcp.time-wait", TimeWaits.Count));
    }

    /// <inheritdoc/>
    public void Stop()
    {
        Requests.Clear();
        TimeWaits.Clear();
    }

    /// <inheritdoc/>
    public void ReportLeaks(LeakReport report)
    {
        List<TcpTableEntry> entries = [];
        Table.CopyTo(entries);
        entries.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        foreach (TcpTableEntry entry in entries)
        {
            // TIME-WAIT outlives every client by design.
            if (entry is TcpConnection)
            {
                report.Add("tcp", $"{entry.LocalEndpoint} - {entry.RemoteEndpoint} is {entry.State}", 1);
            }
        }

        foreach (TcpListener listener in _listeners)
        {
            report.Add("tcp", $"{listener.Local} is Listen", 1);
        }
    }

    /// <summary>Takes an address and a port.</summary>
    internal NtStatus ClaimPort(in EndpointOptions options, in IpEndpoint local, AddressSharing sharing, out PortBinding? binding)
    {
        binding = null;
        bool familyFits = local.Family == options.Family || (options.DualMode && local.Address.IsMappedV6);
        bool isHere = local.Address.IsUnspecified || Network.IsLocalAddress(local.Address);
        return familyFits && isHere ? Ports.TryBind(local, sharing, options, out binding) : NtStatus.InvalidAddressComponent;
    }

    /// <summary>An endpoint gives its port up.</summary>
    internal void ReleaseBinding(TcpConnection connection)
    {
        if (connection.Binding is { } binding)
        {
            connection.Binding = null;
            Ports.Release(binding);
            Endpoints.Release(connection, binding.Endpoint);
        }
    }

    /// <summary>A bound listener is shown in listings.</summary>
    internal void AddListener(TcpListener listener)
    {
        int place = _listeners.Count;
        while (place > 0 && _listeners[place - 1].Id > listener.Id)
        {
            place--;
        }

        _listeners.Insert(place, listener);
    }

    /// <summary>A closed listener is no longer shown.</summary>
    internal void RemoveListener(TcpListener listener) => _listeners.Remove(listener);

    /// <summary>True when an option may be set to a value on a connection of this host.</summary>
    internal NtStatus CheckOption(TransportOption option, long value)
    {
        if (!TryRentConnection(null, null, 1, out TcpConnection? probe))
        {
            return NtStatus.InsufficientResources;
        }

        NtStatus status = probe.SetOption(option, value);
        Recycle(probe);
        return status;
    }

    /// <summary>Counts a received segment that is given up.</summary>
    /// <returns>True when the discard layer forbids to answer it.</returns>
    internal bool Discard(DropCause cause, NetBufferList list) => Network.Drops.Drop(cause, list.Network.Source.Family, list);

    /// <summary>Answers a segment that does not fit with an acknowledgment, as often as the limits allow (RFC 5961 section 7).</summary>
    internal void Challenge(TcpConnection connection)
    {
        if (connection.TryTakeChallenge())
        {
            Statistics.ChallengeAcks++;
            connection.Acks.Immediate = true;
        }
    }

    /// <summary>The routing compartment that a packet came in by.</summary>
    internal uint CompartmentOf(in NetworkLayerInfo network) => Network.CompartmentOf(network.InterfaceIndex);

    /// <summary>Traces segments on their way down.</summary>
    internal void TraceSend(ref NetBufferListChain chain)
    {
        if (Kernel.Trace is { } trace)
        {
            StackTrace.Chain(Kernel, trace, TraceKind.HeaderAdded, TraceComponent, chain.Head, TcpHeader.Size);
        }
    }

    /// <summary>Traces a send request.</summary>
    internal void TraceSubmit(TcpConnection connection, StreamSend send)
    {
        if (Kernel.Trace is { } trace)
        {
            trace.Write(TraceEvent.At(Kernel, TraceKind.Submit, trace.Component(TraceComponent), send.CorrelationId, send.Length, connection.Id));
        }
    }

    /// <summary>Traces data on its way to the client.</summary>
    internal void TraceDeliver(ref NetBufferListChain chain)
    {
        if (Kernel.Trace is { } trace)
        {
            StackTrace.Chain(Kernel, trace, TraceKind.Deliver, TraceComponent, chain.Head, 0);
        }
    }

    private static int OwnerOf(TcpTableEntry entry) => entry switch
    {
        TcpConnection connection => connection.Process?.Id ?? 0,
        TcpHalfOpen request => request.Listener.Process?.Id ?? 0,
        TcpTimeWait waiting => waiting.ProcessId,
        _ => 0,
    };

    private static ulong HandleOf(TcpTableEntry entry) => entry is TcpHalfOpen request ? request.Listener.Id : entry.Id;

    private void AddRow(List<EndpointRow> rows, TcpListener listener)
    {
        if (listener.IsListening)
        {
            rows.Add(new EndpointRow(Protocol, listener.Local, default, nameof(TcpState.Listen), listener.Process?.Id ?? 0) { Handle = listener.Id, IsDualMode = listener.IsDualMode });
        }
    }
}
