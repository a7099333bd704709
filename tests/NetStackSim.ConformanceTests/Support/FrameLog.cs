using NetStackSim.Nic;

namespace NetStackSim.ConformanceTests.Support;

/// <summary>Keeps copies of the last frames that passed a point in one direction.</summary>
internal sealed class FrameLog(WireDirection direction, int capacity = int.MaxValue) : IWireObserver
{
    private readonly Queue<byte[]> _frames = new();

    public bool IsPaused { get; set; }

    public long Seen { get; private set; }

    public IReadOnlyCollection<byte[]> Frames => _frames;

    public void Clear() => _frames.Clear();

    public void OnFrames(long timeNs, WireDirection passing, in FrameChain frames)
    {
        if (IsPaused || passing != direction)
        {
            return;
        }

        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            Seen++;
            _frames.Enqueue(frame.Data.ToArray());
            if (_frames.Count > capacity)
            {
                _frames.Dequeue();
            }
        }
    }
}

/// <summary>Shows a point to two observers.</summary>
internal sealed class BothObservers(IWireObserver first, IWireObserver second) : IWireObserver
{
    public void OnFrames(long timeNs, WireDirection direction, in FrameChain frames)
    {
        first.OnFrames(timeNs, direction, frames);
        second.OnFrames(timeNs, direction, frames);
    }
}
