using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A network plug and play event on its way up to filters and protocols. Made anew for every delivery.</summary>
[WindowsDdi("NET_PNP_EVENT_NOTIFICATION")]
public sealed class NetPnPEvent
{
    private int _answersDue;
    private NtStatus _result = NtStatus.Success;

    /// <summary>Makes an event.</summary>
    /// <param name="code">What happens.</param>
    /// <param name="payload">
    /// What the code says about it: a <see cref="DevicePowerState"/> for SetPower and QueryPower, a list of <see cref="PortNumber"/> for port activation and
    /// deactivation; null for most.
    /// </param>
    public NetPnPEvent(NetPnPEventCode code, object? payload = null)
    {
        Code = code;
        Payload = payload;
    }

    internal NetPnPEvent(PauseReason pauseReason)
        : this(NetPnPEventCode.Pause) => PauseReason = pauseReason;

    /// <summary>What happens.</summary>
    public NetPnPEventCode Code { get; }

    /// <summary>What the code says about it.</summary>
    public object? Payload { get; }

    /// <summary>For Pause: why.</summary>
    public PauseReason PauseReason { get; }

    /// <summary>For PortActivation and PortDeactivation: the ports.</summary>
    public IReadOnlyList<PortNumber> Ports => Payload as IReadOnlyList<PortNumber> ?? [];

    /// <summary>Ports become active: what a miniport tells with <see cref="MiniportAdapter.NetPnPEvent(Ndis.NetPnPEvent)"/>.</summary>
    public static NetPnPEvent PortActivation(params IReadOnlyList<PortNumber> ports) => new(NetPnPEventCode.PortActivation, ports);

    /// <summary>Ports become inactive.</summary>
    public static NetPnPEvent PortDeactivation(params IReadOnlyList<PortNumber> ports) => new(NetPnPEventCode.PortDeactivation, ports);

    /// <inheritdoc/>
    public override string ToString() => Code.ToString();

    /// <summary>The step that ends when everybody has answered; null for an event that nobody waits for.</summary>
    internal PendingStep? Step { get; set; }

    /// <summary>Somebody is asked.</summary>
    internal void Asked() => _answersDue++;

    /// <summary>An answer came while everybody is still being asked: the first refusal is the result.</summary>
    internal void Answered(NtStatus status)
    {
        _answersDue--;
        if (_result.IsSuccess)
        {
            _result = status;
        }
    }

    /// <summary>What the handler above returns: Pending while an answer is due.</summary>
    internal NtStatus Result => _answersDue > 0 ? NtStatus.Pending : _result;

    /// <summary>A late answer: the last one ends the step.</summary>
    internal void AnsweredLater(NtStatus status)
    {
        Answered(status);
        if (_answersDue == 0)
        {
            Step?.Complete(_result);
        }
    }
}
