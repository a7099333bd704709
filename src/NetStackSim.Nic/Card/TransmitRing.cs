using System.Diagnostics;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The transmit side of the card: a ring of descriptors, the DMA behind it, and the lists that wait for a descriptor or for completion.</summary>
/// <remarks>
/// The device works at the doorbell: every list of a send call is gathered and put on the wire before the call returns, as one chain of frames. Its
/// descriptors are free again when the DPC has completed it, so that a burst longer than the ring waits in the driver.
/// </remarks>
internal sealed class TransmitRing
{
    private readonly SimKernel _kernel;
    private readonly VirtualNic _nic;
    private readonly NicQueue _queue;
    private readonly FrameBuilder _builder;
    private NetBufferListQueue _waiting;
    private NetBufferListQueue _done;
    private int _doneDescriptors;
    private int _free;

    internal TransmitRing(SimKernel kernel, VirtualNic nic, NicQueue queue, FramePool frames)
    {
        _kernel = kernel;
        _nic = nic;
        _queue = queue;
        _builder = new FrameBuilder(nic, frames);
        _free = nic.Options.TransmitDescriptors;
    }

    /// <summary>Lists that the wire has and the stack has not got back.</summary>
    internal int CompletionsPending => _done.Count;

    /// <summary>Lists for which there was no descriptor.</summary>
    internal int Waiting => _waiting.Count;

    internal bool IsIdle => _done.IsEmpty && _waiting.IsEmpty;

    /// <summary>The send entry point of the driver.</summary>
    internal void Send(ref NetBufferListChain chain)
    {
        if (!_waiting.IsEmpty)
        {
            _waiting.Enqueue(ref chain);
            return;
        }

        FrameChain frames = default;
        Fill(ref chain, ref frames);
        _waiting.Enqueue(ref chain);
        _nic.Ship(ref frames);
    }

    /// <summary>The completion half of the DPC: takes what is done, and lets waiting lists use the descriptors.</summary>
    internal void TakeCompleted(ref NetBufferListChain completed)
    {
        _done.MoveTo(ref completed);
        _free += _doneDescriptors;
        _doneDescriptors = 0;
        SendWaiting();
    }

    /// <summary>The same for a poll, which may take so many lists only.</summary>
    internal void TakeCompleted(ref NetBufferListChain completed, int maximum)
    {
        if (maximum >= _done.Count)
        {
            TakeCompleted(ref completed);
            return;
        }

        for (int i = 0; i < maximum && _done.TryDequeue(out NetBufferList? list); i++)
        {
            int descriptors = list.FirstNetBuffer.Next is null ? 1 : list.NetBufferCount;
            _free += descriptors;
            _doneDescriptors -= descriptors;
            completed.Add(list);
        }

        SendWaiting();
    }

    private void SendWaiting()
    {
        if (!_waiting.IsEmpty)
        {
            NetBufferListChain chain = _waiting.TakeAll();
            FrameChain frames = default;
            Fill(ref chain, ref frames);
            _waiting.Enqueue(ref chain);
            _nic.Ship(ref frames);
        }
    }

    /// <summary>Takes back everything that has no descriptor yet, with a status: pause, halt, removal.</summary>
    internal void Abort(NtStatus status, ref NetBufferListChain aborted)
    {
        for (NetBufferList? list = _waiting.Head; list is not null; list = list.Next)
        {
            list.Status = status;
        }

        _waiting.MoveTo(ref aborted);
    }

    /// <summary>Takes back waiting lists with a cancel identifier.</summary>
    internal void Cancel(ulong cancelId, ref NetBufferListChain cancelled)
    {
        int before = cancelled.Count;
        _waiting.MoveMatching(new CancelIdPredicate(cancelId), ref cancelled);
        if (cancelled.Count > before)
        {
            for (NetBufferList? list = cancelled.Head; list is not null; list = list.Next)
            {
                list.Status = NdisStatus.SendAborted;
            }
        }
    }

    // Lists leave the chain in order as long as the ring has room; what is left in it afterwards must wait.
    private void Fill(ref NetBufferListChain chain, ref FrameChain frames)
    {
        WireCapabilities wire = _nic.Peer?.Capabilities ?? default;
        bool hasCable = _nic.IsLinkUp;
        NetBufferList? list = chain.Head;
        int used = 0;
        long bytes = 0;
        for (; list is not null; list = list.Next)
        {
            int descriptors = list.FirstNetBuffer.Next is null ? 1 : list.NetBufferCount;
            if (used + descriptors > _free && (used > 0 || _doneDescriptors > 0 || _free < _nic.Options.TransmitDescriptors))
            {
                break;
            }

            used += descriptors;
            list.Status = hasCable ? Transmit(list, wire.AcceptsPartialChecksum, ref frames, ref bytes) : Fail(list, NdisStatus.MediaDisconnected);
        }

        _free -= used;
        _doneDescriptors += used;
        Finish(ref chain, list, bytes);
    }

    private void Finish(ref NetBufferListChain chain, NetBufferList? rest, long bytes)
    {
        if (bytes > 0)
        {
            _kernel.Copies.Add(CopyKind.DmaGather, bytes);
        }

        if (chain.Head == rest)
        {
            return;
        }

        if (rest is null)
        {
            _done.Enqueue(ref chain);
        }
        else
        {
            while (chain.Head != rest)
            {
                _done.Enqueue(chain.RemoveFirst()!);
            }
        }

        _queue.Interrupt.Raise();
    }

    private NtStatus Transmit(NetBufferList list, bool partial, ref FrameChain frames, ref long bytes)
    {
        NtStatus result = NtStatus.Success;
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            NtStatus status = _builder.TryBuild(list, buffer, partial, out Frame? frame);
            if (frame is null)
            {
                result = Fail(list, status);
                continue;
            }

            Debug.Assert(status.IsSuccess, "A frame comes with success.");
            frame.CorrelationId = list.CorrelationId;
            bytes += buffer.DataLength;
            frames.Add(frame);
        }

        return result;
    }

    private NtStatus Fail(NetBufferList list, NtStatus status)
    {
        ref NdisStatistics statistics = ref _nic.Counters;
        if (status == NdisStatus.Resources || status == NdisStatus.MediaDisconnected)
        {
            statistics.OutDiscards++;
        }
        else
        {
            statistics.OutErrors++;
        }

        DropReason reason = status == NdisStatus.Resources ? NicDropReasons.NoSendMemory
            : status == NdisStatus.MediaDisconnected ? NicDropReasons.NoCable
            : status == NdisStatus.InvalidLength ? NicDropReasons.SendTooLong
            : NicDropReasons.BadOffloadRequest;
        _kernel.Drops.Count(reason, list.CorrelationId, list.DataLength);
        return status;
    }
}
