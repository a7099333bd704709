using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp.Shims;

/// <summary>A host of which nothing but its policy is known: an imported one. Every packet finds what it looks for.</summary>
public sealed record AssumedSurroundings : IPacketSurroundings
{
    /// <summary>Its addresses; empty when every destination of an inbound packet is its own.</summary>
    public IReadOnlyList<IpAddress> Addresses { get; init; } = [];

    /// <summary>Its interface.</summary>
    public uint InterfaceIndex { get; init; } = 1;

    /// <summary>Whose all endpoints are; null for the system.</summary>
    public SimProcess? Process { get; init; }

    /// <summary>True when packets belong to flows that were authorised before; false when each is the first of its flow.</summary>
    public bool FlowsExist { get; init; }

    /// <inheritdoc/>
    public uint InterfaceOf(in IpAddress local) => InterfaceIndex;

    /// <inheritdoc/>
    public ushort InterfaceType(uint index) => 6;

    /// <inheritdoc/>
    public MacAddress MacOf(uint index) => MacAddress.None;

    /// <inheritdoc/>
    public bool IsLocal(in IpAddress destination) =>
        Addresses.Count == 0 || destination.IsMulticast || destination.IsLimitedBroadcast || Addresses.Contains(destination);

    /// <inheritdoc/>
    public bool Forwards(IpFamily family) => false;

    /// <inheritdoc/>
    public uint RouteTo(in IpAddress destination, out IpAddress source)
    {
        IpFamily family = destination.Family;
        source = Addresses.FirstOrDefault(a => a.Family == family, family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6);
        return InterfaceIndex;
    }

    /// <inheritdoc/>
    public PacketParty? Find(byte protocol, in IpEndpoint local, in IpEndpoint remote, ushort echoId) =>
        new(local.Address.Family) { Process = Process, IsFlow = FlowsExist, IsEstablished = FlowsExist };
}
