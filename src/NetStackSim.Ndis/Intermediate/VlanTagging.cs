using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>Puts an 802.1Q tag into frames, and takes it out, without touching their memory: the new list has a header of its own in front of the old data.</summary>
internal static class VlanTagging
{
    private const int AddressesSize = 2 * MacAddress.Size;
    private const int WholeFrame = 1 << 24;

    /// <summary>True when every frame of the list has a MAC header and something behind it.</summary>
    public static bool HasHeaders(NetBufferList list)
    {
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            if (buffer.DataLength <= EthernetHeader.Size)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes a list with the tag in every frame: addresses and tag in memory of its own, then the data of <paramref name="list"/>.</summary>
    /// <param name="list">A list whose frames all have MAC headers.</param>
    /// <param name="pool">A pool without data memory.</param>
    /// <param name="control">Priority and VLAN identifier as they stand in the tag.</param>
    /// <param name="tagged">The new list, derived from <paramref name="list"/>.</param>
    /// <returns>False when a pool is exhausted.</returns>
    public static bool TryInsert(NetBufferList list, NetBufferListPool pool, int control, [NotNullWhen(true)] out NetBufferList? tagged)
    {
        if (!list.TryFragment(pool, AddressesSize, WholeFrame, AddressesSize + VlanTag.Size, 0, out tagged))
        {
            return false;
        }

        NetBuffer source = list.FirstNetBuffer;
        for (NetBuffer? target = tagged.FirstNetBuffer; target is not null; target = target.Next)
        {
            Span<byte> header = target.GetWritable(AddressesSize + VlanTag.Size);
            source.CopyTo(0, header[..AddressesSize]);
            BinaryPrimitives.WriteUInt16BigEndian(header[AddressesSize..], EtherTypes.Vlan);
            BinaryPrimitives.WriteUInt16BigEndian(header[(AddressesSize + 2)..], (ushort)control);
            source = source.Next!;
        }

        return true;
    }

    /// <summary>Makes a list without the tag of a received frame: a MAC header of its own, then the data behind the tag.</summary>
    /// <returns>False when a pool is exhausted.</returns>
    public static bool TryRemove(NetBufferList list, NetBufferListPool pool, [NotNullWhen(true)] out NetBufferList? untagged)
    {
        if (!list.TryFragment(pool, EthernetHeader.TaggedSize, WholeFrame, EthernetHeader.Size, 0, out untagged))
        {
            return false;
        }

        Span<byte> header = untagged.FirstNetBuffer.GetWritable(EthernetHeader.Size);
        list.FirstNetBuffer.CopyTo(0, header[..AddressesSize]);
        list.FirstNetBuffer.CopyTo(AddressesSize + VlanTag.Size, header[AddressesSize..]);
        return true;
    }
}
