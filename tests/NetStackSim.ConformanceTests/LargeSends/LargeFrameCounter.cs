using NetStackSim.Nic;

namespace NetStackSim.ConformanceTests.LargeSends;

/// <summary>Counts frames that pass uncut.</summary>
internal sealed class LargeFrameCounter : IWireObserver
{
    public int Count { get; private set; }

    public void OnFrames(long timeNs, WireDirection direction, in FrameChain frames)
    {
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            Count += frame.Wire.IsLarge ? 1 : 0;
        }
    }
}
