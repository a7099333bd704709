using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The transmit half of a miniport's data path.</summary>
public interface IMiniportSend
{
    /// <summary>
    /// Takes lists to transmit and completes each exactly once with <see cref="MiniportAdapter.CompleteSend"/>, in any order and grouping, also from inside this call.
    /// <see cref="NetBufferList.Status"/> is set before. The data space must be as it came. IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("MiniportSendNetBufferLists")]
    void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags);

    /// <summary>Completes, with SendAborted, queued lists whose slot 5 is <paramref name="cancelId"/> and that the hardware does not have yet. IRQL: at most Dispatch.</summary>
    [WindowsDdi("MiniportCancelSend")]
    void CancelSend(ulong cancelId)
    {
    }
}
