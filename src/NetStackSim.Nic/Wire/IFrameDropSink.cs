using NetStackSim.Kernel;

namespace NetStackSim.Nic;

/// <summary>A device that accounts for the frames it drops: a counter, a trace event, the release.</summary>
public interface IFrameDropSink
{
    /// <summary>Drops a frame.</summary>
    /// <param name="frame">The frame; the callee releases it.</param>
    /// <param name="reason">Why.</param>
    void Drop(Frame frame, in DropReason reason);
}
