using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>The state of the link (NDIS_LINK_STATE).</summary>
public sealed record LinkState : IOidStructure<LinkState>
{
    /// <summary>A speed that is not known.</summary>
    public const ulong UnknownSpeed = ulong.MaxValue;

    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 40;

    /// <summary>Up or down.</summary>
    public MediaConnectState MediaConnectState { get; init; } = MediaConnectState.Connected;

    /// <summary>Half or full duplex.</summary>
    public MediaDuplexState MediaDuplexState { get; init; } = MediaDuplexState.Full;

    /// <summary>Transmit speed, bit/s.</summary>
    public ulong XmitLinkSpeed { get; init; } = 1_000_000_000;

    /// <summary>Receive speed, bit/s.</summary>
    public ulong RcvLinkSpeed { get; init; } = 1_000_000_000;

    /// <summary>Flow control.</summary>
    public PauseFunctions PauseFunctions { get; init; } = PauseFunctions.Unsupported;

    /// <summary>What was negotiated: transmit speed 1, receive speed 2, duplex 4, pause 8.</summary>
    public uint AutoNegotiationFlags { get; init; }

    /// <summary>True unless the link is known to be down.</summary>
    public bool IsUp => MediaConnectState != MediaConnectState.Disconnected;

    /// <inheritdoc/>
    static int IOidStructure<LinkState>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<LinkState>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)MediaConnectState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)MediaDuplexState);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], XmitLinkSpeed);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], RcvLinkSpeed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[32..], (uint)PauseFunctions);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[36..], AutoNegotiationFlags);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out LinkState value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, Size, out _))
        {
            value = null;
            return false;
        }

        value = new LinkState
        {
            MediaConnectState = (MediaConnectState)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            MediaDuplexState = (MediaDuplexState)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            XmitLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[16..]),
            RcvLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
            PauseFunctions = (PauseFunctions)BinaryPrimitives.ReadUInt32LittleEndian(source[32..]),
            AutoNegotiationFlags = BinaryPrimitives.ReadUInt32LittleEndian(source[36..]),
        };
        return true;
    }
}
