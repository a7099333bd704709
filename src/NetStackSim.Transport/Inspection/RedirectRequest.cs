using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>
/// The writable request of the redirect layers (<c>FWPS_BIND_REQUEST</c>, <c>FWPS_CONNECT_REQUEST</c>); what the inspector leaves in it
/// is what the stack goes on with.
/// </summary>
public sealed class RedirectRequest
{
    /// <summary>The local address of the bind or connect.</summary>
    public IpEndpoint Local { get; set; }

    /// <summary>The remote address of the connect.</summary>
    public IpEndpoint Remote { get; set; }

    /// <summary>The process on this host that gets a redirected connection; null leaves it alone.</summary>
    public SimProcess? LocalRedirectTarget { get; set; }

    /// <summary>The redirect handle of the one who sends the connection to a process on this host.</summary>
    public object? RedirectHandle { get; set; }

    /// <summary>What the redirector tells the process that gets the connection.</summary>
    public byte[]? Context { get; set; }

    /// <summary>The filter through which the request was changed last; 0 for the request of the application.</summary>
    public ulong ModifierFilterId { get; set; }

    /// <summary>The request before the last change; null for that of the application.</summary>
    public RedirectRequest? PreviousVersion { get; private set; }

    /// <summary>True once somebody changed it.</summary>
    public bool IsRedirected => PreviousVersion is not null;

    /// <summary>The request as the application made it.</summary>
    public RedirectRequest Original
    {
        get
        {
            RedirectRequest version = this;
            while (version.PreviousVersion is { } earlier)
            {
                version = earlier;
            }

            return version;
        }
    }

    /// <summary>Keeps what stands here as the previous version, before it is changed.</summary>
    /// <param name="modifierFilterId">The filter through which it is going to be changed.</param>
    public void PushVersion(ulong modifierFilterId)
    {
        PreviousVersion = (RedirectRequest)MemberwiseClone();
        ModifierFilterId = modifierFilterId;
    }

    /// <summary>Undoes the last change.</summary>
    public void PopVersion()
    {
        if (PreviousVersion is not { } before)
        {
            return;
        }

        Local = before.Local;
        Remote = before.Remote;
        LocalRedirectTarget = before.LocalRedirectTarget;
        RedirectHandle = before.RedirectHandle;
        Context = before.Context;
        ModifierFilterId = before.ModifierFilterId;
        PreviousVersion = before.PreviousVersion;
    }
}
