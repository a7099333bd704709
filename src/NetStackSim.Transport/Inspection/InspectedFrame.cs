using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>What a link layer reads of a frame; one object, read anew for each frame that is shown.</summary>
public sealed class InspectedFrame
{
    /// <summary>The adapter that the frame arrived by or leaves by.</summary>
    public required AdapterAttributes Adapter { get; init; }

    /// <summary>Our address: an arriving frame's destination, a leaving frame's source.</summary>
    public MacAddress Local { get; set; }

    /// <summary>The other address.</summary>
    public MacAddress Remote { get; set; }

    /// <summary>The EtherType behind a VLAN tag, if there is one; of an 802.3 frame its length.</summary>
    public ushort EtherType { get; set; }

    /// <summary>VLAN identifier, beside the frame or in it; 0 for an untagged frame.</summary>
    public ushort VlanId { get; set; }

    /// <summary>Bytes of the MAC header with its tag; 0 when the frame is too short for one, and nothing above is known then.</summary>
    public int HeaderSize { get; set; }

    /// <summary>Bytes of the frame.</summary>
    public int Length { get; set; }

    /// <summary>NDIS port.</summary>
    public PortNumber Port { get; set; }
}
