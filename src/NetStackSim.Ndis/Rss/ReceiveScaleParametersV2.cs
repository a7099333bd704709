using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The parameters of RSS version 2 (NDIS_RECEIVE_SCALE_PARAMETERS_V2, OID_GEN_RECEIVE_SCALE_PARAMETERS_V2). Processors are set entry by entry.</summary>
[WindowsDdi("NDIS_RECEIVE_SCALE_PARAMETERS_V2")]
public sealed record ReceiveScaleParametersV2 : IOidStructure<ReceiveScaleParametersV2>
{
    private const byte ObjectType = 0xC8;
    private const int FixedSize = 28;

    /// <inheritdoc/>
    public static int MinimumSize => FixedSize;

    /// <summary>What is given, and whether scaling is on.</summary>
    public RssV2ParameterFlags Flags { get; init; }

    /// <summary>The hash function; 1 = Toeplitz.</summary>
    public byte HashFunction { get; init; } = 1;

    /// <summary>What is hashed.</summary>
    public RssHashTypes HashTypes { get; init; }

    /// <summary>The key; 40 bytes.</summary>
    public ReadOnlyMemory<byte> SecretKey { get; init; }

    /// <summary>The most queues, that is different processors, that the steering parameters may name.</summary>
    public uint NumberOfQueues { get; init; }

    /// <summary>Entries of the indirection table; a power of two.</summary>
    public uint NumberOfIndirectionTableEntries { get; init; }

    /// <inheritdoc/>
    public int ByteCount => FixedSize + SecretKey.Length;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        new NdisObjectHeader(ObjectType, 1, FixedSize).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], HashFunction | (uint)HashTypes);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], (uint)SecretKey.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], FixedSize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[20..], NumberOfQueues);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], NumberOfIndirectionTableEntries);
        SecretKey.Span.CopyTo(destination[FixedSize..]);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out ReceiveScaleParametersV2 value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, ObjectType, FixedSize, out _)
            || !RssLayout.TryPart(
                source, FixedSize, BinaryPrimitives.ReadUInt32LittleEndian(source[16..]), BinaryPrimitives.ReadUInt32LittleEndian(source[12..]), out ReadOnlySpan<byte> key))
        {
            return false;
        }

        uint hash = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        value = new ReceiveScaleParametersV2
        {
            Flags = (RssV2ParameterFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            HashFunction = (byte)(hash & RssLayout.FunctionMask),
            HashTypes = (RssHashTypes)(hash & RssLayout.TypeMask),
            SecretKey = key.ToArray(),
            NumberOfQueues = BinaryPrimitives.ReadUInt32LittleEndian(source[20..]),
            NumberOfIndirectionTableEntries = BinaryPrimitives.ReadUInt32LittleEndian(source[24..]),
        };
        return true;
    }
}
