using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>One entry of the result of a look-up (<c>ADDRINFOEXW</c>); the client gives the list back with <see cref="WskProvider.FreeAddressInfo"/>.</summary>
[WindowsDdi("ADDRINFOEXW")]
public sealed class WskAddressInfo
{
    internal WskAddressInfo(in TransportDescriptor transport, in IpEndpoint address)
    {
        SocketType = transport.SocketType;
        Protocol = transport.Protocol;
        Address = address;
    }

    /// <summary>The next entry.</summary>
    public WskAddressInfo? Next { get; internal set; }

    /// <summary>Address and port.</summary>
    public IpEndpoint Address { get; }

    /// <summary>The family.</summary>
    public IpFamily Family => Address.Family;

    /// <summary>The socket type.</summary>
    public TransportSocketType SocketType { get; }

    /// <summary>The protocol.</summary>
    public byte Protocol { get; }

    /// <summary>The name of the host, in the first entry and if it was asked for.</summary>
    public string? CanonicalName { get; internal set; }

    /// <summary>In the first entry: the provider that wants the list back.</summary>
    internal WskProvider? Lender { get; set; }
}
