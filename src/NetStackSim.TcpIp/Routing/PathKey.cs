using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What a path is cached under: the question that was asked, not its answer.</summary>
/// <param name="Destination">The destination.</param>
/// <param name="Source">The source that was asked for; unspecified when the stack chose it.</param>
/// <param name="InterfaceIndex">The interface that was asked for; 0 for any.</param>
internal readonly record struct PathKey(IpAddress Destination, IpAddress Source, uint InterfaceIndex)
{
    /// <summary>The same in every process.</summary>
    public override int GetHashCode() => (int)(Destination.StableHash(Source.StableHash(InterfaceIndex)) >> 32);
}
