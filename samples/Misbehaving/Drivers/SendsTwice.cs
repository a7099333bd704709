using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Sends a list, and then the same list again: it has not been its own since the first call.</summary>
internal sealed class SendsTwice(FilterModule module) : PassThrough(module)
{
    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        NetBufferList first = chain.Head!;
        base.SendNetBufferLists(ref chain, port, flags);
        var again = new NetBufferListChain(first);
        base.SendNetBufferLists(ref again, port, flags);
    }
}
