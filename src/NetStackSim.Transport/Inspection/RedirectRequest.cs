using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>The writable request of the redirect layers; what the inspector leaves in it is what the stack goes on with.</summary>
public sealed class RedirectRequest
{
    /// <summary>The local address of the bind or connect.</summary>
    public IpEndpoint Local { get; set; }

    /// <summary>The remote address of the connect.</summary>
    public IpEndpoint Remote { get; set; }

    /// <summary>The process that a redirected connection is for; null leaves it alone.</summary>
    public SimProcess? LocalRedirectTarget { get; set; }

    /// <summary>Opaque context that travels with a local redirection.</summary>
    public object? Context { get; set; }
}
