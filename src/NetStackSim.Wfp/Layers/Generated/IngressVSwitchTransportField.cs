// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>INGRESS_VSWITCH_TRANSPORT</c> layers (<c>FWPS_FIELD_INGRESS_VSWITCH_TRANSPORT_*</c>).</summary>
public static class IngressVSwitchTransportField
{
    /// <summary><c>IP_SOURCE_ADDRESS</c>.</summary>
    public const int IpSourceAddress = 0;

    /// <summary><c>IP_DESTINATION_ADDRESS</c>.</summary>
    public const int IpDestinationAddress = 1;

    /// <summary><c>IP_PROTOCOL</c>.</summary>
    public const int IpProtocol = 2;

    /// <summary><c>IP_SOURCE_PORT</c>.</summary>
    public const int IpSourcePort = 3;

    /// <summary><c>IP_DESTINATION_PORT</c>.</summary>
    public const int IpDestinationPort = 4;

    /// <summary><c>VLAN_ID</c>.</summary>
    public const int VlanId = 5;

    /// <summary><c>VSWITCH_TENANT_NETWORK_ID</c>.</summary>
    public const int VSwitchTenantNetworkId = 6;

    /// <summary><c>VSWITCH_ID</c>.</summary>
    public const int VSwitchId = 7;

    /// <summary><c>VSWITCH_NETWORK_TYPE</c>.</summary>
    public const int VSwitchNetworkType = 8;

    /// <summary><c>VSWITCH_SOURCE_INTERFACE_ID</c>.</summary>
    public const int VSwitchSourceInterfaceId = 9;

    /// <summary><c>VSWITCH_SOURCE_INTERFACE_TYPE</c>.</summary>
    public const int VSwitchSourceInterfaceType = 10;

    /// <summary><c>VSWITCH_SOURCE_VM_ID</c>.</summary>
    public const int VSwitchSourceVmId = 11;

    /// <summary><c>L2_FLAGS</c>.</summary>
    public const int L2Flags = 12;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 13;
}
