using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>What a link is asked to be: duplex, speeds, flow control, and which of them are negotiated (NDIS_LINK_PARAMETERS).</summary>
public sealed record LinkParameters : IOidStructure<LinkParameters>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 32;

    /// <summary>Half or full duplex.</summary>
    public MediaDuplexState MediaDuplexState { get; init; }

    /// <summary>Transmit speed, bit/s.</summary>
    public ulong XmitLinkSpeed { get; init; }

    /// <summary>Receive speed, bit/s.</summary>
    public ulong RcvLinkSpeed { get; init; }

    /// <summary>Flow control.</summary>
    public PauseFunctions PauseFunctions { get; init; }

    /// <summary>What is negotiated: transmit speed 1, receive speed 2, duplex 4, pause 8.</summary>
    public uint AutoNegotiationFlags { get; init; }

    /// <inheritdoc/>
    static int IOidStructure<LinkParameters>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<LinkParameters>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)MediaDuplexState);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], XmitLinkSpeed);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], RcvLinkSpeed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], (uint)PauseFunctions);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[28..], AutoNegotiationFlags);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out LinkParameters value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, Size, out _))
        {
            value = null;
            return false;
        }

        value = new LinkParameters
        {
            MediaDuplexState = (MediaDuplexState)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            XmitLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
            RcvLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[16..]),
            PauseFunctions = (PauseFunctions)BinaryPrimitives.ReadUInt32LittleEndian(source[24..]),
            AutoNegotiationFlags = BinaryPrimitives.ReadUInt32LittleEndian(source[28..]),
        };
        return true;
    }
}
