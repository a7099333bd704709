using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>The state of a port (OID_GEN_PORT_STATE, NDIS_STATUS_PORT_STATE) (NDIS_PORT_STATE).</summary>
public sealed record PortState : IOidStructure<PortState>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 48;

    /// <summary>Its link; may differ from that of the adapter.</summary>
    public MediaConnectState MediaConnectState { get; init; } = MediaConnectState.Connected;

    /// <summary>Transmit speed, bit/s.</summary>
    public ulong XmitLinkSpeed { get; init; }

    /// <summary>Receive speed, bit/s.</summary>
    public ulong RcvLinkSpeed { get; init; }

    /// <summary>Which way data can go.</summary>
    public PortDirection Direction { get; init; }

    /// <summary>Access control of sends.</summary>
    public PortControlState SendControlState { get; init; } = PortControlState.Uncontrolled;

    /// <summary>Access control of receives.</summary>
    public PortControlState RcvControlState { get; init; } = PortControlState.Uncontrolled;

    /// <summary>Authorisation of sends.</summary>
    public PortAuthorizationState SendAuthorizationState { get; init; } = PortAuthorizationState.Unknown;

    /// <summary>Authorisation of receives.</summary>
    public PortAuthorizationState RcvAuthorizationState { get; init; } = PortAuthorizationState.Unknown;

    /// <summary>Flags.</summary>
    public PortFlags Flags { get; init; }

    /// <inheritdoc/>
    static int IOidStructure<PortState>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<PortState>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)MediaConnectState);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], XmitLinkSpeed);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], RcvLinkSpeed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], (uint)Direction);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[28..], (uint)SendControlState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[32..], (uint)RcvControlState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[36..], (uint)SendAuthorizationState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[40..], (uint)RcvAuthorizationState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[44..], (uint)Flags);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out PortState value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, Size, out _))
        {
            value = null;
            return false;
        }

        value = new PortState
        {
            MediaConnectState = (MediaConnectState)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            XmitLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
            RcvLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[16..]),
            Direction = (PortDirection)BinaryPrimitives.ReadUInt32LittleEndian(source[24..]),
            SendControlState = (PortControlState)BinaryPrimitives.ReadUInt32LittleEndian(source[28..]),
            RcvControlState = (PortControlState)BinaryPrimitives.ReadUInt32LittleEndian(source[32..]),
            SendAuthorizationState = (PortAuthorizationState)BinaryPrimitives.ReadUInt32LittleEndian(source[36..]),
            RcvAuthorizationState = (PortAuthorizationState)BinaryPrimitives.ReadUInt32LittleEndian(source[40..]),
            Flags = (PortFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[44..]),
        };
        return true;
    }
}
