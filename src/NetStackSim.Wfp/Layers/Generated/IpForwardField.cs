// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>IPFORWARD</c> layers (<c>FWPS_FIELD_IPFORWARD_*</c>).</summary>
public static class IpForwardField
{
    /// <summary><c>IP_SOURCE_ADDRESS</c>.</summary>
    public const int IpSourceAddress = 0;

    /// <summary><c>IP_DESTINATION_ADDRESS</c>.</summary>
    public const int IpDestinationAddress = 1;

    /// <summary><c>IP_DESTINATION_ADDRESS_TYPE</c>.</summary>
    public const int IpDestinationAddressType = 2;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 3;

    /// <summary><c>IP_FORWARD_INTERFACE</c>.</summary>
    public const int IpForwardInterface = 4;

    /// <summary><c>SOURCE_INTERFACE_INDEX</c>.</summary>
    public const int SourceInterfaceIndex = 5;

    /// <summary><c>SOURCE_SUB_INTERFACE_INDEX</c>.</summary>
    public const int SourceSubInterfaceIndex = 6;

    /// <summary><c>DESTINATION_INTERFACE_INDEX</c>.</summary>
    public const int DestinationInterfaceIndex = 7;

    /// <summary><c>DESTINATION_SUB_INTERFACE_INDEX</c>.</summary>
    public const int DestinationSubInterfaceIndex = 8;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 9;

    /// <summary><c>IP_PHYSICAL_ARRIVAL_INTERFACE</c>.</summary>
    public const int IpPhysicalArrivalInterface = 10;

    /// <summary><c>ARRIVAL_INTERFACE_PROFILE_ID</c>.</summary>
    public const int ArrivalInterfaceProfileId = 11;

    /// <summary><c>IP_PHYSICAL_NEXTHOP_INTERFACE</c>.</summary>
    public const int IpPhysicalNexthopInterface = 12;

    /// <summary><c>NEXTHOP_INTERFACE_PROFILE_ID</c>.</summary>
    public const int NexthopInterfaceProfileId = 13;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 14;
}
