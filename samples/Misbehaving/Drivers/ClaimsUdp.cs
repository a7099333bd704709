using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Marks every list as UDP over IPv4, also those that are neither. A NIC would compute checksums at the wrong place.</summary>
internal sealed class ClaimsUdp(FilterModule module) : PassThrough(module)
{
    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        foreach (NetBufferList list in chain)
        {
            list.NblFlags |= NblFlags.IsIPv4 | NblFlags.IsUdp;
        }

        base.SendNetBufferLists(ref chain, port, flags);
    }
}
