using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>TCP of one host: the tables, the pools, and the batch in which everything happens.</summary>
/// <remarks>
/// A batch begins when something enters from outside (a chain of segments, a completion, a timer, a call of a client) and ends with
/// <see cref="Settle"/>: every connection that was touched is flushed once, then lists that are done go back together. Calls that come in while a batch runs
/// join it. IRQL at most Dispatch; one thread.
/// </remarks>
internal sealed partial class TcpProtocol : IStreamTransport, INetBufferListOwner
{
    private TcpConnection? _touchedHead;
    private TcpConnection? _touchedTail;
    private NetBufferListQueue _returns;
    private int _depth;
    private ulong _lastId;

    /// <summary>Makes TCP of a host.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="profile">What differs between systems.</param>
    /// <param name="network">The network layer.</param>
    /// <param name="points">The inspection points.</param>
    public TcpProtocol(SimKernel kernel, StackProfile profile, ITransportNetwork network, InspectionPoints points)
    {
        Kernel = kernel;
        Profile = profile;
        Network = network;
        TimerProcessor = kernel.Processors[0];
        RandomStream keys = kernel.RandomStream("tcp.isn");
        Isn = new IsnGenerator(keys);
        Table = new TcpTable(kernel.RandomStream("tcp.table").NextUInt64());
        Ports = new PortTable(kernel.RandomStream("tcp.ports"), profile.DynamicPortStart, profile.DynamicPortCount);
        ResetLimiter = new RateLimiter(profile.TcpResetsPerSecond, profile.TcpResetsPerSecond);
        ChallengeLimiter = new RateLimiter(profile.TcpChallengeAcksPerSecond, profile.TcpChallengeAcksPerSecond);
        Output = new TcpOutput(this);
        Inspector = new TcpInspection(this, points);
        Endpoints = new EndpointInspection(points, network.Drops);
        Requests = new ConnectionRequests(this);
        TimeWaits = new TimeWaitTable(this);
        Connections = new TcpConnectionPool(this);
    }

    /// <inheritdoc/>
    public byte Protocol => (byte)IpProtocol.Tcp;

    /// <summary>The host.</summary>
    internal SimKernel Kernel { get; }

    /// <summary>What differs between systems.</summary>
    internal StackProfile Profile { get; }

    /// <summary>The network layer.</summary>
    internal ITransportNetwork Network { get; }

    /// <summary>The processor on which timers expire.</summary>
    internal Processor TimerProcessor { get; }

    /// <summary>Initial sequence numbers.</summary>
    internal IsnGenerator Isn { get; }

    /// <summary>Connections, half-open requests and TIME-WAIT entries by addresses and ports.</summary>
    internal TcpTable Table { get; }

    /// <summary>Bound ports.</summary>
    internal PortTable Ports { get; }

    /// <summary>Half-open requests.</summary>
    internal ConnectionRequests Requests { get; }

    /// <summary>Connections in TIME-WAIT.</summary>
    internal TimeWaitTable TimeWaits { get; }

    /// <summary>Connection objects.</summary>
    internal TcpConnectionPool Connections { get; }

    /// <summary>What sends.</summary>
    internal TcpOutput Output { get; }

    /// <summary>What asks the filter engine.</summary>
    internal TcpInspection Inspector { get; }

    /// <summary>What asks it about endpoints.</summary>
    internal EndpointInspection Endpoints { get; }

    /// <summary>Bounds resets that answer segments of strangers.</summary>
    internal RateLimiter ResetLimiter { get; }

    /// <summary>Bounds the answers to segments that do not fit, for the whole host.</summary>
    internal RateLimiter ChallengeLimiter { get; }

    /// <summary>Counters.</summary>
    internal TcpStatistics Statistics { get; } = new();

    /// <summary>Virtual time in nanoseconds.</summary>
    internal long Now => Kernel.Loop.Now;

