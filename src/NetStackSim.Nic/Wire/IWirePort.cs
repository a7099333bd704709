namespace NetStackSim.Nic;

/// <summary>One end of a cable: a network card, one end of a link, a port of a switch, a TAP device.</summary>
/// <remarks>
/// A device transmits with <c>Peer.Receive(ref frames)</c>, after <see cref="FrameAdapter"/> has brought the frames into the form that
/// <see cref="Capabilities"/> of the peer asks for. A cable takes no time; delay, rate and loss belong to a link between two cables.
/// <see cref="Receive"/> never calls back into the sender before it returns: whoever wants to answer does so in an event of its own.
/// </remarks>
public interface IWirePort
{
    /// <summary>A name for captures, counters and messages, such as "a/nic0" or "switch/3".</summary>
    string Name { get; }

    /// <summary>The other end of the cable; null while unplugged. Set by <see cref="Wire"/> only.</summary>
    IWirePort? Peer { get; set; }

    /// <summary>What this port takes; may change while it runs (an impairment is switched on, an offload off).</summary>
    WireCapabilities Capabilities { get; }

    /// <summary>Frames arrive from the peer, first in the chain first on the wire, all at the present instant.</summary>
    /// <param name="frames">Never empty. The callee takes the chain and owns every frame: it releases it or hands it on. Empty on return.</param>
    void Receive(ref FrameChain frames);

    /// <summary>The cable was plugged or unplugged, or the device at the other end went up or down.</summary>
    /// <param name="up">True when frames can pass.</param>
    void OnLinkStateChanged(bool up);
}
