using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace RedirectProxy;

/// <summary>Sends connections to a port to a proxy on this host, and tells it where they wanted to go.</summary>
internal sealed class RedirectCallout(FilterEngine engine, RedirectHandle handle, SimProcess proxy, IpEndpoint local) : ICallout
{
    /// <summary>Connections that were sent to the proxy.</summary>
    public int Redirected { get; private set; }

    /// <summary>classifyFn at ALE_CONNECT_REDIRECT_V4.</summary>
    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        ConnectionRedirection redirection = engine.Redirection;
        if (!output.CanWrite)
        {
            // A heavier callout owns the connection: FWPS_RIGHT_ACTION_WRITE is gone.
            return;
        }

        // The proxy's own connection stands in for one that was sent to it: leave it alone, else it goes round in circles.
        if (redirection.QueryState(metadata.RedirectRecords, handle, out _) != RedirectState.NotRedirected   // FwpsQueryConnectionRedirectState0
            || redirection.AcquireClassifyHandle(metadata, out ClassifyContext? classification).IsError)   // FwpsAcquireClassifyHandle0
        {
            output.Permit(filter);
            return;
        }

        if (redirection.AcquireWritable(classification!, filter, ref output, out RedirectRequest? request).IsSuccess)   // FwpsAcquireWritableLayerDataPointer0
        {
            request!.Context = Encoding.ASCII.GetBytes(request.Remote.ToString());
            request.Remote = local;
            request.LocalRedirectTarget = proxy;
            request.RedirectHandle = handle;
            redirection.ApplyModified(classification!, request);   // FwpsApplyModifiedLayerData0
            Redirected++;
        }

        redirection.ReleaseClassifyHandle(classification!);   // FwpsReleaseClassifyHandle0
        output.Permit(filter);
    }
}
