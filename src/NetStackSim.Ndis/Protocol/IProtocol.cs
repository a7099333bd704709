using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One binding as its protocol sees it.</summary>
public interface IProtocol : IProtocolReceive
{
    /// <summary>
    /// Gives the adapter up: all received lists are returned, all sends and requests complete. Success, or Pending and later
    /// <see cref="ProtocolBinding.UnbindComplete"/>. <see cref="ProtocolBinding.Close"/> may be called before; NDIS does it otherwise. IRQL: Passive.
    /// </summary>
    [WindowsDdi("ProtocolUnbindAdapterEx")]
    NtStatus Unbind();

    /// <summary>
    /// Tells of Pause, Restart, power and other events: Success, or Pending and later <see cref="ProtocolBinding.CompleteNetPnPEvent"/>. Pause must not fail: stop
    /// sending, return what is held. A protocol that knows no pause says NotSupported to it; it is unbound, and bound again when the stack restarts. IRQL: Passive.
    /// </summary>
    [WindowsDdi("ProtocolNetPnPEvent")]
    NtStatus NetPnPEvent(NetPnPEvent netPnPEvent);

    /// <summary>An open that pended is done. IRQL: Passive.</summary>
    [WindowsDdi("ProtocolOpenAdapterCompleteEx")]
    void OpenAdapterComplete(NtStatus status)
    {
    }

    /// <summary>A close that pended is done. IRQL: Passive.</summary>
    [WindowsDdi("ProtocolCloseAdapterCompleteEx")]
    void CloseAdapterComplete()
    {
    }

    /// <summary>Tells of a status change below; the attributes of the binding are up to date already. IRQL: at most Dispatch.</summary>
    [WindowsDdi("ProtocolStatusEx")]
    void Status(in StatusIndication indication)
    {
    }

    /// <summary>A request of this binding that pended is complete. IRQL: at most Dispatch.</summary>
    [WindowsDdi("ProtocolOidRequestComplete")]
    void OidRequestComplete(OidRequest request, NtStatus status)
    {
    }

    /// <summary>A direct request of this binding that pended is complete. IRQL: at most Dispatch.</summary>
    [WindowsDdi("ProtocolDirectOidRequestComplete")]
    void DirectOidRequestComplete(OidRequest request, NtStatus status)
    {
    }
}
