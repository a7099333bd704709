using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>What kind of addresses a look-up wants (the hints of <c>ADDRINFOEXW</c>).</summary>
/// <param name="Family">The family; null for both (<c>AF_UNSPEC</c>).</param>
/// <param name="SocketType">The socket type; null for every one.</param>
/// <param name="Protocol">The protocol; 0 for every one.</param>
/// <param name="Flags">Further wishes.</param>
public readonly record struct WskAddressHints(
    IpFamily? Family = null,
    TransportSocketType? SocketType = null,
    byte Protocol = 0,
    WskAddressInfoFlags Flags = WskAddressInfoFlags.None);
