using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>One authorised datagram flow: its direction never changes, it ends when nothing went by for its lifetime.</summary>
internal sealed class DatagramFlow(DatagramFlowKey key, InspectionDirection direction, DatagramEndpoint? endpoint) : IPendedStepOwner, IAbortableFlow
{
    private const long UnicastLifetimeNs = 60_000_000_000;
    private const long GroupLifetimeNs = 4_000_000_000;
    private const int RememberedSenders = 64;

    private List<IpEndpoint>? _senders;

    internal DatagramFlowKey Key { get; } = key;

    internal InspectionDirection Direction { get; } = direction;

    internal DatagramEndpoint? Endpoint { get; } = endpoint;

    internal InspectionState State { get; } = new();

    internal long LastUsed { get; set; }

    /// <summary>Our own endpoint of an echo; 0 for flows of clients.</summary>
    internal ulong EchoHandle { get; set; }

    /// <summary>FLOW_ESTABLISHED was shown.</summary>
    internal bool IsEstablished { get; set; }

    /// <summary>What the filter engine holds the flow with; null while it does not.</summary>
    internal PendedStep? Step { get; set; }

    /// <summary>The filter engine has not decided: datagrams are lost meanwhile.</summary>
    internal bool IsPended => Step is not null;

    internal bool IsEnded { get; set; }

    /// <summary>Datagrams from others than the peer may belong to it; counted while it is remembered.</summary>
    internal bool IsLoose { get; set; }

    /// <summary>Who redirected the flow; null when nobody did.</summary>
    internal RedirectRequest? Redirect { get; set; }

    /// <summary>The interface of the first packet, or of the way to the peer.</summary>
    internal uint InterfaceIndex { get; set; }

    /// <summary>The interface by which the flow comes, as far as it was authorised.</summary>
    internal uint ArrivalInterface { get; set; }

    /// <summary>The interface by which the flow leaves, as far as it was authorised.</summary>
    internal uint NextHopInterface { get; set; }

    /// <summary>Why the flow has to be authorised again, beside a new policy.</summary>
    internal ReauthorizationReasons Reauthorization { get; set; }

    /// <summary>The first packet stays on the host.</summary>
    internal bool IsLoopback { get; set; }

    /// <summary>From anybody to a broadcast or multicast address.</summary>
    internal bool IsInboundGroup { get; } = direction == InspectionDirection.Inbound && key.Remote.IsUnspecified;

    /// <summary>To a broadcast or multicast address.</summary>
    internal bool IsGroup { get; } = key.Remote.IsMulticast || key.Remote.IsLimitedBroadcast;

    internal long LifetimeNs => IsGroup
        ? State.Tuning?.MulticastLifetimeNs ?? GroupLifetimeNs
        : State.Tuning?.UnicastLifetimeNs ?? UnicastLifetimeNs;

    internal long DueNs => LastUsed + LifetimeNs;

    /// <summary>The choice of the peer by the client waits for the filter engine, not a datagram.</summary>
    internal bool Connects { get; set; }

    /// <summary>Whether a datagram goes by another interface than those before it in its direction; it counts as authorised from now on.</summary>
    internal ReauthorizationReasons Moves(uint interfaceIndex, bool inbound)
    {
        uint known = inbound ? ArrivalInterface : NextHopInterface;
        if (known == interfaceIndex || interfaceIndex == 0)
        {
            return ReauthorizationReasons.None;
        }

        if (inbound)
        {
            ArrivalInterface = interfaceIndex;
        }
        else
        {
            NextHopInterface = interfaceIndex;
        }

        // A flow that began without a packet learns its interfaces from the first.
        return known == 0 ? ReauthorizationReasons.None
            : inbound ? ReauthorizationReasons.NewArrivalInterface : ReauthorizationReasons.NewNextHopInterface;
    }

    /// <inheritdoc/>
    public void GoOn(InspectionVerdict verdict) => Owner?.CompletePended(this, verdict);

    /// <inheritdoc/>
    public void AskAgain() => Owner?.AskPended(this);

    /// <inheritdoc/>
    public void AbortFlow() => Owner?.End(this);

    /// <summary>Who keeps the flow.</summary>
    internal DatagramFlows? Owner { get; set; }

    /// <summary>True for a sender whose datagrams were authorised.</summary>
    internal bool Knows(in IpAddress address, ushort port) => _senders?.Contains(new IpEndpoint(address, port)) == true;

    /// <summary>Remembers a sender; of very many the oldest are forgotten.</summary>
    /// <returns>True for a new one.</returns>
    internal bool NoteSender(in IpAddress address, ushort port)
    {
        IpEndpoint sender = new(address, port);
        _senders ??= [];
        if (_senders.Contains(sender))
        {
            return false;
        }

        if (_senders.Count == RememberedSenders)
        {
            _senders.RemoveAt(0);
        }

        _senders.Add(sender);
        return true;
    }
}
