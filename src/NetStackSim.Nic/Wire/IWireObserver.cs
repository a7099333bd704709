namespace NetStackSim.Nic;

/// <summary>Watches frames pass a point of the wire: a capture, a test, a meter.</summary>
/// <remarks>An observer reads and nothing else: it must not change a frame, keep one without <see cref="Frame.TryShare"/>, schedule an event, or draw from a random stream of the run.</remarks>
public interface IWireObserver
{
    /// <summary>Frames pass the point, first in the chain first.</summary>
    /// <param name="timeNs">The present instant.</param>
    /// <param name="direction">Seen from the device that is observed.</param>
    /// <param name="frames">The frames; they stay with the caller. Large frames come uncut, checksums may be partial.</param>
    void OnFrames(long timeNs, WireDirection direction, in FrameChain frames);
}
