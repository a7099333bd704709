using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules.Drivers;

/// <summary>Sends connects to port 81 to port 80.</summary>
internal sealed class Redirector(FilterEngine engine, CalloutBug? bug) : LabDriver(engine, bug)
{
    private RedirectHandle? _redirect;

    protected override NtStatus Prepare()
    {
        _redirect = Engine.Redirection.CreateHandle(Guid.Empty, out NtStatus status);
        return status;
    }

    protected override void Forget()
    {
        if (_redirect is not null)
        {
            Engine.Redirection.DestroyHandle(_redirect);
            _redirect = null;
        }
    }

    protected override NtStatus AddPolicy() => Add(LayerId.AleConnectRedirectV4);

    protected override void OnClassify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ref ClassifyOut output)
    {
        ConnectionRedirection redirection = Engine.Redirection;
        output.Action = FilterActionType.Permit;
        if (!output.CanWrite || redirection.QueryState(metadata.RedirectRecords, _redirect!, out _) != RedirectState.NotRedirected
            || redirection.AcquireClassifyHandle(metadata, out ClassifyContext? handle).IsError)
        {
            return;
        }

        if (redirection.AcquireWritable(handle!, filter, ref output, out RedirectRequest? request).IsSuccess)
        {
            Change(request!);
            int applies = Has(CalloutBug.RedirectorForgetsToApply) ? 0 : Has(CalloutBug.RedirectorAppliesTwice) ? 2 : 1;
            for (; applies > 0; applies--)
            {
                redirection.ApplyModified(handle!, request!);
            }
        }

        if (!Has(CalloutBug.RedirectorForgetsToRelease))
        {
            redirection.ReleaseClassifyHandle(handle!);
        }

        output.Action = FilterActionType.Permit;
    }

    private void Change(RedirectRequest request)
    {
        if (request.Remote.Port == 81)
        {
            request.Remote = request.Remote.WithPort(80);
        }
        else if (Has(CalloutBug.RedirectorForgetsTheHandle))
        {
            request.Remote = new IpEndpoint(IpAddress.Parse("127.0.0.1"), 80);
        }
    }
}
