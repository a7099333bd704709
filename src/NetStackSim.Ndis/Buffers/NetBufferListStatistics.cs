namespace NetStackSim.Ndis;

/// <summary>What is in a chain: lists, net buffers, data bytes.</summary>
/// <param name="Lists">Number of lists.</param>
/// <param name="NetBuffers">Number of net buffers (frames).</param>
/// <param name="DataBytes">Sum of the data lengths.</param>
public readonly record struct NetBufferListStatistics(int Lists, int NetBuffers, long DataBytes)
{
    /// <summary>Walks a chain and counts. The chain is not changed.</summary>
    public static NetBufferListStatistics Of(scoped in NetBufferListChain chain)
    {
        int lists = 0;
        int buffers = 0;
        long bytes = 0;
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            lists++;
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                buffers++;
                bytes += buffer.DataLength;
            }
        }

        return new NetBufferListStatistics(lists, buffers, bytes);
    }
}
