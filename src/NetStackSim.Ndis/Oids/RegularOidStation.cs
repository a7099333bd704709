using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A driver that takes regular requests (a filter module or the miniport) with the queue in front of it: one request at a time.</summary>
internal abstract class RegularOidStation : OidStation
{
    private readonly OidWatch _watch;
    private OidRequest? _active;
    private OidRequest? _first;
    private OidRequest? _last;

    protected RegularOidStation(NdisRuntime runtime)
        : base(runtime)
    {
        _watch = new OidWatch(runtime, this);
    }

    /// <summary>The request that the driver has, or null.</summary>
    public OidRequest? Active => _active;

    /// <summary>True when the driver has no request and none waits.</summary>
    public bool IsIdle => _active is null && _first is null;

    protected override OidPath Path => OidPath.Regular;

    public override void Cancel(ulong requestId)
    {
        OidRequest? queued = _first;
        _first = _last = null;
        while (queued is not null)
        {
            OidRequest? next = queued.Next;
            queued.Next = null;
            if (queued.RequestId == requestId)
            {
                Abort(queued);
            }
            else
            {
                Enqueue(queued);
            }

            queued = next;
        }

        if (_active?.RequestId == requestId)
        {
            CancelAtDriver(requestId);
        }
    }

    public override void Cancel(OidRequest request)
    {
        if (ReferenceEquals(request, _active))
        {
            CancelAtDriver(request.RequestId);
        }
        else
        {
            Unlink(request);
            Abort(request);
        }
    }

    public override void AddPending(List<OidRequest> pending)
    {
        if (_active is not null)
        {
            pending.Add(_active);
        }

        for (OidRequest? queued = _first; queued is not null; queued = queued.Next)
        {
            pending.Add(queued);
        }
    }

    /// <summary>Which watchdog stands behind requests here.</summary>
    public abstract NdisWatchdog Watchdog { get; }

    protected override NtStatus Accept(OidRequest request)
    {
        if (_active is not null)
        {
            Enqueue(request);
            return NtStatus.Pending;
        }

        NtStatus status = Start(request);
        if (status != NtStatus.Pending && _first is not null)
        {
            // Somebody came while the driver was at work on this one, from inside its handler.
            StartNext();
        }

        return status;
    }

    public override bool IsAtDriver(OidRequest request) => ReferenceEquals(_active, request);

    /// <summary>The driver answered a request outside <see cref="OidStation.Submit"/>: it goes to its submitter, and the next one starts.</summary>
    protected override void Answered(OidRequest request, NtStatus status)
    {
        base.Answered(request, status);
        StartNext();
    }

    protected override void Finish(OidRequest request, NtStatus status)
    {
        _watch.Stop();
        _active = null;
        base.Finish(request, status);
        OnFinished(request, status);
    }

    /// <summary>A request is complete.</summary>
    protected virtual void OnFinished(OidRequest request, NtStatus status)
    {
    }

    private NtStatus Start(OidRequest request)
    {
        _active = request;
        NtStatus status = Handle(request);
        if (status != NtStatus.Pending)
        {
            CheckReturn(request, status);
            Finish(request, status);
        }
        else if (ReferenceEquals(_active, request))
        {
            _watch.Start();
        }

        return status;
    }

    private void StartNext()
    {
        while (_active is null && _first is { } next)
        {
            _first = next.Next;
            if (_first is null)
            {
                _last = null;
            }

            next.Next = null;
            NtStatus status = Start(next);
            if (status != NtStatus.Pending)
            {
                next.Submitter!.OidRequestComplete(next, status);
            }
        }

        if (_active is null)
        {
            OnIdle();
        }
    }

    /// <summary>A driver has answered its last request, and none waits.</summary>
    protected virtual void OnIdle()
    {
    }

    private void Enqueue(OidRequest request)
    {
        if (_last is null)
        {
            _first = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
    }

    private void Unlink(OidRequest request)
    {
        OidRequest? queued = _first;
        _first = _last = null;
        while (queued is not null)
        {
            OidRequest? next = queued.Next;
            queued.Next = null;
            if (!ReferenceEquals(queued, request))
            {
                Enqueue(queued);
            }

            queued = next;
        }
    }
}
