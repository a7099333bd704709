using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>How long the DPCs of a driver may put off an idle system (NDIS_TIMEOUT_DPC_REQUEST_CAPABILITIES).</summary>
/// <param name="Timeouts">The time-outs, milliseconds.</param>
public sealed record TimeoutDpcRequestCapabilities(IReadOnlyList<uint> Timeouts) : IOidStructure<TimeoutDpcRequestCapabilities>
{
    private const int HeaderSize = 12;

    /// <inheritdoc/>
    static int IOidStructure<TimeoutDpcRequestCapabilities>.MinimumSize => HeaderSize;

    /// <inheritdoc/>
    public int ByteCount => HeaderSize + (Timeouts.Count * sizeof(uint));

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..ByteCount].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, (ushort)ByteCount).Write(destination);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Timeouts.Count);
        for (int i = 0; i < Timeouts.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(HeaderSize + (i * sizeof(uint)))..], Timeouts[i]);
        }
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out TimeoutDpcRequestCapabilities value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, HeaderSize, out _)
            || BinaryPrimitives.ReadUInt32LittleEndian(source[8..]) > (source.Length - HeaderSize) / sizeof(uint))
        {
            return false;
        }

        uint[] timeouts = new uint[BinaryPrimitives.ReadInt32LittleEndian(source[8..])];
        for (int i = 0; i < timeouts.Length; i++)
        {
            timeouts[i] = BinaryPrimitives.ReadUInt32LittleEndian(source[(HeaderSize + (i * sizeof(uint)))..]);
        }

        value = new TimeoutDpcRequestCapabilities(timeouts);
        return true;
    }
}
