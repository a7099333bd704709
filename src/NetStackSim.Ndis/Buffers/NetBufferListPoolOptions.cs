namespace NetStackSim.Ndis;

/// <summary>What the lists of a pool have from birth (NET_BUFFER_LIST_POOL_PARAMETERS).</summary>
public sealed class NetBufferListPoolOptions
{
    /// <summary>Name in reports, for example "tcpip/send". Required.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes of data memory behind the headroom; 0 with <see cref="HeadRoom"/> 0: lists and net buffers without memory (clones, descriptions of other memory).</summary>
    public int DataSize { get; init; }

    /// <summary>Bytes in front of the data where headers can be added without allocation; counts into the memory of the list.</summary>
    public int HeadRoom { get; init; }

    /// <summary>Bytes of preallocated context, a multiple of 16.</summary>
    public int ContextSize { get; init; }

    /// <summary>How many lists may be out at a time; null for no limit.</summary>
    public int? Quota { get; init; }

    /// <summary>Bytes that a retreat without headroom gets at once; more than that is allocated for the occasion.</summary>
    public int BackFillBlockSize { get; init; } = 256;
}
