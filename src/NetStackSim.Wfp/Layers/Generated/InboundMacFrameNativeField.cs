// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>INBOUND_MAC_FRAME_NATIVE</c> layers (<c>FWPS_FIELD_INBOUND_MAC_FRAME_NATIVE_*</c>).</summary>
public static class InboundMacFrameNativeField
{
    /// <summary><c>NDIS_MEDIA_TYPE</c>.</summary>
    public const int NdisMediaType = 0;

    /// <summary><c>NDIS_PHYSICAL_MEDIA_TYPE</c>.</summary>
    public const int NdisPhysicalMediaType = 1;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 2;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 3;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 4;

    /// <summary><c>NDIS_PORT</c>.</summary>
    public const int NdisPort = 5;

    /// <summary><c>L2_FLAGS</c>.</summary>
    public const int L2Flags = 6;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 7;
}
