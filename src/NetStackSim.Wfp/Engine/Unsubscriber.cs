namespace NetStackSim.Wfp;

/// <summary>Ends a subscription once.</summary>
internal sealed class Unsubscriber : IDisposable
{
    private Action? _end;

    internal Unsubscriber(Action end) => _end = end;

    public void Dispose()
    {
        Action? end = _end;
        _end = null;
        end?.Invoke();
    }
}
