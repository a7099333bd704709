using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A list as its originator gave it away.</summary>
/// <param name="MdlChain">The MDL chain of the first net buffer.</param>
/// <param name="DataOffset">Its data offset.</param>
/// <param name="DataLength">Its data length.</param>
/// <param name="NetBuffers">Number of net buffers.</param>
/// <param name="TotalLength">Bytes of data in all of them.</param>
/// <param name="ContextBytes">Context bytes that are pushed.</param>
internal readonly record struct SpaceSnapshot(Mdl? MdlChain, int DataOffset, int DataLength, int NetBuffers, int TotalLength, int ContextBytes)
{
    /// <summary>Takes the picture.</summary>
    public static SpaceSnapshot Of(NetBufferList list)
    {
        int context = 0;
        for (NetBufferListContext? block = list.Context; block is not null; block = block.Next)
        {
            context += block.Size - block.Offset;
        }

        return list.FirstNetBuffer is { } buffer
            ? new SpaceSnapshot(buffer.MdlChain, buffer.DataOffset, buffer.DataLength, list.NetBufferCount, list.DataLength, context)
            : new SpaceSnapshot(null, 0, 0, 0, 0, context);
    }

    /// <summary>True when the data space is the same.</summary>
    /// <param name="then">The earlier picture.</param>
    /// <param name="startMayMove">The data start of a list with one net buffer may be elsewhere; MDL chain and end of data may not.</param>
    public bool HasSpaceOf(in SpaceSnapshot then, bool startMayMove)
    {
        if (MdlChain != then.MdlChain || NetBuffers != then.NetBuffers)
        {
            return false;
        }

        return startMayMove
            ? DataOffset + DataLength == then.DataOffset + then.DataLength
            : DataOffset == then.DataOffset && DataLength == then.DataLength && TotalLength == then.TotalLength;
    }
}
