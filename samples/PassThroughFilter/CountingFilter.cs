using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace PassThroughFilter;

/// <summary>An NDIS lightweight filter driver: one module per adapter, everything passes, chains and lists are counted.</summary>
internal sealed class CountingFilter : IFilterDriver
{
    /// <summary>The module of each adapter.</summary>
    public List<Module> Modules { get; } = [];

    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        var attached = new Module(module);
        Modules.Add(attached);
        filter = attached;
        return NtStatus.Success;
    }

    /// <summary>The interfaces are the handlers: leave IFilterSend out and NDIS keeps the module off the send path.</summary>
    internal sealed class Module(FilterModule module) : IFilter, IFilterSend, IFilterReceive, IFilterStatus
    {
        public long ChainsDown { get; private set; }

        public long ListsDown { get; private set; }

        public long ChainsUp { get; private set; }

        public long ListsUp { get; private set; }

        // Protocols above send: hand the whole chain on. From here on it belongs to the next driver.
        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            ChainsDown++;
            ListsDown += chain.Count;
            module.Send(ref chain, port, flags);
        }

        // The miniport is done with lists that we passed down: give them back to those above.
        public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => module.CompleteSend(ref chain, flags);

        public void CancelSend(ulong cancelId) => module.CancelSend(cancelId);

        // The miniport indicates: hand the chain up.
        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            ChainsUp++;
            ListsUp += chain.Count;
            module.IndicateReceive(ref chain, port, flags);
        }

        // Those above are done with lists that we passed up: give them back to the miniport.
        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => module.ReturnReceived(ref chain, flags);

        // Whoever is on the receive path must see what the miniport says about the link; NDIS does not attach it otherwise.
        public void Status(in StatusIndication status) => module.IndicateStatus(status);

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void Detach()
        {
        }
    }
}
