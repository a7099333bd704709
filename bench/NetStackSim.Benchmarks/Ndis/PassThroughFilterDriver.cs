using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>A filter driver that hands everything on, the least that a filter can cost, and counts how long the chains are.</summary>
internal sealed class PassThroughFilterDriver : IFilterDriver
{
    /// <summary>Send hand-overs.</summary>
    public long SendCalls { get; private set; }

    /// <summary>Lists in them.</summary>
    public long SentLists { get; private set; }

    /// <summary>Receive hand-overs.</summary>
    public long ReceiveCalls { get; private set; }

    /// <summary>Lists in them.</summary>
    public long ReceivedLists { get; private set; }

    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = new Module(this, module);
        return NtStatus.Success;
    }

    private sealed class Module(PassThroughFilterDriver driver, FilterModule module) : IFilter, IFilterSend, IFilterReceive, IFilterStatus
    {
        public void Detach()
        {
        }

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            driver.SendCalls++;
            driver.SentLists += chain.Count;
            module.Send(ref chain, port, flags);
        }

        public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => module.CompleteSend(ref chain, flags);

        public void CancelSend(ulong cancelId) => module.CancelSend(cancelId);

        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            driver.ReceiveCalls++;
            driver.ReceivedLists += chain.Count;
            module.IndicateReceive(ref chain, port, flags);
        }

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => module.ReturnReceived(ref chain, flags);

        public void Status(in StatusIndication status) => module.IndicateStatus(status);
    }
}