    /// <inheritdoc/>
    public NtStatus CreateStreamEndpoint(in EndpointOptions options, IStreamEndpointClient client, out IStreamEndpoint? endpoint)
    {
        ArgumentNullException.ThrowIfNull(client);
        endpoint = null;
        if (!TryRentConnection(client, options.Process, options.Compartment, out TcpConnection? connection))
        {
            return NtStatus.InsufficientResources;
        }

        connection.Family = options.Family;
        connection.DualMode = options.DualMode;
        endpoint = connection;
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public NtStatus CreateListener(in EndpointOptions options, IListenerClient client, out IListener? listener)
    {
        ArgumentNullException.ThrowIfNull(client);
        listener = new TcpListener(this, options, client);
        return NtStatus.Success;
    }

    /// <summary>Lists that we sent came back.</summary>
    public void SendComplete(ref NetBufferListChain chain)
    {
        Output.Release(ref chain);
        Settle();
    }

    /// <summary>Notes that a connection has something to tell or to send at the end of the batch.</summary>
    internal void Touch(TcpConnection connection)
    {
        if (connection.IsTouched)
        {
            return;
        }

        connection.IsTouched = true;
        if (_touchedTail is null)
        {
            _touchedHead = connection;
        }
        else
        {
            _touchedTail.NextTouched = connection;
        }

        _touchedTail = connection;
    }

    /// <summary>Ends a batch, unless the call came from inside one.</summary>
    internal void Settle()
    {
        if (_depth > 0 || (_touchedHead is null && _returns.IsEmpty))
        {
            return;
        }

        _depth++;
        while (_touchedHead is { } connection)
        {
            _touchedHead = connection.NextTouched;
            if (_touchedHead is null)
            {
                _touchedTail = null;
            }

            connection.NextTouched = null;
            connection.IsTouched = false;
            connection.Flush();
        }

        NetBufferListChain returned = _returns.TakeAll();
        if (!returned.IsEmpty)
        {
            Network.ReturnReceived(ref returned);
        }

        _depth--;
        Debug.Assert(_touchedHead is null || _depth > 0, "Giving lists back touches no connection.");
    }

    /// <summary>Gives received lists back: at the end of the batch when one runs, else now.</summary>
    internal void ReturnReceived(ref NetBufferListChain lists)
    {
        if (lists.IsEmpty)
        {
            return;
        }

        if (_depth > 0)
        {
            _returns.Enqueue(ref lists);
        }
        else
        {
            Network.ReturnReceived(ref lists);
        }
    }

    /// <summary>Rents a blank connection.</summary>
    internal bool TryRentConnection(
        IStreamEndpointClient? client, SimProcess? process, uint compartment, [NotNullWhen(true)] out TcpConnection? connection)
    {
        if (!Connections.TryRent(out connection))
        {
            return false;
        }

        connection.Prepare(client, process, compartment);
        return true;
    }

    /// <summary>Takes a finished connection back.</summary>
    internal void Recycle(TcpConnection connection)
    {
        connection.Blank();
        Connections.Return(connection);
    }

    /// <summary>A number that is larger than all before.</summary>
    internal ulong NextId() => ++_lastId;

    /// <summary>Makes the congestion control of a connection.</summary>
    internal ICongestionControl CreateCongestionControl(CongestionAlgorithm algorithm) => algorithm == CongestionAlgorithm.NewReno
        ? new NewReno(Profile.TcpSlowStartLimit)
        : new Cubic(Profile.TcpSlowStartLimit);

    /// <summary>Makes the out-of-order queue of a connection.</summary>
    internal StreamReassembler CreateReassembler() => new(Profile.TcpReassemblyRuns, Profile.TcpReassemblyLists);

    /// <summary>The initial sequence number of a new connection; beyond what an earlier one with the same addresses used (TCP-061).</summary>
    internal SequenceNumber ChooseInitial(in IpEndpoint local, in IpEndpoint remote, SequenceNumber? usedBefore)
    {
        SequenceNumber initial = Isn.Next(local, remote, Now);
        return usedBefore is { } used && initial.IsAtOrBefore(used) ? used + Profile.TcpReceiveBuffer : initial;
    }

    /// <summary>Makes sure that a connection's addresses are not in use; a connection in TIME-WAIT gives way to a new one of ours.</summary>
    internal bool TryClaimTuple(TcpConnection connection, out SequenceNumber initial)
    {
        ref readonly IpEndpoint local = ref connection.LocalEndpoint;
        ref readonly IpEndpoint remote = ref connection.RemoteEndpoint;
        TcpTableEntry? other = Table.Find(local.Address, local.Port, remote.Address, remote.Port, connection.Compartment);
        var old = other as TcpTimeWait;
        initial = ChooseInitial(local, remote, old?.SendNext);
        if (old is not null)
        {
            TimeWaits.Remove(old);
            return true;
        }

        return other is null;
    }

    /// <summary>Ends the quiet time of a connection early.</summary>
    internal void RemoveTimeWait(TcpTimeWait entry) => TimeWaits.Remove(entry);

    /// <summary>Both directions of a connection have ended and we ended last: a small entry takes its place.</summary>
    internal void EnterTimeWait(TcpConnection connection)
    {
        connection.Timers.Stop();
        TimeWaits.Enter(connection);
        connection.ShowClosure();
    }

    /// <summary>A connection left the wire for another reason than TIME-WAIT.</summary>
    internal void OnConnectionEnded(TcpConnection connection)
    {
        bool wasOnWire = connection.IsInTable;
        Table.Remove(connection);
        if (wasOnWire)
        {
            connection.ShowClosure();
        }
    }

    /// <summary>A connection moved to another state.</summary>
    internal void OnStateChanged(TcpConnection connection, TcpState before, TcpState after)
    {
        bool was = before is TcpState.Established or TcpState.CloseWait;
        bool isNow = after is TcpState.Established or TcpState.CloseWait;
        Statistics.CurrentEstablished += (isNow ? 1 : 0) - (was ? 1 : 0);
        if (Kernel.Trace is { } trace)
        {
            trace.Write(TraceEvent.At(Kernel, TraceKind.StateChange, trace.Component(TraceComponent), connection.Id, 0, (ulong)before, (ulong)after));
        }
    }

    /// <summary>Renews the path of a half-open request when routes changed.</summary>
    internal bool TryRefreshPath(TcpHalfOpen request)
    {
        if (request.Path.IsValid)
        {
            return true;
        }

        NtStatus status = Network.TryGetPath(request.RemoteEndpoint.Address, request.LocalEndpoint.Address, 0, out ITransportPath? path);
        if (!status.IsSuccess || path is null)
        {
            return false;
        }

        request.Path = path;
        return true;
    }
}
