using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The card with a driver that looks for hangs and can reset it.</summary>
internal sealed class ResettableNicMiniport(MiniportAdapter adapter, VirtualNic nic) : VirtualNicMiniport(adapter, nic), IMiniportReset
{
    private long _interrupts = -1;

    // Work that waits, unmasked, over two checks without an interrupt: one got lost.
    public bool CheckForHang()
    {
        long before = _interrupts;
        _interrupts = HasUnservedWork() ? Nic.Interrupts : -1;
        return _interrupts >= 0 && _interrupts == before;
    }

    public NtStatus Reset(out bool addressingReset)
    {
        Nic.Reset();
        addressingReset = true;
        return NtStatus.Success;
    }

    private bool HasUnservedWork()
    {
        foreach (NicQueue queue in Nic.Queues)
        {
            if (queue.PendingWork > 0 && !queue.Interrupt.IsMasked)
            {
                return true;
            }
        }

        return false;
    }
}
