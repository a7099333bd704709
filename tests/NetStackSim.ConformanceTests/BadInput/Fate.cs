using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>What became of a frame, read from the host's counters: dropped with a reason, given to a transport, kept for reassembly, or learned from.</summary>
internal sealed class Fate(SimHost host)
{
    private long _drops;
    private long _delivered;

    public void Begin()
    {
        _drops = host.Kernel.Drops.Total;
        _delivered = Delivered;
    }

    public bool IsKnown(ReadOnlySpan<byte> frame) => host.Kernel.Drops.Total > _drops || Delivered > _delivered || IsArp(frame);

    private long Delivered =>
        host.Stack.IPv4Statistics.InDelivers + host.Stack.IPv6Statistics.InDelivers
        + host.Stack.IPv4Statistics.ReassemblyRequired + host.Stack.IPv6Statistics.ReassemblyRequired;

    // ARP has no counters: what it takes in good order it learns or answers.
    private static bool IsArp(ReadOnlySpan<byte> frame)
    {
        int offset = 12;
        if (frame.Length > 18 && BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]) == EtherTypes.Vlan)
        {
            offset += 4;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]);
        bool snap = type <= 1500 && frame.Length > 22 && BinaryPrimitives.ReadUInt16BigEndian(frame[20..]) == EtherTypes.Arp;
        return snap || (type == EtherTypes.Arp && ArpPacket.TryParse(frame[(offset + 2)..], out _));
    }
}
