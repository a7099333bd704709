using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Makes room for a header of four bytes on the way down and does not take it away again when the list comes back.</summary>
internal sealed class ForgetsItsHeader(FilterModule module) : PassThrough(module)
{
    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        foreach (NetBufferList list in chain)
        {
            list.Retreat(4);
        }

        base.SendNetBufferLists(ref chain, port, flags);
    }
}
