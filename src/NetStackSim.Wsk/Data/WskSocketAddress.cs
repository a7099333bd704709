using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <summary>Socket addresses in Windows' binary form: <c>SOCKADDR_IN</c> (16 bytes) and <c>SOCKADDR_IN6</c> (28 bytes), ports and addresses in network order.</summary>
public static class WskSocketAddress
{
    /// <summary>Size of <c>SOCKADDR_IN</c>.</summary>
    public const int SizeV4 = 16;

    /// <summary>Size of <c>SOCKADDR_IN6</c>.</summary>
    public const int SizeV6 = 28;

    /// <summary><c>AF_INET</c>.</summary>
    public const ushort FamilyV4 = 2;

    /// <summary><c>AF_INET6</c>.</summary>
    public const ushort FamilyV6 = 23;

    private const int AddressOffsetV4 = 4;
    private const int AddressOffsetV6 = 8;

    /// <summary>Reads a socket address.</summary>
    /// <param name="source">The bytes; may be longer than the address.</param>
    /// <param name="endpoint">Address and port.</param>
    /// <returns>False when the family is unknown or bytes are missing.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out IpEndpoint endpoint)
    {
        endpoint = default;
        if (source.Length < SizeV4)
        {
            return false;
        }

        ushort port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        switch (BinaryPrimitives.ReadUInt16LittleEndian(source))
        {
            case FamilyV4:
                endpoint = new IpEndpoint(IpAddress.ReadV4(source[AddressOffsetV4..]), port);
                return true;
            case FamilyV6 when source.Length >= SizeV6:
                endpoint = new IpEndpoint(IpAddress.ReadV6(source[AddressOffsetV6..]), port);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes a socket address.</summary>
    /// <param name="endpoint">Address and port.</param>
    /// <param name="destination">At least <see cref="SizeV4"/> or <see cref="SizeV6"/> bytes.</param>
    /// <param name="written">Bytes written.</param>
    /// <returns>False when the destination is too small; nothing was written then.</returns>
    public static bool TryWrite(in IpEndpoint endpoint, Span<byte> destination, out int written)
    {
        int size = endpoint.Address.IsV4 ? SizeV4 : SizeV6;
        written = 0;
        if (destination.Length < size)
        {
            return false;
        }

        destination[..size].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(destination, endpoint.Address.IsV4 ? FamilyV4 : FamilyV6);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], endpoint.Port);
        endpoint.Address.WriteTo(destination[(endpoint.Address.IsV4 ? AddressOffsetV4 : AddressOffsetV6)..]);
        written = size;
        return true;
    }
}
