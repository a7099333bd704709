using System.Buffers.Binary;

namespace NetStackSim.Ndis;

/// <summary>Counters of an adapter (NDIS_STATISTICS_INFO, OID_GEN_STATISTICS). They count MAC headers, not the frame check sequence.</summary>
public struct NdisStatistics : IOidStructure<NdisStatistics>
{
    /// <summary>Bytes of the structure in a request.</summary>
    public const int Size = 152;

    /// <summary>Which counters are true.</summary>
    public SupportedStatistics Supported;

    /// <summary>Receives discarded for want of a buffer (ifInDiscards).</summary>
    public ulong InDiscards;

    /// <summary>Receives in error.</summary>
    public ulong InErrors;

    /// <summary>Bytes received.</summary>
    public ulong InOctets;

    /// <summary>Directed frames received.</summary>
    public ulong InUcastPkts;

    /// <summary>Multicast frames received.</summary>
    public ulong InMulticastPkts;

    /// <summary>Broadcast frames received.</summary>
    public ulong InBroadcastPkts;

    /// <summary>Bytes sent.</summary>
    public ulong OutOctets;

    /// <summary>Directed frames sent.</summary>
    public ulong OutUcastPkts;

    /// <summary>Multicast frames sent.</summary>
    public ulong OutMulticastPkts;

    /// <summary>Broadcast frames sent.</summary>
    public ulong OutBroadcastPkts;

    /// <summary>Sends in error.</summary>
    public ulong OutErrors;

    /// <summary>Sends discarded.</summary>
    public ulong OutDiscards;

    /// <summary>Bytes of directed frames received.</summary>
    public ulong InUcastOctets;

    /// <summary>Bytes of multicast frames received.</summary>
    public ulong InMulticastOctets;

    /// <summary>Bytes of broadcast frames received.</summary>
    public ulong InBroadcastOctets;

    /// <summary>Bytes of directed frames sent.</summary>
    public ulong OutUcastOctets;

    /// <summary>Bytes of multicast frames sent.</summary>
    public ulong OutMulticastOctets;

    /// <summary>Bytes of broadcast frames sent.</summary>
    public ulong OutBroadcastOctets;

    /// <inheritdoc/>
    static int IOidStructure<NdisStatistics>.MinimumSize => Size;

    /// <inheritdoc/>
    readonly int IOidStructure<NdisStatistics>.ByteCount => Size;

    private const uint Header = 0x80 | (1 << 8) | (Size << 16);

    /// <summary>Writes the structure as a request carries it: object header, valid bits, eighteen 64-bit counters.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public readonly void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Header);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)Supported);
        ReadOnlySpan<ulong> counters =
        [
            InDiscards, InErrors, InOctets, InUcastPkts, InMulticastPkts, InBroadcastPkts, OutOctets, OutUcastPkts, OutMulticastPkts, OutBroadcastPkts,
            OutErrors, OutDiscards, InUcastOctets, InMulticastOctets, InBroadcastOctets, OutUcastOctets, OutMulticastOctets, OutBroadcastOctets,
        ];
        for (int i = 0; i < counters.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(8 + (8 * i))..], counters[i]);
        }
    }

    /// <summary>Reads the structure from the bytes of a request.</summary>
    /// <returns>False when there are too few bytes.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out NdisStatistics statistics)
    {
        statistics = default;
        if (source.Length < Size)
        {
            return false;
        }

        statistics.Supported = (SupportedStatistics)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        Span<ulong> counters = stackalloc ulong[18];
        for (int i = 0; i < counters.Length; i++)
        {
            counters[i] = BinaryPrimitives.ReadUInt64LittleEndian(source[(8 + (8 * i))..]);
        }

        statistics.SetReceived(counters);
        statistics.SetSent(counters);
        return true;
    }

    private void SetReceived(ReadOnlySpan<ulong> counters)
    {
        InDiscards = counters[0];
        InErrors = counters[1];
        InOctets = counters[2];
        InUcastPkts = counters[3];
        InMulticastPkts = counters[4];
        InBroadcastPkts = counters[5];
        InUcastOctets = counters[12];
        InMulticastOctets = counters[13];
        InBroadcastOctets = counters[14];
    }

    private void SetSent(ReadOnlySpan<ulong> counters)
    {
        OutOctets = counters[6];
        OutUcastPkts = counters[7];
        OutMulticastPkts = counters[8];
        OutBroadcastPkts = counters[9];
        OutErrors = counters[10];
        OutDiscards = counters[11];
        OutUcastOctets = counters[15];
        OutMulticastOctets = counters[16];
        OutBroadcastOctets = counters[17];
    }
}
