using NetStackSim.Kernel;

namespace NetStackSim.Nic.Tests;

/// <summary>A wire port that notes what arrives, when, and in which chains.</summary>
internal sealed class RecordingPort(EventLoop loop, WireCapabilities capabilities, string name = "recorder") : IWirePort
{
    public List<Arrival> Arrivals { get; } = [];

    public List<bool> LinkChanges { get; } = [];

    public int Chains { get; private set; }

    public string Name => name;

    public IWirePort? Peer { get; set; }

    public WireCapabilities Capabilities { get; set; } = capabilities;

    public void Receive(ref FrameChain frames)
    {
        while (frames.RemoveFirst() is { } frame)
        {
            Arrivals.Add(new Arrival(loop.Now, Chains, frame.Data.ToArray(), frame.Wire, frame.CorrelationId, frame.IsShared));
            frame.Release();
        }

        Chains++;
    }

    public void OnLinkStateChanged(bool up) => LinkChanges.Add(up);

    /// <summary>Transmits copies of byte arrays as one chain.</summary>
    public void Send(FramePool pool, params byte[][] frames)
    {
        FrameChain chain = default;
        foreach (byte[] bytes in frames)
        {
            chain.Add(TestFrames.Rent(pool, bytes));
        }

        Peer!.Receive(ref chain);
    }

    public void Send(Frame frame)
    {
        FrameChain chain = new(frame);
        Peer!.Receive(ref chain);
    }

    internal sealed record Arrival(long TimeNs, int Chain, byte[] Bytes, WireMetadata Wire, ulong CorrelationId, bool WasShared);
}
