using System.Numerics;
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

    /// <summary>The events now on, for inheritance by accepted sockets.</summary>
    public readonly WskEventMask Enabled => _enabled;

    /// <summary>True when the callback may be called.</summary>
    public readonly bool IsEnabled(WskEventMask mask) => (_enabled & mask) != 0;

    /// <summary>True when the callback was enabled for the client's life.</summary>
    public readonly bool IsStatic(WskEventMask mask) => (_static & mask) != 0;

    /// <summary>True while the callback runs.</summary>
    public readonly bool IsRunning(WskEventMask mask) => (_running & mask) != 0;

    /// <summary>Turns events on, as inheritance does.</summary>
    public void Enable(WskEventMask mask) => _enabled |= mask;

    /// <summary>Turns events off.</summary>
    public void Disable(WskEventMask mask) => _enabled &= ~mask;

    /// <summary>Marks a callback as running, so that disabling it can tell.</summary>
    public void Enter(WskEventMask mask) => _running |= mask;

    /// <summary>The callback returned.</summary>
    public void Leave(WskEventMask mask) => _running &= ~mask;

    /// <summary>Is a mask of <c>SO_WSK_EVENT_CALLBACK</c> legal?</summary>
    /// <param name="mask">Events, or one event with Disable.</param>
    /// <param name="allowed">Events that the category has.</param>
    /// <param name="disallowed">Events that may be enabled and not disabled.</param>
    /// <returns>Success or InvalidParameter.</returns>
    public readonly NtStatus Check(WskEventMask mask, WskEventMask allowed, WskEventMask disallowed)
    {
        WskEventMask events = mask & ~WskEventMask.Disable;
        bool isDisable = events != mask;
        bool legal = events != 0
            && (events & ~allowed) == 0
            && (!isDisable || (BitOperations.IsPow2((uint)events) && (events & (_static | disallowed)) == 0));
        return legal ? NtStatus.Success : NtStatus.InvalidParameter;
    }
}
