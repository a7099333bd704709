using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>Redirection of binds and connects, and classifications that are answered later.</summary>
public sealed class ConnectionRedirection
{
    private readonly FilterEngine _engine;

    internal ConnectionRedirection(FilterEngine engine) => _engine = engine;

    /// <summary>Tells whether an address is this host's own; null for loopback only.</summary>
    public Func<IpAddress, bool>? IsLocalAddress { get; set; }

    /// <summary>Makes a redirect handle. IRQL Passive.</summary>
    /// <param name="provider">The provider of the driver.</param>
    /// <param name="status">Success, or an injected failure.</param>
    /// <returns>The handle; null after a failure.</returns>
    [WindowsDdi("FwpsRedirectHandleCreate0")]
    [RequiresIrql(Max = Irql.Passive)]
    public RedirectHandle? CreateHandle(Guid provider, out NtStatus status)
    {
        return _engine.Refuses("FwpsRedirectHandleCreate0", Irql.Passive, out status) ? null : new RedirectHandle(provider);
    }

    /// <summary>Gives a redirect handle up. IRQL Passive.</summary>
    /// <param name="handle">The handle.</param>
    [WindowsDdi("FwpsRedirectHandleDestroy0")]
    [RequiresIrql(Max = Irql.Passive)]
    public void DestroyHandle(RedirectHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        _engine.AssertPassive("FwpsRedirectHandleDestroy0");
        if (handle.IsDestroyed)
        {
            _engine.Contracts.Report(ContractRule.RedirectHandleDestroyed, "a redirect handle was destroyed twice");
        }

        handle.IsDestroyed = true;
    }

