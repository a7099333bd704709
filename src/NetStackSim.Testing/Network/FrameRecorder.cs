using NetStackSim.Kernel;
using NetStackSim.Nic;

namespace NetStackSim.Testing;

/// <summary>Turns frames of the run into single, complete ones in memory of its own: whoever looks changes nothing.</summary>
internal sealed class FrameRecorder(EventLoop loop) : IFrameDropSink
{
    private readonly FramePool _scratch = new(loop, "frame log", register: false);

    /// <summary>Appends every frame of a chain, large ones cut.</summary>
    public void Record(long timeNs, WireDirection direction, in FrameChain frames, List<SeenFrame> into)
    {
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            if (frame.Wire.NeedsWork)
            {
                RecordAdapted(timeNs, direction, frame, into);
            }
            else
            {
                into.Add(new SeenFrame(timeNs, direction, frame.Data.ToArray()));
            }
        }
    }

    /// <summary>A frame whose metadata does not fit its bytes cannot be completed: it is not recorded.</summary>
    public void Drop(Frame frame, in DropReason reason) => frame.Release();

    private void RecordAdapted(long timeNs, WireDirection direction, Frame frame, List<SeenFrame> into)
    {
        if (!_scratch.TryRent(frame.Length, out Frame? copy))
        {
            return;
        }

        frame.Data.CopyTo(copy.Data);
        copy.Wire = frame.Wire;
        FrameChain pieces = new(copy);
        FrameAdapter.Adapt(ref pieces, WireCapabilities.SingleFrames, _scratch, this);
        while (pieces.RemoveFirst() is { } piece)
        {
            into.Add(new SeenFrame(timeNs, direction, piece.Data.ToArray()));
            piece.Release();
        }
    }
}
