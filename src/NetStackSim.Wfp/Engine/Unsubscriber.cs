using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Ends a subscription once.</summary>
internal sealed class Unsubscriber : IDisposable
{
    private Action? _end;

    internal Unsubscriber(Action end) => _end = end;

    [WindowsDdi("FwpmBfeStateUnsubscribeChanges0")]
    [WindowsDdi("FwpmConnectionUnsubscribe0")]
    [WindowsDdi("FwpmSystemPortsUnsubscribe0")]
    [WindowsDdi("FwpmvSwitchEventUnsubscribe0")]
    public void Dispose()
    {
        Action? end = _end;
        _end = null;
        end?.Invoke();
    }
}
