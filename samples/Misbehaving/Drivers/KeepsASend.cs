using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Queues the second chain that is sent, and forgets it.</summary>
internal sealed class KeepsASend(FilterModule module) : PassThrough(module)
{
    private NetBufferListQueue _queue;
    private int _calls;

    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (++_calls == 2)
        {
            _queue.Enqueue(ref chain);
            return;
        }

        base.SendNetBufferLists(ref chain, port, flags);
    }
}
