using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>What a port is (NDIS_PORT_CHARACTERISTICS).</summary>
public sealed record PortCharacteristics : IOidStructure<PortCharacteristics>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 60;

    private const byte ObjectType = 0x9C;

    /// <summary>Its number; NDIS chooses it.</summary>
    public uint PortNumber { get; init; }

    /// <summary>Flags.</summary>
    public PortFlags Flags { get; init; }

    /// <summary>What it is for.</summary>
    public PortType Type { get; init; }

    /// <summary>Its link; may differ from that of the adapter.</summary>
    public MediaConnectState MediaConnectState { get; init; } = MediaConnectState.Connected;

    /// <summary>Transmit speed, bit/s.</summary>
    public ulong XmitLinkSpeed { get; init; } = LinkState.UnknownSpeed;

    /// <summary>Receive speed, bit/s.</summary>
    public ulong RcvLinkSpeed { get; init; } = LinkState.UnknownSpeed;

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

    /// <inheritdoc/>
    static int IOidStructure<PortCharacteristics>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<PortCharacteristics>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(ObjectType, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], PortNumber);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], (uint)Type);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], (uint)MediaConnectState);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], XmitLinkSpeed);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[32..], RcvLinkSpeed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[40..], (uint)Direction);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[44..], (uint)SendControlState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[48..], (uint)RcvControlState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[52..], (uint)SendAuthorizationState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[56..], (uint)RcvAuthorizationState);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out PortCharacteristics value)
    {
        if (!NdisObjectHeader.TryRead(source, ObjectType, Size, out _))
        {
            value = null;
            return false;
        }

        value = new PortCharacteristics
        {
            PortNumber = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            Flags = (PortFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            Type = (PortType)BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
            MediaConnectState = (MediaConnectState)BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
            XmitLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
            RcvLinkSpeed = BinaryPrimitives.ReadUInt64LittleEndian(source[32..]),
            Direction = (PortDirection)BinaryPrimitives.ReadUInt32LittleEndian(source[40..]),
            SendControlState = (PortControlState)BinaryPrimitives.ReadUInt32LittleEndian(source[44..]),
            RcvControlState = (PortControlState)BinaryPrimitives.ReadUInt32LittleEndian(source[48..]),
            SendAuthorizationState = (PortAuthorizationState)BinaryPrimitives.ReadUInt32LittleEndian(source[52..]),
            RcvAuthorizationState = (PortAuthorizationState)BinaryPrimitives.ReadUInt32LittleEndian(source[56..]),
        };
        return true;
    }
}
