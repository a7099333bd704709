namespace NetStackSim.Ndis;

/// <content>Status indications on their way up, and those that NDIS makes by itself.</content>
internal sealed partial class DriverStack
{
    private OperState? _toldOperState;

    /// <summary>What has happened to the interface.</summary>
    public InterfaceHistory History { get; } = new();

    /// <summary>Passes a status indication to the first module from this index on that wants it, or to the protocols.</summary>
    public void StatusUp(int index, in StatusIndication indication)
    {
        for (int i = index; i < _filters.Count; i++)
        {
            if (_filters[i].StatusHandler is { } handler)
            {
                CallWatch watch = CallWatch.Begin(Kernel);
                handler.Status(indication);
                watch.End(Runtime, NdisWatchdog.FilterStatus, _filters[i].Name, (ulong)indication.StatusCode);
                return;
            }

            // An answer to a request of a module that does not listen ends there.
            if (ReferenceEquals(indication.DestinationHandle, _filters[i]))
            {
                return;
            }
        }

        StatusPath.Apply(this, indication);
        DeliverStatus(indication);
        if (indication.StatusCode is NdisStatusCode.LinkState or NdisStatusCode.PortState)
        {
            UpdateOperState();
        }
    }

    /// <summary>Tells upper drivers when the operational state is another than they were told last. Not in the middle of an operation: its end counts.</summary>
    public void UpdateOperState()
    {
        if (_isBusy || Adapter.State is AdapterState.Halted or AdapterState.Initializing or AdapterState.Shutdown)
        {
            return;
        }

        OperState now = Adapter.OperState;
        if (now == _toldOperState)
        {
            return;
        }

        bool isNews = _toldOperState is not null;
        _toldOperState = now;
        History.OperStateChanged(Kernel.Now);
        if (isNews)
        {
            StatusUp(0, new StatusIndication(Adapter, NdisStatusCode.OperStatus, now));
        }
    }

    private void DeliverStatus(in StatusIndication indication)
    {
        for (int i = 0; i < _bindings.Count; i++)
        {
            if (indication.DestinationHandle is null || ReferenceEquals(indication.DestinationHandle, _bindings[i]))
            {
                CallWatch watch = CallWatch.Begin(Kernel);
                _bindings[i].Protocol?.Status(indication);
                watch.End(Runtime, NdisWatchdog.ProtocolStatus, _bindings[i].Name, (ulong)indication.StatusCode);
            }
        }
    }
}
