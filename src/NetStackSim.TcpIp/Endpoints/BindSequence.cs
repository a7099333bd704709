using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A bind: redirection, the port, authorisation. A filter may hold it at both of its layers; the port is taken meanwhile, and nothing arrives there.</summary>
internal sealed class BindSequence : IPendedStepOwner
{
    private readonly EndpointInspection _inspection;
    private readonly IBindable _endpoint;
    private readonly RedirectRequest _request;
    private readonly AddressSharing _sharing;
    private PendedStep? _step;
    private IpEndpoint _claimed;
    private bool _isClaimed;
    private bool _isOver;

    private BindSequence(EndpointInspection inspection, IBindable endpoint, in IpEndpoint local, AddressSharing sharing)
    {
        _inspection = inspection;
        _endpoint = endpoint;
        _request = new RedirectRequest { Local = local };
        _sharing = sharing;
    }

    /// <summary>Binds an endpoint.</summary>
    /// <param name="inspection">The layers.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="local">What its client asks for.</param>
    /// <param name="sharing">How the port is shared.</param>
    /// <param name="waiting">The sequence while a filter holds it; else null.</param>
    /// <returns>Pending while a filter holds it; else the result.</returns>
    internal static NtStatus Run(EndpointInspection inspection, IBindable endpoint, in IpEndpoint local, AddressSharing sharing, out BindSequence? waiting)
    {
        waiting = null;
        if (!inspection.IsBindArmed(endpoint.Options.Family))
        {
            NtStatus claimed = endpoint.ClaimBind(local, sharing, out _);
            if (claimed.IsSuccess)
            {
                endpoint.ConfirmBind();
            }

            return claimed;
        }

        BindSequence bind = new(inspection, endpoint, local, sharing);
        NtStatus status = bind.Redirect();
        waiting = status == NtStatus.Pending && !bind._isOver ? bind : null;
        return status;
    }

    /// <inheritdoc/>
    public void GoOn(InspectionVerdict verdict)
    {
        if (!verdict.IsPermit)
        {
            _inspection.Refused(_isClaimed ? InspectionLayer.Bind : InspectionLayer.BindRedirect, _endpoint, _isClaimed ? _claimed : _request.Local, verdict);
            Abandon();
            End(NtStatus.AccessDenied);
        }
        else if (_isClaimed)
        {
            _endpoint.ConfirmBind();
            End(NtStatus.Success);
        }
        else
        {
            End(Claim());
        }
    }

    /// <inheritdoc/>
    public void AskAgain() => End(_isClaimed ? Authorise(InspectionFlags.Reclassify) : Redirect());

    /// <summary>The endpoint is closed: what was claimed goes back, and the filter's answer reaches nobody.</summary>
    internal void Abandon()
    {
        _step?.Abandon();
        if (_isClaimed)
        {
            _isClaimed = false;
            _endpoint.UnclaimBind();
        }
    }

    private NtStatus Redirect()
    {
        PendedStep step = new();
        NtStatus status = _inspection.RedirectBind(_endpoint, _request, step);
        return status == NtStatus.Success ? Claim() : Keep(step, status);
    }

    private NtStatus Claim()
    {
        NtStatus status = _endpoint.ClaimBind(_request.Local, _sharing, out _claimed);
        _isClaimed = status.IsSuccess;
        return status.IsSuccess ? Authorise(InspectionFlags.None) : status;
    }

    private NtStatus Authorise(InspectionFlags flags)
    {
        bool isWildcard = _claimed.Address.IsUnspecified || (_request.Local.Port == 0 && _claimed.Port != 0);
        PendedStep step = new();
        NtStatus status = _inspection.AuthoriseBind(_endpoint, _claimed, isWildcard ? flags | InspectionFlags.WildcardBind : flags, step);
        if (status == NtStatus.Success)
        {
            _endpoint.ConfirmBind();
        }
        else if (status.IsError)
        {
            Abandon();
        }

        return Keep(step, status);
    }

    private NtStatus Keep(PendedStep step, NtStatus status)
    {
        if (status == NtStatus.Pending)
        {
            _step = step;
            step.Wait(this);
        }

        return status;
    }

    private void End(NtStatus status)
    {
        if (status != NtStatus.Pending)
        {
            _isOver = true;
            _endpoint.OnBindDecided(status);
        }
    }
}
