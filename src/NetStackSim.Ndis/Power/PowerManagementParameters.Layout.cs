using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <content>The layout of NDIS_PM_PARAMETERS: revision 2 (NDIS 6.30), read from revision 1 on.</content>
public sealed partial record PowerManagementParameters : IOidStructure<PowerManagementParameters>
{
    /// <summary>Bytes of NDIS_PM_PARAMETERS, revision 2.</summary>
    public const int Size = 20;

    private const int FirstRevisionSize = 16;

    /// <inheritdoc/>
    static int IOidStructure<PowerManagementParameters>.MinimumSize => FirstRevisionSize;

    /// <inheritdoc/>
    int IOidStructure<PowerManagementParameters>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 2, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)WakePackets);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)ProtocolOffloads);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], (uint)WakeEvents);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out PowerManagementParameters value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, FirstRevisionSize, out _))
        {
            value = null;
            return false;
        }

        value = new PowerManagementParameters(
            (WakePacketKinds)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            (ProtocolOffloadKinds)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            (WakeEvents)BinaryPrimitives.ReadUInt32LittleEndian(source[12..]));
        return true;
    }
}
