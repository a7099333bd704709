using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Scenarios;

/// <summary>A lightweight filter driver with bugs: it pushes context and does not pop it, and marks every list as UDP.</summary>
internal sealed class MisbehavingFilterDriver : IFilterDriver
{
    /// <inheritdoc/>
    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = new Module(module);
        return NtStatus.Success;
    }

    private sealed class Module(FilterModule module) : IFilter, IFilterSend
    {
        public void Detach()
        {
        }

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            foreach (NetBufferList list in chain)
            {
                list.PushContext(NetBufferList.ContextAlignment);
                list.NblFlags |= NblFlags.IsIPv4 | NblFlags.IsUdp;
            }

            module.Send(ref chain, port, flags);
        }

        // What was pushed on the way down should be popped here.
        public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => module.CompleteSend(ref chain, flags);

        public void CancelSend(ulong cancelId) => module.CancelSend(cancelId);
    }
}
