using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.ConformanceTests.Support;

/// <summary>Two hosts and what lies between them.</summary>
internal sealed record BulkSettings
{
    public ulong Seed { get; init; } = 1;

    public IpFamily Family { get; init; } = IpFamily.V4;

    public OffloadCapabilities SenderOffloads { get; init; } = new();

    public OffloadCapabilities ReceiverOffloads { get; init; } = new();

    /// <summary>The hardware of the receiver; null is the default.</summary>
    public VirtualNicOptions? ReceiverNic { get; init; }

    /// <summary>Null connects the cards by a bare cable.</summary>
    public LinkOptions? Link { get; init; }

    /// <summary>True receives into buffers of the client, false keeps the lists as they come.</summary>
    public bool CopyingReceive { get; init; }

    /// <summary>True sends in both directions at once.</summary>
    public bool BothWays { get; init; }

    public bool Timestamps { get; init; }

    /// <summary>Sends of 48,000 bytes that are outstanding at a time.</summary>
    public int OutstandingSends { get; init; } = 4;

    public StackProfile Profile { get; init; } = StackProfile.Windows11;

    /// <summary>True reads every received byte.</summary>
    public bool Hashing { get; init; }

    public bool Verifier { get; init; }

    public bool FilterEngine { get; init; } = true;
}
