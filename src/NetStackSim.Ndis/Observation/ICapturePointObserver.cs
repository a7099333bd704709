using NetStackSim.Packets.Capture;

namespace NetStackSim.Ndis;

/// <summary>Somebody who looks at a capture point: a layered capture, a journey, a test.</summary>
/// <remarks>
/// An observer sees the lists before they are handed over and must not change, keep or unlink them; what it wants to keep it copies. Checksums and lengths that are
/// left to the NIC are not filled in yet. IRQL: as at the border, at most Dispatch. An exception stops the run.
/// </remarks>
public interface ICapturePointObserver
{
    /// <summary>A chain passes.</summary>
    /// <param name="point">Where.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="chain">The lists; every net buffer of each is one frame or packet.</param>
    void OnChain(CapturePoint point, CaptureDirection direction, scoped in NetBufferListChain chain);
}
