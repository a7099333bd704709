using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The data space of the first net buffer of a list as its originator gave it away.</summary>
/// <param name="MdlChain">The MDL chain.</param>
/// <param name="DataOffset">The data offset.</param>
/// <param name="DataLength">The data length.</param>
internal readonly record struct SpaceSnapshot(Mdl? MdlChain, int DataOffset, int DataLength)
{
    /// <summary>Takes the picture.</summary>
    public static SpaceSnapshot Of(NetBufferList list) =>
        list.FirstNetBuffer is { } buffer ? new SpaceSnapshot(buffer.MdlChain, buffer.DataOffset, buffer.DataLength) : default;
}
