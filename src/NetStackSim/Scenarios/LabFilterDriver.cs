using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Scenarios;

/// <summary>A lightweight filter driver that hands everything on: it is there to be seen on the path.</summary>
internal sealed class LabFilterDriver : IFilterDriver
{
    /// <inheritdoc/>
    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = new Module(module);
        return NtStatus.Success;
    }

    private sealed class Module(FilterModule module) : IFilter, IFilterSend, IFilterReceive, IFilterStatus
    {
        public void Detach()
        {
        }

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => module.Send(ref chain, port, flags);

        public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => module.CompleteSend(ref chain, flags);

        public void CancelSend(ulong cancelId) => module.CancelSend(cancelId);

        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => module.IndicateReceive(ref chain, port, flags);

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => module.ReturnReceived(ref chain, flags);

        public void Status(in StatusIndication status) => module.IndicateStatus(status);
    }
}
