using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace VlanMux;

/// <summary>An intermediate driver: a miniport driver for what is above, a protocol driver for what is below, tied together.</summary>
internal sealed class TinyMux : IMiniportDriver, IProtocolDriver
{
    private readonly NdisRuntime _ndis;
    private readonly NetBufferListPool _clones;
    private readonly MiniportRegistration _miniport;
    private readonly int[] _vlans;

    public TinyMux(NdisRuntime ndis, string adapter, params int[] vlans)
    {
        (_ndis, _vlans) = (ndis, vlans);
        _clones = new NetBufferListPool(ndis.Kernel, new NetBufferListPoolOptions { Name = "tinymux" });
        _miniport = ndis.RegisterMiniport(this, new MiniportOptions { Name = "tinymux", IsIntermediate = true });
        ndis.AssociateMiniport(_miniport, ndis.RegisterProtocol(this, new ProtocolOptions { Name = "tinymux", BindsByDefault = false }));

        // What a notify object does on Windows: TCP/IP leaves the adapter, this driver gets it.
        ndis.Bindings.Disable("TCPIP", adapter);
        ndis.Bindings.Enable("tinymux", adapter);
    }

    // The lower edge is bound: ask for a virtual miniport for each VLAN. NDIS calls Initialize below.
    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        var edge = new LowerEdge(_ndis, binding, _clones);
        protocol = edge;
        binding.Open(new OpenParameters());
        foreach (int vlan in _vlans)
        {
            _ndis.InitializeDeviceInstance(_miniport, new DeviceInstanceOptions { Name = $"vlan{vlan}", Context = new VlanPort(edge, vlan, _clones) });
        }

        return binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)(PacketFilter.Directed | PacketFilter.Broadcast | PacketFilter.AllMulticast)));
    }

    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        miniport = (VlanPort)parameters.ImDeviceInstanceContext!;
        return ((VlanPort)miniport).Start(adapter);
    }
}
