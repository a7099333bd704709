using System.Buffers.Binary;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>UDP receive segment coalescing (URO, NDIS 6.84): joins datagrams of one flow and one length that are indicated by one DPC into one list.</summary>
/// <remarks>
/// Same link header, addresses, ports, service, DF and time to live; equal UDP lengths, the last may be shorter and ends the unit; checksum right, or absent
/// from all; no IP options, extension headers or fragments; at most 65,535 bytes. Nothing is held past the end of the DPC.
/// </remarks>
internal sealed class DatagramCoalescer
{
    private const int MaximumFlows = 8;
    private const ReceiveChecksumInfo Failed = ReceiveChecksumInfo.UdpChecksumFailed | ReceiveChecksumInfo.IpChecksumFailed;

    private readonly DatagramUnit[] _units = new DatagramUnit[MaximumFlows];
    private int _active;
    private int _victim;

    internal DatagramCoalescer()
    {
        for (int i = 0; i < MaximumFlows; i++)
        {
            _units[i] = new DatagramUnit();
        }
    }

    /// <summary>Units of at least two datagrams.</summary>
    internal long CoalesceEvents { get; private set; }

    /// <summary>Tries to make a frame part of the unit of its flow.</summary>
    /// <param name="frame">A frame with UDP.</param>
    /// <param name="headers">Where things are.</param>
    /// <param name="checksum">What the checksum engine found.</param>
    /// <param name="vlan">The tag that was taken off it.</param>
    /// <param name="canStart">True when the frame may begin a unit: hand its list to <see cref="Start"/>.</param>
    /// <returns>True when the frame was taken: it needs no list.</returns>
    internal bool TryAppend(Frame frame, in FrameHeaders headers, ReceiveChecksumInfo checksum, VlanInfo vlan, out bool canStart)
    {
        ReadOnlySpan<byte> data = frame.Data;
        canStart = IsFit(data, headers, checksum);
        if (_active == 0 || Find(data, headers, vlan) is not { } unit)
        {
            return false;
        }

        if (canStart && unit.Takes(data, headers))
        {
            unit.Append(frame, headers);
            if (unit.IsComplete)
            {
                Finish(unit);
            }

            return true;
        }

        Finish(unit);
        return false;
    }

    /// <summary>Begins a unit with a frame that <see cref="TryAppend"/> found fit.</summary>
    internal void Start(NetBufferList list, Frame frame, in FrameHeaders headers)
    {
        Free().Start(list, frame, headers);
        _active++;
    }

    /// <summary>Ends all units: the DPC is about to indicate.</summary>
    internal void Flush()
    {
        for (int i = 0; _active > 0; i++)
        {
            if (_units[i].List is not null)
            {
                Finish(_units[i]);
            }
        }
    }

    // A datagram whose IP length says more than its UDP length is none for a unit; an unverified checksum must at least be none at all.
    private static bool IsFit(ReadOnlySpan<byte> frame, in FrameHeaders headers, ReceiveChecksumInfo checksum)
    {
        ReadOnlySpan<byte> udp = frame[headers.TransportOffset..headers.End];
        bool isChecked = (checksum & ReceiveChecksumInfo.UdpChecksumSucceeded) != 0
            || (headers.IsIPv4 && BinaryPrimitives.ReadUInt16BigEndian(udp[SegmentationPlan.UdpChecksumOffset..]) == 0);
        return !headers.HasNetworkOptions && isChecked && (checksum & Failed) == 0
            && BinaryPrimitives.ReadUInt16BigEndian(udp[4..]) == udp.Length && DatagramUnit.PayloadOf(headers) > 0;
    }

    private DatagramUnit? Find(ReadOnlySpan<byte> frame, in FrameHeaders headers, VlanInfo vlan)
    {
        foreach (DatagramUnit unit in _units)
        {
            if (unit.IsSameFlow(frame, headers, vlan))
            {
                return unit;
            }
        }

        return null;
    }

    private DatagramUnit Free()
    {
        foreach (DatagramUnit unit in _units)
        {
            if (unit.List is null)
            {
                return unit;
            }
        }

        // More flows at one instant than the card can follow: the next in turn ends early.
        _victim = (_victim + 1) % MaximumFlows;
        Finish(_units[_victim]);
        return _units[_victim];
    }

    private void Finish(DatagramUnit unit)
    {
        CoalesceEvents += unit.Segments > 1 ? 1 : 0;
        unit.Finish();
        _active--;
    }
}
