using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>Receive segment coalescing: joins in-order TCP segments of a flow that are indicated by one DPC into one list.</summary>
/// <remarks>
/// Nothing is held past the end of the DPC. The rules are those of Windows' RSC: same flow, next in sequence, only ACK and PSH, only the timestamp option, no
/// IP options or extension headers, no fragment, verified checksums, same service and DF, at most 65,535 bytes. Whatever breaks them ends the unit of its flow first.
/// </remarks>
internal sealed class ReceiveCoalescer
{
    private const int MaximumFlows = 16;
    private const ReceiveChecksumInfo Verified = ReceiveChecksumInfo.TcpChecksumSucceeded;

    private readonly CoalescingUnit[] _units = new CoalescingUnit[MaximumFlows];
    private readonly CoalescingCounters _counters;
    private int _active;
    private int _victim;

    internal ReceiveCoalescer(CoalescingCounters counters)
    {
        _counters = counters;
        for (int i = 0; i < MaximumFlows; i++)
        {
            _units[i] = new CoalescingUnit();
        }
    }

    /// <summary>Tries to make a frame part of the unit of its flow.</summary>
    /// <param name="frame">A frame with TCP that is not large.</param>
    /// <param name="headers">Where things are.</param>
    /// <param name="checksum">What the checksum engine found.</param>
    /// <param name="vlan">The tag that was taken off it.</param>
    /// <param name="canStart">True when the frame may begin a unit: hand its list to <see cref="Start"/>.</param>
    /// <returns>True when the frame was taken: it needs no list.</returns>
    internal bool TryAppend(Frame frame, in FrameHeaders headers, ReceiveChecksumInfo checksum, VlanInfo vlan, out bool canStart)
    {
        ReadOnlySpan<byte> data = frame.Data;
        TcpSegmentFacts segment = default;
        canStart = !headers.HasNetworkOptions && !frame.Wire.IsLarge && (checksum & (Verified | ReceiveChecksumInfo.IpChecksumFailed)) == Verified
            && TcpSegmentFacts.TryRead(data, headers, out segment);
        if (_active == 0 || Find(data, headers, vlan) is not { } unit)
        {
            return false;
        }

        CoalescingVerdict verdict = canStart ? unit.Judge(data, frame.Wire, headers, segment) : CoalescingVerdict.Exception;
        if (verdict == CoalescingVerdict.Append)
        {
            unit.Append(frame, headers, segment);
            return true;
        }

        canStart &= verdict == CoalescingVerdict.StartAnew;
        _counters.Aborts += verdict == CoalescingVerdict.Exception ? 1 : 0;
        Finish(unit);
        return false;
    }

    /// <summary>Begins a unit with a frame that <see cref="TryAppend"/> found fit.</summary>
    internal void Start(NetBufferList list, Frame frame, in FrameHeaders headers)
    {
        if (!TcpSegmentFacts.TryRead(frame.Data, headers, out TcpSegmentFacts segment))
        {
            return;
        }

        Free().Start(list, frame, headers, segment);
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

    private CoalescingUnit? Find(ReadOnlySpan<byte> frame, in FrameHeaders headers, VlanInfo vlan)
    {
        foreach (CoalescingUnit unit in _units)
        {
            if (unit.IsSameFlow(frame, headers, vlan))
            {
                return unit;
            }
        }

        return null;
    }

    private CoalescingUnit Free()
    {
        foreach (CoalescingUnit unit in _units)
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

    private void Finish(CoalescingUnit unit)
    {
        if (unit.Segments > 1)
        {
            _counters.Count(unit.Segments, unit.Payload);
        }

        unit.Finish();
        _active--;
    }
}
