using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Hashing without scaling (NDIS_RECEIVE_HASH_PARAMETERS, OID_GEN_RECEIVE_HASH).</summary>
[WindowsDdi("NDIS_RECEIVE_HASH_PARAMETERS")]
public sealed record ReceiveHashParameters : IOidStructure<ReceiveHashParameters>
{
    private const int FixedSize = 20;

    /// <inheritdoc/>
    public static int MinimumSize => FixedSize;

    /// <summary>On or off, and what stays.</summary>
    public ReceiveHashFlags Flags { get; init; }

    /// <summary>The hash function; 1 = Toeplitz.</summary>
    public byte HashFunction { get; init; } = 1;

    /// <summary>What is hashed.</summary>
    public RssHashTypes HashTypes { get; init; }

    /// <summary>The key; 40 bytes.</summary>
    public ReadOnlyMemory<byte> SecretKey { get; init; }

    /// <inheritdoc/>
    public int ByteCount => FixedSize + SecretKey.Length;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..FixedSize].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, FixedSize).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], HashFunction | (uint)HashTypes);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[12..], (ushort)SecretKey.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], FixedSize);
        SecretKey.Span.CopyTo(destination[FixedSize..]);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out ReceiveHashParameters value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, FixedSize, out _)
            || !RssLayout.TryPart(
                source, FixedSize, BinaryPrimitives.ReadUInt32LittleEndian(source[16..]), BinaryPrimitives.ReadUInt16LittleEndian(source[12..]), out ReadOnlySpan<byte> key))
        {
            return false;
        }

        uint hash = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        value = new ReceiveHashParameters
        {
            Flags = (ReceiveHashFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            HashFunction = (byte)(hash & RssLayout.FunctionMask),
            HashTypes = (RssHashTypes)(hash & RssLayout.TypeMask),
            SecretKey = key.ToArray(),
        };
        return true;
    }
}
