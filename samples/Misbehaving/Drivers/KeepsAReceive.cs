using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Keeps the first chain that is received to look at it later, and later does not come.</summary>
internal sealed class KeepsAReceive(FilterModule module) : PassThrough(module)
{
    private NetBufferListQueue _queue;
    private int _calls;

    public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (++_calls == 1 && (flags & ReceiveFlags.Resources) == 0)
        {
            _queue.Enqueue(ref chain);
            return;
        }

        base.ReceiveNetBufferLists(ref chain, port, flags);
    }
}
