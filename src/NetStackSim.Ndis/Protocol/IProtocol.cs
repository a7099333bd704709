using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One binding as its protocol sees it.</summary>
public interface IProtocol : IProtocolReceive
{
    /// <summary>
    /// Gives the adapter up: all received lists are returned, all sends and requests complete. Success, or Pending and later
    /// <see cref="ProtocolBinding.UnbindComplete"/>. IRQL: Passive.
    /// </summary>
    [WindowsDdi("ProtocolUnbindAdapterEx")]
    NtStatus Unbind();

    /// <summary>
    /// Tells of Pause, Restart, power and other events: Success, or Pending and later <see cref="ProtocolBinding.CompleteNetPnPEvent"/>. Pause must not fail: stop
    /// sending, return what is held. IRQL: Passive.
    /// </summary>
    [WindowsDdi("ProtocolNetPnPEvent")]
    NtStatus NetPnPEvent(NetPnPEvent netPnPEvent);

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
