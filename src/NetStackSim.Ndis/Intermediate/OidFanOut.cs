using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One request at a virtual miniport that became one request at each adapter below it: complete when all of them are, with the first error.</summary>
internal sealed class OidFanOut
{
    private readonly VirtualMiniport? _upper;
    private readonly OidRequest? _original;
    private int _left = 1;
    private bool _pended;
    private NtStatus _status = NtStatus.Success;

    /// <summary>Begins; nothing is complete before <see cref="End"/>.</summary>
    /// <param name="upper">Who waits; null when nobody does.</param>
    /// <param name="original">What he waits for.</param>
    public OidFanOut(VirtualMiniport? upper, OidRequest? original)
    {
        _upper = upper;
        _original = original;
    }

    /// <summary>Called with a failure, once, before the request is complete: undo what was noted on the way.</summary>
    public Action? OnFailed { get; init; }

    /// <summary>Passes a request to one adapter.</summary>
    public void Submit(LowerEdge lower, OidRequest request)
    {
        _left++;
        request.SourceReserved0 = this;
        NtStatus status = lower.Binding.OidRequest(request);
        if (status != NtStatus.Pending)
        {
            Complete(request, status);
        }
    }

    /// <summary>Passes the original request on as it is, to one adapter.</summary>
    public void Forward(LowerEdge lower)
    {
        OidRequest clone = _original!.Clone();
        clone.SourceReserved1 = _original;
        Submit(lower, clone);
    }

    /// <summary>All requests are submitted.</summary>
    /// <returns>The result, or Pending.</returns>
    public NtStatus End()
    {
        _pended = --_left != 0;
        return _pended ? NtStatus.Pending : Result();
    }

    /// <summary>A request is complete.</summary>
    public void Complete(OidRequest request, NtStatus status)
    {
        if (!status.IsSuccess && _status.IsSuccess)
        {
            _status = status;
        }

        if (request.SourceReserved1 is OidRequest original)
        {
            request.CopyResultTo(original);
        }

        if (--_left == 0 && _pended)
        {
            NtStatus result = Result();
            _upper?.Adapter.OidRequestComplete(_original!, result);
        }
    }

    private NtStatus Result()
    {
        if (!_status.IsSuccess)
        {
            OnFailed?.Invoke();
        }

        return _status;
    }
}
