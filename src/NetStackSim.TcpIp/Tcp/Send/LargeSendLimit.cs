using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>What a path's NIC takes over, in the terms of the sender.</summary>
internal static class LargeSendLimit
{
    // A cut frame must still be described by 16-bit lengths, headers included (RFC 791 section 3.1).
    private const int LargestPayload = 65_535 - 20 - 40 - 60;

    /// <summary>Payload bytes of the largest list: a multiple of the segment size, or one segment where the NIC does not cut.</summary>
    public static int Of(OffloadCapabilities offloads, bool isV4, int segmentSize)
    {
        SegmentationCapability capability = isV4 ? offloads.LargeSendV2IPv4 : offloads.LargeSendV2IPv6;
        int segments = Math.Min(capability.MaxOffloadSize, LargestPayload) / segmentSize;
        return segments >= Math.Max(2, capability.MinSegmentCount) ? segments * segmentSize : segmentSize;
    }

    /// <summary>True when the NIC computes the checksum of a segment.</summary>
    public static bool HasChecksum(OffloadCapabilities offloads, bool isV4, bool hasOptions)
    {
        ChecksumOffloads task = isV4 ? ChecksumOffloads.TransmitTcpIPv4 : ChecksumOffloads.TransmitTcpIPv6;
        return offloads.Has(hasOptions ? task | ChecksumOffloads.TransmitTcpOptions : task);
    }
}
