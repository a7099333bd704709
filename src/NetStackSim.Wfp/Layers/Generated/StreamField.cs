// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>STREAM</c> layers (<c>FWPS_FIELD_STREAM_*</c>).</summary>
public static class StreamField
{
    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 0;

    /// <summary><c>IP_LOCAL_ADDRESS_TYPE</c>.</summary>
    public const int IpLocalAddressType = 1;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 2;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 3;

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 4;

    /// <summary><c>DIRECTION</c>.</summary>
    public const int Direction = 5;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 6;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 7;
}
