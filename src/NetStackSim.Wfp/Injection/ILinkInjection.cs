using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>
/// Where the engine puts frames into the driver stacks of adapters; implemented by the filter driver that shows them to the link layers. Lists come back
/// through their <see cref="NetBufferList.Owner"/>. IRQL at most Dispatch.
/// </summary>
public interface ILinkInjection
{
    /// <summary>Gives back a frame that a callout absorbed: a received one goes home, a sent one completes with success.</summary>
    /// <param name="list">The frame; without children.</param>
    /// <param name="direction">Which way it went.</param>
    void Release(NetBufferList list, InspectionDirection direction);

    /// <summary>Shows a frame to a link layer as if it had come there and lets it go on from there, up or down.</summary>
    /// <param name="frame">One list; data starts at the MAC header. Empty afterwards.</param>
    /// <param name="layer">One of the four link layers.</param>
    /// <param name="interfaceIndex">The adapter.</param>
    /// <param name="port">The NDIS port.</param>
    /// <returns>Pending; or an error with the list still the caller's: not ready when nothing filters at the layer or the adapter does not run.</returns>
    NtStatus Inject(ref NetBufferListChain frame, InspectionLayer layer, uint interfaceIndex, PortNumber port);
}
