using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <summary>Where a request leaves an address: the role of the <c>PSOCKADDR</c> output parameters. May be used again after the request completed.</summary>
public sealed class WskAddressBuffer
{
    /// <summary>The address.</summary>
    public IpEndpoint Address { get; internal set; }
}
