// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>INBOUND_IPPACKET</c> layers (<c>FWPS_FIELD_INBOUND_IPPACKET_*</c>).</summary>
public static class InboundIpPacketField
{
    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 0;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 1;

    /// <summary><c>IP_LOCAL_ADDRESS_TYPE</c>.</summary>
    public const int IpLocalAddressType = 2;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 3;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 4;

    /// <summary><c>SUB_INTERFACE_INDEX</c>.</summary>
    public const int SubInterfaceIndex = 5;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 6;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 7;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 8;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 9;
}
