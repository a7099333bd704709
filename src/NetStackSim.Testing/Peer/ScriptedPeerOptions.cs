using NetStackSim.Packets;

namespace NetStackSim.Testing;

/// <summary>Who a scripted peer is and how patient.</summary>
public sealed record ScriptedPeerOptions
{
    /// <summary>Its name in captures and messages.</summary>
    public string Name { get; init; } = "peer";

    /// <summary>Its MAC address.</summary>
    public MacAddress MacAddress { get; init; } = MacAddress.Parse("02:00:00:00:aa:01");

    /// <summary>Its addresses, of both families; ARP requests and neighbour solicitations for them are answered.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>True answers address resolution by itself and keeps it out of what the script sees.</summary>
    public bool AnswersResolution { get; init; } = true;

    /// <summary>Virtual time that an expectation waits unless it says otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
