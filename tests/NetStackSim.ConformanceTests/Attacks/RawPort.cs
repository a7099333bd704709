using NetStackSim.Nic;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>The far end of the cable: keeps what the host sends, single and complete frames.</summary>
internal sealed class RawPort : IWirePort
{
    public string Name => "attacker";

    public IWirePort? Peer { get; set; }

    public WireCapabilities Capabilities => WireCapabilities.SingleFrames;

    public Queue<byte[]> Frames { get; } = new();

    public void Receive(ref FrameChain frames)
    {
        while (frames.RemoveFirst() is { } frame)
        {
            Frames.Enqueue(frame.Data.ToArray());
            frame.Release();
        }
    }

    public void OnLinkStateChanged(bool up)
    {
    }
}
