namespace NetStackSim.Ndis;

/// <summary>Slot 14: which receive filter and queue a frame belongs to (NDIS_NET_BUFFER_LIST_FILTERING_INFO).</summary>
public readonly record struct FilteringInfo
{
    /// <summary>Reads a slot value: FilterId:16, QueueId:16.</summary>
    public FilteringInfo(ulong value) => Value = value;

    /// <summary>Makes a value.</summary>
    public FilteringInfo(int filterId, int queueId) => Value = (ushort)filterId | ((ulong)(ushort)queueId << 16);

    /// <summary>The slot value.</summary>
    public ulong Value { get; }

    /// <summary>The receive filter; 0 when none.</summary>
    public int FilterId => (ushort)Value;

    /// <summary>The queue; 0 is the default queue.</summary>
    public int QueueId => (ushort)(Value >> 16);
}
