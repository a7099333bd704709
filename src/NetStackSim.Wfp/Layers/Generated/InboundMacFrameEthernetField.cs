// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>INBOUND_MAC_FRAME_ETHERNET</c> layers (<c>FWPS_FIELD_INBOUND_MAC_FRAME_ETHERNET_*</c>).</summary>
public static class InboundMacFrameEthernetField
{
    /// <summary><c>INTERFACE_MAC_ADDRESS</c>.</summary>
    public const int InterfaceMacAddress = 0;

    /// <summary><c>MAC_LOCAL_ADDRESS</c>.</summary>
    public const int MacLocalAddress = 1;

    /// <summary><c>MAC_REMOTE_ADDRESS</c>.</summary>
    public const int MacRemoteAddress = 2;

    /// <summary><c>MAC_LOCAL_ADDRESS_TYPE</c>.</summary>
    public const int MacLocalAddressType = 3;

    /// <summary><c>MAC_REMOTE_ADDRESS_TYPE</c>.</summary>
    public const int MacRemoteAddressType = 4;

    /// <summary><c>ETHER_TYPE</c>.</summary>
    public const int EtherType = 5;

    /// <summary><c>VLAN_ID</c>.</summary>
    public const int VlanId = 6;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 7;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 8;

    /// <summary><c>NDIS_PORT</c>.</summary>
    public const int NdisPort = 9;

    /// <summary><c>L2_FLAGS</c>.</summary>
    public const int L2Flags = 10;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 11;
}
