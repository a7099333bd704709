using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>The address filter of the card: packet filter bits, own address, multicast list.</summary>
internal sealed class ReceiveFilter
{
    internal const int MaximumMulticastList = 32;

    private readonly ulong[] _groups = new ulong[MaximumMulticastList];
    private int _groupCount;
    private ulong _hashes;

    internal ReceiveFilter(MacAddress address) => Address = address;

    internal MacAddress Address { get; set; }

    /// <summary>The queues of virtual machines, when there are any: they want frames that the card itself does not.</summary>
    internal VirtualMachineQueues? Queues { get; set; }

    internal PacketFilter Bits { get; set; }

    /// <summary>The list is matched by hash.</summary>
    internal bool IsImperfect { get; init; }

    internal bool IsPromiscuous => (Bits & PacketFilter.Promiscuous) != 0;

    internal int GroupCount => _groupCount;

    /// <summary>Replaces the multicast list.</summary>
    /// <param name="addresses">Six bytes each; not more than the list holds.</param>
    internal void SetGroups(ReadOnlySpan<byte> addresses)
    {
        _groupCount = addresses.Length / MacAddress.Size;
        _hashes = 0;
        for (int i = 0; i < _groupCount; i++)
        {
            _groups[i] = MacAddress.Read(addresses[(i * MacAddress.Size)..]).Value;
            _hashes |= HashBit(_groups[i]);
        }
    }

    internal MacAddress GroupAt(int index) => new(_groups[index]);

    /// <summary>Judges a frame of at least a header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Accepts(ReadOnlySpan<byte> frame)
    {
        ulong destination = BinaryPrimitives.ReadUInt64BigEndian(frame) >> 16;
        return (destination == Address.Value && (Bits & PacketFilter.Directed) != 0) || AcceptsOther(destination, frame);
    }

    private bool AcceptsOther(ulong destination, ReadOnlySpan<byte> frame)
    {
        if (IsPromiscuous || Queues?.Match(frame) is not null)
        {
            return true;
        }

        MacAddress address = new(destination);
        if (!address.IsMulticast)
        {
            return false;
        }

        if (address.IsBroadcast)
        {
            return (Bits & PacketFilter.Broadcast) != 0;
        }

        return (Bits & PacketFilter.AllMulticast) != 0 || ((Bits & PacketFilter.Multicast) != 0 && IsInList(destination));
    }

    private bool IsInList(ulong destination) =>
        IsImperfect ? (_hashes & HashBit(destination)) != 0 : _groups.AsSpan(0, _groupCount).Contains(destination);

    // The upper six bits of the frame check sequence over the address choose one of 64.
    private static ulong HashBit(ulong address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Size];
        new MacAddress(address).CopyTo(bytes);
        return 1UL << (int)(FrameCheckSequence.Compute(bytes) >> 26);
    }
}
