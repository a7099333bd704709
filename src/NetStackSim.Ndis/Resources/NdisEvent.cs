using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>An event of a driver. Signalling is legal up to Dispatch, waiting at Passive only.</summary>
public sealed class NdisEvent
{
    private readonly SimKernel _kernel;
    private readonly KernelEvent _event;

    /// <summary>Makes an event that is not signalled. IRQL: any.</summary>
    [WindowsDdi("NdisInitializeEvent")]
    public NdisEvent(SimKernel kernel, string name = "event")
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _kernel = kernel;
        _event = new KernelEvent(kernel, name: name);
    }

    /// <summary>True while signalled.</summary>
    public bool IsSet => _event.IsSet;

    /// <summary>Signals the event. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisSetEvent")]
    public void Set()
    {
        NdisDdi.SetEvent.Check(_kernel);
        _event.Set();
    }

    /// <summary>Takes the signal back. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisResetEvent")]
    public void Reset()
    {
        NdisDdi.ResetEvent.Check(_kernel);
        _event.Reset();
    }

    /// <summary>Waits until the event is signalled. IRQL: Passive.</summary>
    /// <param name="timeoutNs">Nanoseconds; negative to wait for ever.</param>
    /// <returns>True when it is signalled, false after the time; to be awaited once.</returns>
    /// <exception cref="BugCheckException">The level is too high: 0x7C/0x14.</exception>
    [WindowsDdi("NdisWaitEvent")]
    public async ValueTask<bool> WaitAsync(long timeoutNs = -1)
    {
        Irql irql = _kernel.CurrentProcessor.Irql;
        if (irql > Irql.Passive)
        {
            NdisBugCheck.Raise(_kernel, NdisBugCheckCode.WaitEventHighIrql, _event.Name, $"NdisWaitEvent for '{_event.Name}' at {irql}; legal at Passive", (ulong)irql);
        }

        return await _event.WaitAsync(timeoutNs) == NtStatus.Success;
    }
}
