using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>One end of a link: what a device is plugged into.</summary>
internal sealed class LinkEnd : IWirePort
{
    private readonly Link _link;

    internal LinkEnd(Link link, string name)
    {
        _link = link;
        Name = name;
    }

    public string Name { get; }

    public IWirePort? Peer { get; set; }

    public WireCapabilities Capabilities => Away.Accepted;

    /// <summary>The direction that carries frames away from here.</summary>
    internal LinkDirection Away { get; set; } = null!;

    public void Receive(ref FrameChain frames) => Away.Enter(ref frames);

    public void OnLinkStateChanged(bool up) => _link.OnPlugChanged(this, up);
}
