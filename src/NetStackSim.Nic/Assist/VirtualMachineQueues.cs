using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>VMQ: receive queues for virtual machines, chosen in hardware by destination address and VLAN.</summary>
/// <remarks>
/// Queue 0 is the card's own and has no filters: what no queue takes passes packet filter and multicast list as always. A frame of a queue lies in memory of its
/// own, carries queue and filter in slot 14, and counts as outstanding until its list comes back; a queue is freed when none is.
/// </remarks>
internal sealed class VirtualMachineQueues
{
    private readonly VirtualNic _nic;
    private readonly List<VirtualMachineQueue> _queues = [];
    private readonly List<ReceiveFilterParameters> _filters = [];
    private int _lastFilterId;

    internal VirtualMachineQueues(VirtualNic nic) => _nic = nic;

    /// <summary>True while a queue exists: received frames are looked up.</summary>
    internal bool IsActive => _queues.Count > 0;

    internal IEnumerable<ReceiveQueueInfo> Queues => _queues.Select(static queue => queue.Info);

    internal IReadOnlyList<ReceiveFilterParameters> Filters => _filters;

    private ReceiveFilterCapabilities Capabilities => _nic.Options.ReceiveFilters;

    /// <summary>OID_RECEIVE_FILTER_ALLOCATE_QUEUE: gives out an identifier.</summary>
    internal NtStatus Allocate(ReceiveQueueParameters wanted, out ReceiveQueueParameters given)
    {
        given = wanted;
        if (_queues.Count >= Capabilities.QueueCount)
        {
            return NdisStatus.Resources;
        }

        int id = 1;
        while (Find(id) is not null)
        {
            id++;
        }

        given = wanted with { QueueId = id };
        VirtualMachineQueue queue = new(given);
        queue.TryMove(ReceiveQueueEvent.Allocate);
        _queues.Add(queue);
        _nic.Reconfigure();
        return NtStatus.Success;
    }

    /// <summary>OID_RECEIVE_FILTER_QUEUE_ALLOCATION_COMPLETE: the queue receives from here on, if it has a filter.</summary>
    internal NtStatus CompleteAllocation(int queueId) =>
        Find(queueId) is { } queue && queue.TryMove(ReceiveQueueEvent.AllocationComplete) ? NtStatus.Success : NdisStatus.InvalidParameter;

    /// <summary>OID_RECEIVE_FILTER_QUEUE_PARAMETERS.</summary>
    internal NtStatus Change(ReceiveQueueParameters parameters)
    {
        if (Find(parameters.QueueId) is not { } queue)
        {
            return NdisStatus.InvalidParameter;
        }

        queue.Parameters = parameters;
        return NtStatus.Success;
    }

    /// <summary>OID_RECEIVE_FILTER_FREE_QUEUE: stops the DMA; the queue is gone when its last buffer is back.</summary>
    internal NtStatus Free(int queueId)
    {
        if (Find(queueId) is not { } queue || !queue.TryMove(ReceiveQueueEvent.Free))
        {
            return NdisStatus.FileNotFound;
        }

        _filters.RemoveAll(filter => filter.QueueId == queueId);
        queue.FilterCount = 0;
        _nic.Adapter?.IndicateStatus(new StatusIndication(_nic.Adapter, NdisStatusCode.ReceiveQueueState, new ReceiveQueueStateChange(queueId, queue.State)));
        EndIfEmpty(queue);
        return NtStatus.Success;
    }

    /// <summary>OID_RECEIVE_FILTER_SET_FILTER: gives out an identifier.</summary>
    internal NtStatus Set(ReceiveFilterParameters wanted, out ReceiveFilterParameters given)
    {
        given = wanted;
        if (Find(wanted.QueueId) is not { } queue || queue.State >= ReceiveQueueState.DmaStopped || wanted.VlanId is < 0 or > 4094
            || (wanted.VlanId is not null && !Capabilities.FiltersVlan) || _filters.Exists(filter => filter.Address == wanted.Address && filter.VlanId == wanted.VlanId))
        {
            return NdisStatus.InvalidParameter;
        }

        if (_filters.Count >= Capabilities.MacHeaderFilterCount)
        {
            return NdisStatus.Resources;
        }

        given = wanted with { FilterId = ++_lastFilterId };
        _filters.Add(given);
        if (++queue.FilterCount == 1)
        {
            queue.TryMove(ReceiveQueueEvent.FirstFilterSet);
        }

        return NtStatus.Success;
    }

