using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>Which event callbacks of a socket are on (client-apis 3.7), as a value that the socket holds.</summary>
internal struct WskEventState
{
    private WskEventMask _enabled;
    private WskEventMask _static;
    private WskEventMask _running;

    public WskEventState(WskEventMask staticEvents)
    {
        _static = staticEvents;
        _enabled = staticEvents;
    }

    /// <summary>True when the callback may be called.</summary>
    public readonly bool IsEnabled(WskEventMask mask) => (_enabled & mask) != 0;

    /// <summary>True when the callback was enabled for the client's life.</summary>
    public readonly bool IsStatic(WskEventMask mask) => (_static & mask) != 0;

    /// <summary>The events now on, for inheritance by accepted sockets.</summary>
    public readonly WskEventMask Enabled => _enabled;

    /// <summary>Turns events on, as inheritance does.</summary>
    public void Enable(WskEventMask mask) => _enabled |= mask;

    /// <summary>Turns an event off inside WSK.</summary>
    public void Disable(WskEventMask mask) => _enabled &= ~mask;

    /// <summary>Marks a callback as running, so that disabling it can tell.</summary>
    public void Enter(WskEventMask mask) => _running |= mask;

    /// <summary>The callback returned.</summary>
    public void Leave(WskEventMask mask) => _running &= ~mask;

    /// <summary>Applies <c>SO_WSK_EVENT_CALLBACK</c>.</summary>
    /// <param name="mask">Events, or one event with Disable.</param>
    /// <param name="allowed">Events that the category has.</param>
    /// <returns>Success; EventPending when the callback to disable is running; InvalidParameter.</returns>
    public NtStatus Control(WskEventMask mask, WskEventMask allowed)
    {
        WskEventMask events = mask & ~WskEventMask.Disable;
        if (events == 0 || (events & ~allowed) != 0)
        {
            return NtStatus.InvalidParameter;
        }

        if ((mask & WskEventMask.Disable) == 0)
        {
            _enabled |= events;
            return NtStatus.Success;
        }

        if ((events & (events - 1)) != 0 || (events & _static) != 0)
        {
            return NtStatus.InvalidParameter;
        }

        _enabled &= ~events;
        return (_running & events) != 0 ? NtStatus.EventPending : NtStatus.Success;
    }
}
