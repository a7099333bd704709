using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The data path of a protocol.</summary>
public interface IProtocolReceive
{
    /// <summary>
    /// Takes received lists: each goes back once with <see cref="ProtocolBinding.Return"/>. With <see cref="ReceiveFlags.Resources"/> they are a loan: copy what is needed,
    /// return none, leave the chain as it was. IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("ProtocolReceiveNetBufferLists")]
    void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags);

    /// <summary>Takes back lists that this binding sent; status set, data space as it was given away. IRQL: at most Dispatch.</summary>
    [WindowsDdi("ProtocolSendNetBufferListsComplete")]
    void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags);
}
