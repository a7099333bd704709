using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <content>Enabling, disabling and calling event callbacks (client-apis 3.7).</content>
public abstract partial class WskSocket
{
    private WskEventState _events;
    private IrpQueue? _disables;

    /// <summary>The events that are on.</summary>
    private protected WskEventMask EnabledEvents => _events.Enabled;

    /// <summary>The events of the category.</summary>
    private protected abstract WskEventMask Events { get; }

    /// <summary>Events that may be enabled and never be disabled.</summary>
    private protected virtual WskEventMask PermanentEvents => WskEventMask.None;

    /// <summary>True when the socket is far enough to control its events: bound, or connected.</summary>
    private protected abstract bool MayControlEvents { get; }

    private protected bool IsEventStatic(WskEventMask mask) => _events.IsStatic(mask);

    private protected bool IsEventOn(WskEventMask mask) => _events.IsEnabled(mask) && !IsClosing && !IsForcedClosed;

    /// <summary>As <see cref="IsEventOn"/> for the last call that a socket without a transport makes.</summary>
    private protected bool IsEventEnabled(WskEventMask mask) => _events.IsEnabled(mask);

    private protected void EnableEvents(WskEventMask mask) => _events.Enable(mask);

    private protected void DisableEvents(WskEventMask mask) => _events.Disable(mask);

    /// <summary>A callback is about to run.</summary>
    private protected void EnterCallback(WskEventMask mask)
    {
        Hold();
        _events.Enter(mask);
    }

    /// <summary>A callback returned and what it did has been digested: requests to disable it end, and the end of the socket may go on.</summary>
    private protected void LeaveCallback(WskEventMask mask)
    {
        _events.Leave(mask);
        if (_disables is { IsEmpty: false })
        {
            EndDisables(mask);
        }

        Unhold();
    }

    /// <summary>Events were enabled: shows what waits.</summary>
    private protected abstract void OnEventsEnabled();

    private NtStatus ControlEvents(ReadOnlySpan<byte> input, Irp? irp)
    {
        NtStatus status = CheckEvents(input, irp, out WskEventMask mask);
        if (!status.IsSuccess)
        {
            return irp is null ? status : irp.CompleteRequest(status);
        }

        if ((mask & WskEventMask.Disable) != 0)
        {
            return DisableOne(mask & ~WskEventMask.Disable, irp);
        }

        EnableEvents(mask);
        OnEventsEnabled();
        return NtStatus.Success;
    }

    private NtStatus CheckEvents(ReadOnlySpan<byte> input, Irp? irp, out WskEventMask mask)
    {
        bool isRead = WskOptionTable.TryRead(WskSocketOption.EventCallback, WskSocketOption.LevelSocket, input, out uint value);
        mask = (WskEventMask)value;
        if (!isRead || (irp is not null && (mask & WskEventMask.Disable) == 0))
        {
            return NtStatus.InvalidParameter;
        }

        return MayControlEvents ? _events.Check(mask, Events, PermanentEvents) : NtStatus.InvalidDeviceState;
    }

    private NtStatus DisableOne(WskEventMask mask, Irp? irp)
    {
        _events.Disable(mask);
        if (!_events.IsRunning(mask))
        {
            return irp?.CompleteRequest(NtStatus.Success) ?? NtStatus.Success;
        }

        if (irp is null)
        {
            return NtStatus.EventPending;
        }

        irp.CurrentStackLocation.Value1 = (ulong)mask;
        (_disables ??= new IrpQueue("WSK event disables")).Insert(irp);
        return NtStatus.Pending;
    }

    private void EndDisables(WskEventMask mask)
    {
        // Those for other callbacks that run further out on the stack stay.
        for (int n = _disables!.Count; n > 0 && _disables.RemoveNext() is { } irp; n--)
        {
            if (irp.CurrentStackLocation.Value1 == (ulong)mask)
            {
                irp.Complete(NtStatus.Success);
            }
            else
            {
                _disables.Insert(irp);
            }
        }
    }
}
