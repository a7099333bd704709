using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>A miniport without hardware: completes every send inside the call, so that only hand-overs are measured.</summary>
internal sealed class MirrorMiniportDriver : IMiniportDriver
{
    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        adapter.SetAttributes(new MiniportRegistrationAttributes());
        adapter.SetAttributes(new MiniportGeneralAttributes());
        miniport = new Instance(adapter);
        return NtStatus.Success;
    }

    private sealed class Instance(MiniportAdapter adapter) : IMiniport
    {
        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) =>
            adapter.CompleteSend(ref chain, SendCompleteFlags.DispatchLevel);

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
        {
        }

        public void Halt(HaltAction action)
        {
        }

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public NtStatus OidRequest(OidRequest request) => NtStatus.Success;

        public void CancelOidRequest(ulong requestId)
        {
        }
    }
}
