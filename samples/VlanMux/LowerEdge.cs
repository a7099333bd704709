using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace VlanMux;

/// <summary>The protocol half over one adapter: sorts what comes up by VLAN, gives completed sends to their VLAN.</summary>
internal sealed class LowerEdge(NdisRuntime ndis, ProtocolBinding binding, NetBufferListPool clones) : IProtocol
{
    public ProtocolBinding Binding => binding;

    public List<VlanPort> Ports { get; } = [];

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        NetBufferListChain unwanted = default;
        while ((flags & ReceiveFlags.Resources) == 0 && chain.TryRemoveFirst(out NetBufferList? list))
        {
            VlanPort? owner = Ports.Find(each => each.Vlan == list.Vlan.VlanId && each.Adapter!.State == AdapterState.Running);
            if (owner is null || !list.TryClone(clones, CloneFlags.UseOriginalMdls, out NetBufferList? clone))
            {
                unwanted.Add(list);
                continue;
            }

            list.CopyReceiveInfoTo(clone);
            clone.Vlan = new VlanInfo(list.Vlan.UserPriority, 0);
            owner.Incoming.Enqueue(clone);
        }

        Ports.ForEach(each => each.IndicateIncoming());
        binding.Return(ref unwanted, ReturnFlags.None);
    }

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        while (chain.TryRemoveFirst(out NetBufferList? clone))
        {
            ((VlanPort)clone.ProtocolReserved0!).Complete(clone);
        }
    }

    // While this edge is paused so must those above be: NDIS sees to it when told. Never wait here for it.
    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        if (netPnPEvent.Code is NetPnPEventCode.Pause or NetPnPEventCode.Restart)
        {
            bool pauses = netPnPEvent.Code == NetPnPEventCode.Pause;
            Ports.ForEach(each => each.Adapter!.NetPnPEvent(pauses ? NetPnPEventCode.RequirePause : NetPnPEventCode.AllowStart));
        }

        return NtStatus.Success;
    }

    public void Status(in StatusIndication indication) => Ports.ForEach(each => each.Adapter!.IndicateLinkState(binding.Attributes.LinkState));

    // First the virtual miniports go, then the binding.
    public NtStatus Unbind()
    {
        Ports.ToList().ForEach(each => ndis.DeinitializeDeviceInstance(each.Adapter!));
        return NtStatus.Success;
    }
}
