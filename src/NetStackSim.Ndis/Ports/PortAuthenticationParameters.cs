using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>Access control of a port, as 802.1X sets it (OID_GEN_PORT_AUTHENTICATION_PARAMETERS) (NDIS_PORT_AUTHENTICATION_PARAMETERS).</summary>
public sealed record PortAuthenticationParameters : IOidStructure<PortAuthenticationParameters>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 20;

    /// <summary>Access control of sends.</summary>
    public PortControlState SendControlState { get; init; } = PortControlState.Uncontrolled;

    /// <summary>Access control of receives.</summary>
    public PortControlState RcvControlState { get; init; } = PortControlState.Uncontrolled;

    /// <summary>Authorisation of sends.</summary>
    public PortAuthorizationState SendAuthorizationState { get; init; } = PortAuthorizationState.Unknown;

    /// <summary>Authorisation of receives.</summary>
    public PortAuthorizationState RcvAuthorizationState { get; init; } = PortAuthorizationState.Unknown;

    /// <inheritdoc/>
    static int IOidStructure<PortAuthenticationParameters>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<PortAuthenticationParameters>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)SendControlState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)RcvControlState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], (uint)SendAuthorizationState);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], (uint)RcvAuthorizationState);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out PortAuthenticationParameters value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, Size, out _))
        {
            value = null;
            return false;
        }

        value = new PortAuthenticationParameters
        {
            SendControlState = (PortControlState)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            RcvControlState = (PortControlState)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            SendAuthorizationState = (PortAuthorizationState)BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
            RcvAuthorizationState = (PortAuthorizationState)BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
        };
        return true;
    }
}
