using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One adapter as its miniport driver sees it: life cycle, requests and the data path. All handlers are mandatory.</summary>
public interface IMiniport : IMiniportSend, IMiniportReceive
{
    /// <summary>Releases everything: interrupt, timers, memory. Cannot fail. No NDIS call for the adapter afterwards. IRQL: Passive.</summary>
    [WindowsDdi("MiniportHaltEx")]
    void Halt(HaltAction action);

    /// <summary>
    /// Stops indicating, completes all sends, waits until every indicated list has come back. Success, or Pending and later
    /// <see cref="MiniportAdapter.PauseComplete"/>; cannot fail. Requests and status go on. IRQL: Passive.
    /// </summary>
    [WindowsDdi("MiniportPause")]
    NtStatus Pause(PauseReason reason);

    /// <summary>
    /// Starts the data path. Receives may be indicated from here on, sends arrive when the restart is complete. Success, an error, or Pending and later
    /// <see cref="MiniportAdapter.RestartComplete"/>. IRQL: Passive.
    /// </summary>
    /// <param name="attributes">What upper drivers will be told; the miniport may edit it (a new MTU).</param>
    [WindowsDdi("MiniportRestart")]
    NtStatus Restart(RestartAttributes attributes);

    /// <summary>
    /// Answers a regular request: a final status, or Pending and later <see cref="MiniportAdapter.OidRequestComplete"/>. One at a time. An unknown OID is NotSupported.
    /// IRQL: Passive.
    /// </summary>
    [WindowsDdi("MiniportOidRequest")]
    NtStatus OidRequest(OidRequest request);

    /// <summary>Gives up a pending request: complete it with RequestAborted if that is still possible. IRQL: at most Dispatch.</summary>
    [WindowsDdi("MiniportCancelOidRequest")]
    void CancelOidRequest(ulong requestId);

    /// <summary>Tells of a plug and play event, among them surprise removal: the hardware must not be touched any more. IRQL: Passive.</summary>
    [WindowsDdi("MiniportDevicePnPEventNotify")]
    void DevicePnPEvent(DevicePnPEvent devicePnPEvent)
    {
    }

    /// <summary>The system goes down: stop the hardware, free nothing. IRQL: Passive, or any when the system stops by bug check.</summary>
    [WindowsDdi("MiniportShutdownEx")]
    void Shutdown(ShutdownAction action)
    {
    }
}
