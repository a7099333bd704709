using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Transport;

/// <summary>IP security between transport and network, both ways; null on a host without it.</summary>
public interface IIpSecurity
{
    /// <summary>Bytes of header and trailer room that a protected packet needs; lowers the MTU that transports see.</summary>
    int Overhead { get; }

    /// <summary>Protects packets about to get their IP header.</summary>
    /// <param name="lists">The lists; the implementation may replace them.</param>
    /// <returns>Success, or an error with the lists still in the chain.</returns>
    NtStatus Protect(ref NetBufferListChain lists);

    /// <summary>Checks and strips protected packets.</summary>
    /// <param name="lists">Lists whose data starts at the security header; those that fail are removed and returned by the implementation.</param>
    void Unprotect(ref NetBufferListChain lists);
}
