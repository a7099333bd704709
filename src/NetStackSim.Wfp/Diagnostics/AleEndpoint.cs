using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>An endpoint as ALE knows it.</summary>
/// <param name="Id">The endpoint's handle, as in the metadata of classifications.</param>
/// <param name="Protocol">The IP protocol.</param>
/// <param name="Local">The local address and port.</param>
/// <param name="Remote">The remote address and port; unspecified for one that waits for anybody.</param>
/// <param name="AppId">The application.</param>
[WindowsDdi("FWPS_ALE_ENDPOINT_PROPERTIES0")]
public sealed record AleEndpoint(ulong Id, byte Protocol, IpEndpoint Local, IpEndpoint Remote, FwpBlob AppId)
{
    /// <summary>The owner's process; 0 for the system.</summary>
    public int ProcessId { get; init; }

    /// <summary>Id of the owner's token, for <see cref="EngineSession.OpenToken"/>.</summary>
    public ulong LocalTokenModifiedId { get; init; }

    /// <summary>The main-mode association that secures it; 0 for none.</summary>
    public ulong MainModeSaId { get; init; }

    /// <summary>The quick-mode association that secures it; 0 for none.</summary>
    public ulong QuickModeSaId { get; init; }

    /// <summary>True when IPsec secures it (<c>FWPS_ALE_ENDPOINT_FLAG_IPSEC_SECURED</c>).</summary>
    public bool IsIpsecSecured => QuickModeSaId != 0;
}
