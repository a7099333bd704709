using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>What a bind does to its endpoint.</summary>
internal interface IBindable : IInspectedEndpoint
{
    /// <summary>Takes an address and a port; nothing arrives there before <see cref="ConfirmBind"/>.</summary>
    /// <param name="wanted">The address; port 0 picks one.</param>
    /// <param name="sharing">How the port is shared.</param>
    /// <param name="claimed">What was taken.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied, InvalidAddressComponent, TooManyAddresses.</returns>
    NtStatus ClaimBind(in IpEndpoint wanted, AddressSharing sharing, out IpEndpoint claimed);

    /// <summary>What was claimed is the endpoint's.</summary>
    void ConfirmBind();

    /// <summary>What was claimed is given up.</summary>
    void UnclaimBind();

    /// <summary>A bind that waited for a filter ended.</summary>
    void OnBindDecided(NtStatus status);
}
