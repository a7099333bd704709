using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Pushes context onto each list and does not pop it in the completion handler.</summary>
internal sealed class ForgetsItsContext(FilterModule module) : PassThrough(module)
{
    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        foreach (NetBufferList list in chain)
        {
            list.PushContext(NetBufferList.ContextAlignment);
        }

        base.SendNetBufferLists(ref chain, port, flags);
    }
}
