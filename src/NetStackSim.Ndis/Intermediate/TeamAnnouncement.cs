using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The frame by which a new primary member shows switches where the address of the team is now: a RARP request (RFC 903) that nobody answers.</summary>
internal static class TeamAnnouncement
{
    /// <summary>Bytes of the frame: the shortest there is.</summary>
    public const int Size = 60;

    private const ushort ReverseArp = 0x8035;
    private const ushort Ethernet = 1;
    private const ushort RequestReverse = 3;
    private const int SenderOffset = 22;
    private const int TargetOffset = 32;

    /// <summary>Writes the frame.</summary>
    /// <param name="frame"><see cref="Size"/> bytes.</param>
    /// <param name="address">The address of the team.</param>
    public static void Write(Span<byte> frame, MacAddress address)
    {
        frame.Clear();
        MacAddress.Broadcast.CopyTo(frame);
        address.CopyTo(frame[MacAddress.Size..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], ReverseArp);
        BinaryPrimitives.WriteUInt16BigEndian(frame[14..], Ethernet);
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], EtherTypes.IPv4);
        frame[18] = MacAddress.Size;
        frame[19] = sizeof(uint);
        BinaryPrimitives.WriteUInt16BigEndian(frame[20..], RequestReverse);
        address.CopyTo(frame[SenderOffset..]);
        address.CopyTo(frame[TargetOffset..]);
    }
}
