using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <content>The side of the wire: frames in, spread over the queues, and frames out.</content>
public sealed partial class VirtualNic
{
    /// <inheritdoc/>
    public void Receive(ref FrameChain frames)
    {
        Observer?.OnFrames(_kernel.Now, WireDirection.Inbound, frames);
        _trace.Frames(TraceKind.WireIn, frames);
        if (!IsRunning)
        {
            if (Power.IsAsleep)
            {
                Power.Receive(ref frames);
                return;
            }

            while (frames.RemoveFirst() is { } frame)
            {
                DropReceived(frame, NicDropReasons.NotRunning);
            }

            return;
        }

        FrameAdapter.Adapt(ref frames, Capabilities with { MaxFrameSize = int.MaxValue }, _frames, this);
        if (Scaling.IsActive || VmQueues.IsActive)
        {
            Spread(ref frames);
            return;
        }

        Deliver(_first, ref frames);
    }

    /// <inheritdoc/>
    public void OnLinkStateChanged(bool up)
    {
        if (IsLinkUp != up)
        {
            IsLinkUp = up;
            Adapter?.IndicateStatus(new StatusIndication(Adapter, NdisStatusCode.LinkState, LinkState));
            Power.OnLink(up);
        }
    }

    /// <inheritdoc/>
    void IFrameDropSink.Drop(Frame frame, in DropReason reason)
    {
        _kernel.Drops.Count(reason, frame.CorrelationId, frame.Length);
        frame.Release();
    }

    internal void DropReceived(Frame frame, in DropReason reason)
    {
        _kernel.Drops.Count(reason, frame.CorrelationId, frame.Length);
        frame.Release();
    }

    /// <summary>Puts gathered frames on the wire.</summary>
    internal void Ship(ref FrameChain frames)
    {
        if (frames.IsEmpty)
        {
            return;
        }

        CountOut(frames);
        _trace.Frames(TraceKind.DmaGather, frames);
        if (Peer is not { } peer)
        {
            while (frames.RemoveFirst() is { } frame)
            {
                DropReceived(frame, NicDropReasons.NoCable);
            }

            return;
        }

        FrameAdapter.Adapt(ref frames, peer.Capabilities, _frames, this);
        if (frames.IsEmpty)
        {
            return;
        }

        Observer?.OnFrames(_kernel.Now, WireDirection.Outbound, frames);
        _trace.Frames(TraceKind.WireOut, frames);
        peer.Receive(ref frames);
    }

    // The frames of one instant are in their rings before the first of their interrupts runs.
    private void Spread(ref FrameChain frames)
    {
        NicQueue? queue = null;
        FrameChain run = default;
        while (frames.RemoveFirst() is { } frame)
        {
            NicQueue next = VmQueues.IsActive ? QueueOfMachine(frame) : Scaling.Select(frame);
            if (!ReferenceEquals(next, queue))
            {
                Deliver(queue, ref run);
                queue = next;
            }

            run.Add(frame);
        }

        Deliver(queue, ref run);
    }

    // A virtual machine's frames are served where its queue wants its interrupts.
    private NicQueue QueueOfMachine(Frame frame)
    {
        if (frame.Length >= EthernetHeader.Size && VmQueues.Match(frame.Data) is { } filter)
        {
            int processor = VmQueues.Find(filter.QueueId)!.Parameters.Processor;
            foreach (NicQueue queue in _queues)
            {
                if (queue.Processor.Number == processor)
                {
                    return queue;
                }
            }
        }

        return _first;
    }

    private static void Deliver(NicQueue? queue, ref FrameChain run)
    {
        if (queue is null)
        {
            return;
        }

        queue.Receive.Accept(ref run);
        if (queue.Receive.Filled > 0)
        {
            queue.Interrupt.Raise();
        }
    }

    private void CountOut(in FrameChain frames)
    {
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            if (frame.Wire.IsLarge)
            {
                FrameTally.CountOut(ref _statistics, frame.Data, FrameSegmenter.CountSegments(frame), FrameSegmenter.CountWireBytes(frame));
            }
            else
            {
                FrameTally.CountOut(ref _statistics, frame.Data, 1, frame.Length);
            }
        }
    }

    private WireCapabilities Describe()
    {
        if (Power.IsAsleep)
        {
            return WireCapabilities.SingleFrames;
        }

        bool v4 = _offloads.Has(ChecksumOffloads.ReceiveTcpIPv4);
        bool v6 = _offloads.Has(ChecksumOffloads.ReceiveTcpIPv6);
        SegmentationType large = (_offloads.CoalesceIPv4 && v4 ? SegmentationType.TcpV4 : SegmentationType.None)
            | (_offloads.CoalesceIPv6 && v6 ? SegmentationType.TcpV6 : SegmentationType.None);
        return new WireCapabilities(large, v4 && v6, MaxReceiveSize);
    }
}
