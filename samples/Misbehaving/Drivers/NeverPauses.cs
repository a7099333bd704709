using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Says Pending to a pause and never completes it: the whole driver stack waits.</summary>
internal sealed class NeverPauses(FilterModule module) : PassThrough(module)
{
    public override NtStatus Pause(PauseReason reason) => NtStatus.Pending;
}
