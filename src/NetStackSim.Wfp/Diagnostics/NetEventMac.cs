using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>What a net event of a layer below IP tells besides the filter; a field that the layer does not have is 0.</summary>
/// <param name="Local">The local MAC address; for a virtual switch the source.</param>
/// <param name="Remote">The remote MAC address; for a virtual switch the destination.</param>
/// <param name="MediaType">NDIS medium.</param>
/// <param name="InterfaceType">IANA type of the interface.</param>
/// <param name="EtherType">EtherType.</param>
/// <param name="NdisPort">NDIS port.</param>
/// <param name="VlanTag">VLAN id.</param>
/// <param name="InterfaceLuid">The interface.</param>
[WindowsDdi("FWPM_NET_EVENT_CLASSIFY_DROP_MAC0")]
public sealed record NetEventMac(
    MacAddress Local,
    MacAddress Remote,
    uint MediaType,
    uint InterfaceType,
    ushort EtherType,
    uint NdisPort,
    ushort VlanTag,
    ulong InterfaceLuid);
