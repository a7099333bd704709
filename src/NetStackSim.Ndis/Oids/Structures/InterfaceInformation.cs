using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>What the interface provider of an adapter tells of it at one blow (NDIS_INTERFACE_INFORMATION, OID_GEN_INTERFACE_INFO).</summary>
public sealed record InterfaceInformation : IOidStructure<InterfaceInformation>
{
    /// <summary>Bytes of the structure. It has no object header.</summary>
    public const int Size = 216;

    private const int CountersOffset = 64;

    /// <summary>Operational status and its reason.</summary>
    public OperState OperState { get; init; } = new();

    /// <summary>Link and duplex; speeds.</summary>
    public LinkState LinkState { get; init; } = new();

    /// <summary>Largest payload of a frame.</summary>
    public uint Mtu { get; init; }

    /// <summary>True while the adapter receives everything.</summary>
    public bool IsPromiscuous { get; init; }

    /// <summary>True when the device may wake the system.</summary>
    public bool DeviceWakeUpEnable { get; init; }

    /// <summary>When the operational status changed last, 100 ns since start.</summary>
    public ulong LastChange { get; init; }

    /// <summary>When counters were reset last, 100 ns since start.</summary>
    public ulong CounterDiscontinuityTime { get; init; }

    /// <summary>Received frames that no protocol wanted.</summary>
    public ulong InUnknownProtos { get; init; }

    /// <summary>The counters.</summary>
    public NdisStatistics Statistics { get; init; }

    /// <summary>Network compartment.</summary>
    public uint CompartmentId { get; init; } = 1;

    /// <inheritdoc/>
    static int IOidStructure<InterfaceInformation>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<InterfaceInformation>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)OperState.OperationalStatus);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)OperState.Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)LinkState.MediaConnectState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], (uint)LinkState.MediaDuplexState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], Mtu);
        destination[20] = IsPromiscuous ? (byte)1 : (byte)0;
        destination[21] = DeviceWakeUpEnable ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], LinkState.XmitLinkSpeed);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[32..], LinkState.RcvLinkSpeed);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[40..], LastChange);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[48..], CounterDiscontinuityTime);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[56..], InUnknownProtos);

        // The eighteen counters stand here as they stand in NDIS_STATISTICS_INFO.
        Span<byte> statistics = stackalloc byte[NdisStatistics.Size];
        Statistics.Write(statistics);
        statistics[8..].CopyTo(destination[CountersOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[208..], CompartmentId);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[212..], (uint)Statistics.Supported);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out InterfaceInformation value)
    {
        value = null;
        if (source.Length < Size)
        {
            return false;
        }

        Span<byte> statistics = stackalloc byte[NdisStatistics.Size];
        source[CountersOffset..208].CopyTo(statistics[8..]);
        source[212..216].CopyTo(statistics[4..]);
        NdisStatistics.TryRead(statistics, out NdisStatistics counters);
        value = new InterfaceInformation
        {
            OperState = new OperState { OperationalStatus = (OperStatus)BinaryPrimitives.ReadUInt32LittleEndian(source), Flags = (OperStatusFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) },
            LinkState = new LinkState
            {
                MediaConnectState = (MediaConnectState)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
                MediaDuplexState = (MediaDuplexState)BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
                XmitLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
                RcvLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[32..]),
            },
            Mtu = BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
            IsPromiscuous = source[20] != 0,
            DeviceWakeUpEnable = source[21] != 0,
            LastChange = BinaryPrimitives.ReadUInt64LittleEndian(source[40..]),
            CounterDiscontinuityTime = BinaryPrimitives.ReadUInt64LittleEndian(source[48..]),
            InUnknownProtos = BinaryPrimitives.ReadUInt64LittleEndian(source[56..]),
            Statistics = counters,
            CompartmentId = BinaryPrimitives.ReadUInt32LittleEndian(source[208..]),
        };
        return true;
    }
}
