// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>STREAM_PACKET</c> layers (<c>FWPS_FIELD_STREAM_PACKET_*</c>).</summary>
public static class StreamPacketField
{
    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 0;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 1;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 2;

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 3;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 4;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 5;

    /// <summary><c>SUB_INTERFACE_INDEX</c>.</summary>
    public const int SubInterfaceIndex = 6;

    /// <summary><c>DIRECTION</c>.</summary>
    public const int Direction = 7;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 8;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 9;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 10;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 11;
}
