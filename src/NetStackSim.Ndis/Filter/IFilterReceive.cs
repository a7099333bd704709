using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A filter that is on the receive path.</summary>
public interface IFilterReceive
{
    /// <summary>
    /// Takes lists on their way up. Passes them on with <see cref="FilterModule.IndicateReceive"/> or gives them back with <see cref="FilterModule.ReturnReceived"/>.
    /// With <see cref="ReceiveFlags.Resources"/> the lists are a loan: pass on or not, return none, leave the chain as it was
    /// (<see cref="FilterModule.IndicateSelected{TPredicate}"/> does that for a part). IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("FilterReceiveNetBufferLists")]
    void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags);

    /// <summary>
    /// Takes returned lists on their way down. Lists whose <see cref="NetBufferList.SourceHandle"/> is this module are its own and stay; all others go on with
    /// <see cref="FilterModule.ReturnReceived"/>. IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("FilterReturnNetBufferLists")]
    void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags);
}
