using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Which fields of a net event's header are set (<c>FWPM_NET_EVENT_FLAG_*</c>).</summary>
[Flags]
[WindowsDdi("FWPM_NET_EVENT_FLAG")]
public enum NetEventFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>FWPM_NET_EVENT_FLAG_IP_PROTOCOL_SET</c>.</summary>
    IpProtocol = 0x1,

    /// <summary><c>FWPM_NET_EVENT_FLAG_LOCAL_ADDR_SET</c>; implies <see cref="IpVersion"/>.</summary>
    LocalAddress = 0x2,

    /// <summary><c>FWPM_NET_EVENT_FLAG_REMOTE_ADDR_SET</c>; implies <see cref="IpVersion"/>.</summary>
    RemoteAddress = 0x4,

    /// <summary><c>FWPM_NET_EVENT_FLAG_LOCAL_PORT_SET</c>.</summary>
    LocalPort = 0x8,

    /// <summary><c>FWPM_NET_EVENT_FLAG_REMOTE_PORT_SET</c>.</summary>
    RemotePort = 0x10,

    /// <summary><c>FWPM_NET_EVENT_FLAG_APP_ID_SET</c>.</summary>
    AppId = 0x20,

    /// <summary><c>FWPM_NET_EVENT_FLAG_USER_ID_SET</c>.</summary>
    UserId = 0x40,

    /// <summary><c>FWPM_NET_EVENT_FLAG_SCOPE_ID_SET</c>.</summary>
    ScopeId = 0x80,

    /// <summary><c>FWPM_NET_EVENT_FLAG_IP_VERSION_SET</c>.</summary>
    IpVersion = 0x100,

    /// <summary><c>FWPM_NET_EVENT_FLAG_REAUTH_REASON_SET</c>.</summary>
    ReauthReason = 0x200,

    /// <summary><c>FWPM_NET_EVENT_FLAG_PACKAGE_ID_SET</c>.</summary>
    PackageId = 0x400,

    /// <summary><c>FWPM_NET_EVENT_FLAG_ENTERPRISE_ID_SET</c>.</summary>
    EnterpriseId = 0x800,

    /// <summary><c>FWPM_NET_EVENT_FLAG_POLICY_FLAGS_SET</c>.</summary>
    PolicyFlags = 0x1000,

    /// <summary><c>FWPM_NET_EVENT_FLAG_EFFECTIVE_NAME_SET</c>.</summary>
    EffectiveName = 0x2000,
}
