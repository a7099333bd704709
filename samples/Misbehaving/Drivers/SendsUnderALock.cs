using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Counts under a lock and hands on before it releases it. The miniport may complete inside the call, and the completion handler takes the lock: a deadlock.</summary>
internal sealed class SendsUnderALock(FilterModule module) : PassThrough(module)
{
    private readonly SimSpinLock _lock = new(module.Adapter.Kernel, "counter");
    private long _pending;

    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        using SpinLockScope held = _lock.Acquire();
        _pending += chain.Count;
        base.SendNetBufferLists(ref chain, port, flags);
    }

    public override void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        using (_lock.Acquire())
        {
            _pending -= chain.Count;
        }

        base.SendNetBufferListsComplete(ref chain, flags);
    }
}
