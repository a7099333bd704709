using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>The ports of an adapter as OID_GEN_ENUMERATE_PORTS tells them (NDIS_PORT_ARRAY).</summary>
/// <param name="Ports">The ports, by number.</param>
public sealed record PortArray(IReadOnlyList<PortCharacteristics> Ports) : IOidStructure<PortArray>
{
    private const int HeaderSize = 16;

    // An entry is as large as the structure in memory: aligned to its 64-bit fields.
    private const int ElementSize = 64;

    /// <inheritdoc/>
    static int IOidStructure<PortArray>.MinimumSize => HeaderSize;

    /// <inheritdoc/>
    public int ByteCount => HeaderSize + (Ports.Count * ElementSize);

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..ByteCount].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, (ushort)Math.Min(ushort.MaxValue, ByteCount)).Write(destination);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], Ports.Count);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], HeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], ElementSize);
        for (int i = 0; i < Ports.Count; i++)
        {
            Ports[i].Write(destination[(HeaderSize + (i * ElementSize))..]);
        }
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out PortArray value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, HeaderSize, out _))
        {
            return false;
        }

        long count = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]);
        if (size < PortCharacteristics.Size || offset < HeaderSize || offset > source.Length || count > (source.Length - offset) / size)
        {
            return false;
        }

        List<PortCharacteristics> ports = [];
        for (int i = 0; i < count; i++)
        {
            if (!PortCharacteristics.TryRead(source[(int)(offset + (i * size))..], out PortCharacteristics? port))
            {
                return false;
            }

            ports.Add(port);
        }

        value = new PortArray(ports);
        return true;
    }
}
