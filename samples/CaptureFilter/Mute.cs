using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace CaptureFilter;

/// <summary>A modifying filter that wants nothing: it stands in the stack, so that a second monitoring module stands above it.</summary>
internal sealed class Mute : IFilterDriver
{
    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = new Module();
        return NtStatus.Success;
    }

    private sealed class Module : IFilter
    {
        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void Detach()
        {
        }
    }
}