    /// <summary>OID_RECEIVE_FILTER_CLEAR_FILTER.</summary>
    internal NtStatus Clear(int filterId)
    {
        int at = _filters.FindIndex(filter => filter.FilterId == filterId);
        if (at < 0)
        {
            return NdisStatus.FileNotFound;
        }

        VirtualMachineQueue queue = Find(_filters[at].QueueId)!;
        _filters.RemoveAt(at);
        if (--queue.FilterCount == 0)
        {
            queue.TryMove(ReceiveQueueEvent.LastFilterCleared);
        }

        return NtStatus.Success;
    }

    /// <summary>OID_RECEIVE_FILTER_MOVE_FILTER: what matches goes to another queue from here on.</summary>
    internal NtStatus Move(int filterId, int queueId)
    {
        int at = _filters.FindIndex(filter => filter.FilterId == filterId);
        if (at < 0 || Find(queueId) is not { } target || target.State >= ReceiveQueueState.DmaStopped)
        {
            return NdisStatus.InvalidParameter;
        }

        ReceiveFilterParameters moved = _filters[at] with { QueueId = queueId };
        VirtualMachineQueue source = Find(_filters[at].QueueId)!;
        _filters[at] = moved;
        if (++target.FilterCount == 1)
        {
            target.TryMove(ReceiveQueueEvent.FirstFilterSet);
        }

        if (--source.FilterCount == 0)
        {
            source.TryMove(ReceiveQueueEvent.LastFilterCleared);
        }

        return NtStatus.Success;
    }

    /// <summary>The filter that takes a frame as it is on the wire; null when the frame is the card's own business.</summary>
    internal ReceiveFilterParameters? Match(ReadOnlySpan<byte> frame)
    {
        MacAddress destination = MacAddress.Read(frame);
        int vlan = frame.Length >= EthernetHeader.TaggedSize && BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == EtherTypes.Vlan
            ? BinaryPrimitives.ReadUInt16BigEndian(frame[14..]) & 0xFFF
            : 0;
        foreach (ReceiveFilterParameters filter in _filters)
        {
            if (filter.Address == destination && (filter.VlanId is null || filter.VlanId == vlan) && Find(filter.QueueId)!.State == ReceiveQueueState.Running)
            {
                return filter;
            }
        }

        return null;
    }

    /// <summary>Marks a list as one of a queue.</summary>
    internal void Tag(NetBufferList list, Frame frame, ReceiveFilterParameters filter)
    {
        VirtualMachineQueue queue = Find(filter.QueueId)!;
        queue.Outstanding++;
        queue.Frames++;
        frame.QueueId = filter.QueueId;
        list.Filtering = new FilteringInfo(filter.FilterId, filter.QueueId);
    }

    /// <summary>A list of a queue came back.</summary>
    internal void Returned(Frame frame)
    {
        VirtualMachineQueue? queue = Find(frame.QueueId);
        frame.QueueId = 0;
        if (queue is not null)
        {
            queue.Outstanding--;
            EndIfEmpty(queue);
        }
    }

    internal VirtualMachineQueue? Find(int queueId)
    {
        foreach (VirtualMachineQueue queue in _queues)
        {
            if (queue.Parameters.QueueId == queueId)
            {
                return queue;
            }
        }

        return null;
    }

    /// <summary>Halt: nothing is left.</summary>
    internal void Reset()
    {
        _queues.Clear();
        _filters.Clear();
    }

    private void EndIfEmpty(VirtualMachineQueue queue)
    {
        if (queue.Outstanding == 0 && queue.TryMove(ReceiveQueueEvent.BuffersReturned) && queue.TryMove(ReceiveQueueEvent.Freed))
        {
            _queues.Remove(queue);
            _nic.Reconfigure();
        }
    }
}