    /// <summary>Says whether a connection stands in for a redirected one. IRQL at most Dispatch.</summary>
    /// <param name="records">The records in the metadata; null for none.</param>
    /// <param name="handle">The driver's handle.</param>
    /// <param name="context">What the driver told when it redirected; null otherwise.</param>
    /// <returns>The state.</returns>
    [WindowsDdi("FwpsQueryConnectionRedirectState0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public RedirectState QueryState(RedirectRecords? records, RedirectHandle handle, out byte[]? context)
    {
        ArgumentNullException.ThrowIfNull(handle);
        context = null;
        if (handle.IsDestroyed)
        {
            _engine.Contracts.Report(ContractRule.RedirectHandleDestroyed, "the state of a connection was asked for with a redirect handle that was destroyed");
        }

        for (RedirectRecords? entry = records; entry is not null; entry = entry.Earlier)
        {
            if (ReferenceEquals(entry.RedirectHandle, handle))
            {
                context = entry.Context;
                return ReferenceEquals(entry, records) ? RedirectState.RedirectedBySelf : RedirectState.PreviouslyRedirectedBySelf;
            }
        }

        return records is null ? RedirectState.NotRedirected : RedirectState.RedirectedByOther;
    }

    /// <summary>References a classification beyond classifyFn. IRQL at most Dispatch.</summary>
    /// <param name="metadata">The metadata of the call.</param>
    /// <param name="handle">The handle; released with <see cref="ReleaseClassifyHandle"/>.</param>
    /// <returns>Success, or invalid parameter at a layer without.</returns>
    [WindowsDdi("FwpsAcquireClassifyHandle0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus AcquireClassifyHandle(in ClassifyMetadata metadata, out ClassifyContext? handle)
    {
        handle = null;
        if (_engine.Refuses("FwpsAcquireClassifyHandle0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (metadata.Classification is not { } context)
        {
            return NtStatus.InvalidParameter;
        }

        context.Holders.Add(_engine.Contracts.Call.Filter);
        CountHandle(_engine.Contracts.Call.Filter, 1);
        context.Records = metadata.RedirectRecords;
        handle = context;
        return NtStatus.Success;
    }

    /// <summary>Gives a reference up. IRQL at most Dispatch.</summary>
    /// <param name="handle">The handle.</param>
    [WindowsDdi("FwpsReleaseClassifyHandle0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void ReleaseClassifyHandle(ClassifyContext handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        _engine.AssertIrqlAtMost(Irql.Dispatch, "FwpsReleaseClassifyHandle0");
        int holder = Math.Max(handle.Holders.LastIndexOf(_engine.Contracts.Call.Filter), handle.Holders.Count - 1);
        if (holder < 0)
        {
            _engine.Contracts.Report(ContractRule.ClassifyHandleUnbalanced, "a classify handle was released more often than it was acquired", handle.Holder ?? handle.Writer);
            return;
        }

        CountHandle(handle.Holders[holder], -1);
        handle.Holders.RemoveAt(holder);
    }

    /// <summary>Holds a classification at a redirect or closure layer. IRQL at most Dispatch.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="filter">The filter of the call.</param>
    /// <param name="output">The output of the call: Block and Absorb are written.</param>
    /// <returns>Success, or <see cref="FwpStatus.CannotPend"/> where the stack cannot wait.</returns>
    [WindowsDdi("FwpsPendClassify0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus PendClassify(ClassifyContext handle, RuntimeFilter filter, ref ClassifyOut output)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentNullException.ThrowIfNull(filter);
        if (_engine.Refuses("FwpsPendClassify0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (!handle.CanPend || handle.IsPended || handle.IsComplete)
        {
            return FwpStatus.CannotPend;
        }

        HasRight("a classification was pended");
        if (filter.Callout is { } callout)
        {
            callout.Pended++;
        }

        handle.Pend(filter);
        output.BlockAndAbsorb();
        return NtStatus.Success;
    }

    /// <summary>Ends the wait of a classification; inside classifyFn it takes effect after the call. IRQL at most Dispatch.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="decision">Permit or Block; null to classify again.</param>
    /// <returns>Success, or invalid parameter when it is not held.</returns>
    [WindowsDdi("FwpsCompleteClassify0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus CompleteClassify(ClassifyContext handle, FilterActionType? decision)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (!handle.IsPended || handle.IsCompleting)
        {
            string message = handle.IsComplete || handle.IsCompleting ? "a classification was completed twice" : "a classification was completed that nobody holds";
            _engine.Contracts.Report(ContractRule.CompletedTwice, message, handle.Holder ?? handle.Writer);
            return NtStatus.InvalidParameter;
        }

        if (handle.Holder is { Callout: { } callout })
        {
            callout.Pended--;
        }

        handle.IsCompleting = true;
        if (!_engine.Completions.TryDefer(() => Finish(handle, decision)))
        {
            Finish(handle, decision);
        }

        return NtStatus.Success;
    }

    /// <summary>
    /// Gives the request to be changed. Until it is applied the answer is a final block; it has to be applied exactly once, changed or not. IRQL at most Dispatch.
    /// </summary>
    /// <param name="handle">The handle.</param>
    /// <param name="filter">The filter of the call.</param>
    /// <param name="output">The output of the call; null-like (<see langword="default"/>) later.</param>
    /// <param name="request">The request.</param>
    /// <returns>Success, or invalid parameter at a layer without.</returns>
    [WindowsDdi("FwpsAcquireWritableLayerDataPointer0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus AcquireWritable(ClassifyContext handle, RuntimeFilter filter, ref ClassifyOut output, out RedirectRequest? request)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentNullException.ThrowIfNull(filter);
        request = null;
        if (_engine.Refuses("FwpsAcquireWritableLayerDataPointer0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (handle.Request is null)
        {
            return NtStatus.InvalidParameter;
        }

        handle.MayChange = HasRight("a request was acquired");
        handle.Writers++;
        handle.Writer = filter;
        handle.Request.PushVersion(filter.Id);
        output.Block();
        request = handle.Request;
        return NtStatus.Success;
    }

    /// <summary>Applies a request that was acquired; the callout then writes its decision. IRQL at most Dispatch.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="request">The request.</param>
    /// <param name="flags">Flags.</param>
    /// <returns>Success, or invalid parameter when it was not acquired.</returns>
    [WindowsDdi("FwpsApplyModifiedLayerData0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus ApplyModified(ClassifyContext handle, RedirectRequest request, ApplyFlags flags = ApplyFlags.None)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentNullException.ThrowIfNull(request);
        if (handle.Writers == 0 || !ReferenceEquals(request, handle.Request))
        {
            _engine.Contracts.Report(ContractRule.AppliedWithoutAcquire, "a writable request was applied that had not been acquired", handle.Writer ?? handle.Holder);
            return NtStatus.InvalidParameter;
        }

        if (flags != ApplyFlags.None && !handle.IsPended)
        {
            return NtStatus.InvalidParameter;
        }

        handle.Writers--;
        handle.MustAskAgain |= (flags & ApplyFlags.ReauthorizeIfModifiedByOthers) != 0 && handle.ChangesByOthers > 0;
        RedirectRequest before = request.PreviousVersion!;
        bool unchanged = request.Local == before.Local && request.Remote == before.Remote && request.LocalRedirectTarget == before.LocalRedirectTarget;
        if (unchanged || !handle.MayChange)
        {
            // A heavier callout that cleared the right has decided where the request goes; what is left is a veto.
            request.PopVersion();
        }
        else if (IsLocalTarget(request) && (request.RedirectHandle is not RedirectHandle { IsDestroyed: false } || request.LocalRedirectTarget is null))
        {
            _engine.Contracts.Report(ContractRule.RedirectWithoutHandle, handle.Writer!, "a connection to a process of this host needs a redirect handle and the process");
            request.PopVersion();
        }
        else if (IsLoop(handle, request))
        {
            _engine.Contracts.Report(ContractRule.RedirectLoop, handle.Writer!, "a connection that stands in for one of its own redirections was redirected again");
            request.PopVersion();
        }
        else
        {
            handle.OnChanged(handle.Writer);
        }

        return NtStatus.Success;
    }

    /// <summary>The classification is over; for the shims.</summary>
    /// <param name="context">The classification.</param>
    /// <returns>True when a writable request was not applied: the operation is blocked.</returns>
    public bool Conclude(ClassifyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Writers == 0)
        {
            return false;
        }

        _engine.Contracts.Report(ContractRule.WritableDataNotApplied, context.Writer!, "a writable request was acquired and not applied; the operation is blocked");
        context.Writers = 0;
        context.Request!.PopVersion();
        return true;
    }

    private void Finish(ClassifyContext handle, FilterActionType? decision)
    {
        bool unapplied = Conclude(handle);
        InspectionVerdict? verdict = unapplied || decision == FilterActionType.Block
            ? new InspectionVerdict(InspectionAction.Block, GeneralDrop.FirewallPolicy, (handle.Holder ?? handle.Writer)?.Id ?? 0)
            : decision is null || handle.MustAskAgain ? null : InspectionVerdict.Permit;
        handle.Complete(verdict);
    }

    private static void CountHandle(RuntimeFilter? holder, int change)
    {
        if (holder is { Callout: { } callout })
        {
            callout.ClassifyHandles += change;
        }
    }

    private bool HasRight(string what)
    {
        if (_engine.Contracts.Call is not { IsRunning: true, CanWrite: false })
        {
            return true;
        }

        _engine.Contracts.Report(ContractRule.TookWithoutRight, $"{what} without the action right");
        return false;
    }

    private static bool IsLoop(ClassifyContext handle, RedirectRequest request)
    {
        RedirectRecords? records = handle.Records;
        while (records is not null && !ReferenceEquals(records.RedirectHandle, request.RedirectHandle))
        {
            records = records.Earlier;
        }

        return records is not null && request.RedirectHandle is not null;
    }

    private bool IsLocalTarget(RedirectRequest request)
    {
        IpAddress address = request.Remote.Address.Unmap();
        return request.Remote != request.PreviousVersion!.Remote && (address.IsLoopback || IsLocalAddress?.Invoke(address) == true);
    }
}
