using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <content>The layout of NDIS_PM_CAPABILITIES: revision 2 (NDIS 6.30), read from revision 1 on.</content>
public sealed partial record PowerManagementCapabilities : IOidStructure<PowerManagementCapabilities>
{
    /// <summary>Bytes of NDIS_PM_CAPABILITIES, revision 2.</summary>
    public const int Size = 60;

    private const int FirstRevisionSize = 52;
    private const int WakeEventsOffset = 52;

    /// <inheritdoc/>
    static int IOidStructure<PowerManagementCapabilities>.MinimumSize => FirstRevisionSize;

    /// <inheritdoc/>
    int IOidStructure<PowerManagementCapabilities>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 2, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)WakePackets);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], MaxPatterns);
        BinaryPrimitives.WriteInt32LittleEndian(destination[16..], MaxPatternSize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[28..], (uint)ProtocolOffloads);
        BinaryPrimitives.WriteInt32LittleEndian(destination[32..], MaxArpOffloads);
        BinaryPrimitives.WriteInt32LittleEndian(destination[36..], MaxNeighborOffloads);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[40..], (uint)MinMagicPacketWakeUp);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[44..], (uint)MinPatternWakeUp);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[48..], (uint)MinLinkChangeWakeUp);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[WakeEventsOffset..], (uint)WakeEvents);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out PowerManagementCapabilities value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, FirstRevisionSize, out NdisObjectHeader header))
        {
            value = null;
            return false;
        }

        value = new PowerManagementCapabilities
        {
            WakePackets = (WakePacketKinds)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            MaxPatterns = BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            MaxPatternSize = BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
            ProtocolOffloads = (ProtocolOffloadKinds)BinaryPrimitives.ReadUInt32LittleEndian(source[28..]),
            MaxArpOffloads = BinaryPrimitives.ReadInt32LittleEndian(source[32..]),
            MaxNeighborOffloads = BinaryPrimitives.ReadInt32LittleEndian(source[36..]),
            MinMagicPacketWakeUp = (DevicePowerState)BinaryPrimitives.ReadUInt32LittleEndian(source[40..]),
            MinPatternWakeUp = (DevicePowerState)BinaryPrimitives.ReadUInt32LittleEndian(source[44..]),
            MinLinkChangeWakeUp = (DevicePowerState)BinaryPrimitives.ReadUInt32LittleEndian(source[48..]),
            WakeEvents = header.Size < Size ? WakeEvents.None : (WakeEvents)BinaryPrimitives.ReadUInt32LittleEndian(source[WakeEventsOffset..]),
        };
        return true;
    }
}
