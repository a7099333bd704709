using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace VlanMux;

/// <summary>The virtual miniport of one VLAN. TCP/IP takes it for an adapter.</summary>
internal sealed class VlanPort(LowerEdge edge, int vlan, NetBufferListPool clones) : IMiniport
{
    private int _sendsOut;

    public NetBufferListQueue Incoming;

    public MiniportAdapter? Adapter { get; private set; }

    public int Vlan => vlan;

    public NtStatus Start(MiniportAdapter adapter)
    {
        Adapter = adapter;
        AdapterAttributes below = edge.Binding.Attributes;
        adapter.SetAttributes(new MiniportRegistrationAttributes());
        adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = below.MacAddress, LinkState = below.LinkState });
        adapter.NetPnPEvent(NetPnPEventCode.RequirePause); // Until the lower edge runs.
        edge.Ports.Add(this);
        return NtStatus.Success;
    }

    // Down: clone, put the tag beside the frame, send by the lower edge.
    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        NetBufferListChain tagged = default;
        _sendsOut += chain.Count;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.TryClone(clones, CloneFlags.UseOriginalMdls, out NetBufferList? clone); // The pool has no quota: this does not fail.
            list.CopySendInfoTo(clone!);
            clone!.Vlan = new VlanInfo(list.Vlan.UserPriority, vlan);
            clone.ProtocolReserved0 = this;
            tagged.Add(clone);
        }

        edge.Binding.Send(ref tagged, PortNumber.Default, SendFlags.None);
    }

    // The clone is sent: so is its parent.
    public void Complete(NetBufferList clone)
    {
        NetBufferListChain parent = new(clone.Parent!);
        parent.Head!.Status = clone.Status;
        clone.Free();
        _sendsOut--;
        Adapter!.CompleteSend(ref parent, SendCompleteFlags.None);
        CheckPaused();
    }

    // Up: what the lower edge sorted out for this VLAN, as one chain.
    public void IndicateIncoming()
    {
        NetBufferListChain chain = Incoming.TakeAll();
        Adapter!.IndicateReceive(ref chain, PortNumber.Default, ReceiveFlags.None);
    }

    // The clone is back: its parent goes home.
    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        NetBufferListChain parents = default;
        while (chain.TryRemoveFirst(out NetBufferList? clone))
        {
            parents.Add(clone.Parent!);
            clone.Free();
        }

        edge.Binding.Return(ref parents, flags);
        CheckPaused();
    }

    public NtStatus Pause(PauseReason reason) => IsBusy ? NtStatus.Pending : NtStatus.Success;

    public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

    // The lower edge receives all that could be wanted; NDIS sorts it by what the protocols above this miniport ask for.
    public NtStatus OidRequest(OidRequest request) =>
        request.Oid is Oid.GenCurrentPacketFilter or Oid.Ethernet8023MulticastList ? NtStatus.Success : NdisStatus.NotSupported;

    public void CancelOidRequest(ulong requestId)
    {
    }

    public void Halt(HaltAction action) => edge.Ports.Remove(this);

    private bool IsBusy => _sendsOut > 0 || Adapter!.OutstandingReceives > 0;

    private void CheckPaused()
    {
        if (Adapter!.State == AdapterState.Pausing && !IsBusy)
        {
            Adapter.PauseComplete();
        }
    }
}
