using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>
/// Where the filter engine puts packets into the stack. The stack implements it; lists come back through their
/// <see cref="NetBufferList.Owner"/>. The injection history travels in out-of-band slot 10. IRQL at most Dispatch.
/// </summary>
public interface IStackInjection
{
    /// <summary>Gives back a packet that a handler absorbed: a received one goes home, a sent one completes with success.</summary>
    /// <param name="list">The packet; without children.</param>
    /// <param name="layer">Where it was absorbed.</param>
    /// <param name="direction">Which way it went.</param>
    void Release(NetBufferList list, InspectionLayer layer, InspectionDirection direction);

    /// <summary>The last clone of a packet that was not absorbed is gone. A stack that was done with the packet before sends it home now.</summary>
    /// <param name="list">The packet; without children.</param>
    void OnClonesGone(NetBufferList list);

    /// <summary>Sends at the network layer; data starts at the IP header (<c>FwpsInjectNetworkSendAsync</c>).</summary>
    /// <param name="lists">Lists of one family. Empty afterwards.</param>
    /// <param name="family">The family.</param>
    /// <param name="compartment">Routing compartment.</param>
    /// <returns>Pending: completions follow; or an error with the lists still the caller's.</returns>
    NtStatus SendNetwork(ref NetBufferListChain lists, IpFamily family, uint compartment);

    /// <summary>Receives at the network layer; data starts at the IP header (<c>FwpsInjectNetworkReceiveAsync</c>).</summary>
    /// <param name="lists">Lists of one family. Empty afterwards.</param>
    /// <param name="family">The family.</param>
    /// <param name="interfaceIndex">The interface that they seem to come from.</param>
    /// <returns>Pending, or an error with the lists still the caller's.</returns>
    NtStatus ReceiveNetwork(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex);

    /// <summary>Sends at the transport layer; data starts at the transport header (<c>FwpsInjectTransportSendAsync</c>).</summary>
    /// <param name="lists">Lists with <see cref="NetBufferList.Network"/> filled; the interface index is the scope of a link-local destination, 0 for none. Empty afterwards.</param>
    /// <param name="family">The family.</param>
    /// <param name="compartment">Routing compartment.</param>
    /// <returns>Pending, or an error with the lists still the caller's.</returns>
    NtStatus SendTransport(ref NetBufferListChain lists, IpFamily family, uint compartment);

    /// <summary>Receives at the transport layer; data starts at the IP header (<c>FwpsInjectTransportReceiveAsync</c>).</summary>
    /// <param name="lists">Lists of one family. Empty afterwards.</param>
    /// <param name="family">The family.</param>
    /// <param name="interfaceIndex">The interface that they seem to come from.</param>
    /// <returns>Pending, or an error with the lists still the caller's.</returns>
    NtStatus ReceiveTransport(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex);

    /// <summary>Puts packets into the forward path; data starts at the IP header (<c>FwpsInjectForwardAsync</c>).</summary>
    /// <param name="lists">Lists of one family. Empty afterwards.</param>
    /// <param name="family">The family.</param>
    /// <param name="interfaceIndex">The interface to leave by.</param>
    /// <returns>Pending, or an error with the lists still the caller's.</returns>
    NtStatus Forward(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex);
}
