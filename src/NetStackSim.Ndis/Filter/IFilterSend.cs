using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A filter that is on the send path.</summary>
public interface IFilterSend
{
    /// <summary>
    /// Takes lists on their way down. Passes them on with <see cref="FilterModule.Send"/>, or completes them with <see cref="FilterModule.CompleteSend"/>, or keeps them
    /// for later (and honours cancel and pause). IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("FilterSendNetBufferLists")]
    void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags);

    /// <summary>
    /// Takes completed lists on their way up. Lists whose <see cref="NetBufferList.SourceHandle"/> is this module are its own and stay; all others go on with
    /// <see cref="FilterModule.CompleteSend"/>. IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("FilterSendNetBufferListsComplete")]
    void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags);

    /// <summary>Completes queued lists of this cancel identifier with SendAborted. NDIS passes the cancel on down afterwards. IRQL: at most Dispatch.</summary>
    [WindowsDdi("FilterCancelSendNetBufferLists")]
    void CancelSend(ulong cancelId)
    {
    }
}
