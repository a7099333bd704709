using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>
/// One classification at a redirect or closure layer that callouts may hold and whose request they may change (<c>classifyContext</c> of
/// <c>classifyFn</c>); the classify handle that <c>FwpsAcquireClassifyHandle0</c> gives for it is the context itself, referenced.
/// </summary>
public sealed class ClassifyContext
{
    private readonly IPendedOperation? _operation;

    /// <summary>Makes the context of a classification; for the shims.</summary>
    /// <param name="request">The request that may be changed; null at the closure layer.</param>
    /// <param name="operation">What the stack goes on with; null where it cannot wait.</param>
    public ClassifyContext(RedirectRequest? request, IPendedOperation? operation)
    {
        Request = request;
        _operation = operation;
    }

    /// <summary>The request as it stands; change it through <see cref="ConnectionRedirection.AcquireWritable"/> only.</summary>
    public RedirectRequest? Request { get; }

    /// <summary>True while a callout holds the classification.</summary>
    public bool IsPended { get; private set; }

    /// <summary>The filters through which callouts acquired the handle and have to release it; null for a caller outside of calls.</summary>
    internal List<RuntimeFilter?> Holders { get; } = [];

    /// <summary>Writable requests that were acquired and not applied.</summary>
    internal int Writers { get; set; }

    /// <summary>The filter of the last one who acquired a writable request.</summary>
    internal RuntimeFilter? Writer { get; set; }

    /// <summary>False when the writer had lost the action right: what it changes does not count.</summary>
    internal bool MayChange { get; set; }

    /// <summary>True where the stack can wait.</summary>
    internal bool CanPend => _operation is not null;

    internal bool IsComplete { get; private set; }

    /// <summary>True from the completion on, which takes effect when no call is running any more.</summary>
    internal bool IsCompleting { get; set; }

    /// <summary>The redirections that the opener of the socket declared; null for none.</summary>
    internal RedirectRecords? Records { get; set; }

    /// <summary>Changes that were applied by others than the one who holds the classification.</summary>
    internal int ChangesByOthers { get; private set; }

    /// <summary>The holder wants to be asked again because others changed the request meanwhile.</summary>
    internal bool MustAskAgain { get; set; }

    /// <summary>The filter whose callout holds the classification; null while nobody does.</summary>
    internal RuntimeFilter? Holder { get; private set; }

    /// <summary>A changed request was applied through a filter.</summary>
    internal void OnChanged(RuntimeFilter? by) => ChangesByOthers += IsPended && by != Holder ? 1 : 0;

    internal void Pend(RuntimeFilter holder)
    {
        IsPended = true;
        Holder = holder;
        ChangesByOthers = 0;
    }

    internal void Complete(InspectionVerdict? verdict)
    {
        IsPended = false;
        IsComplete = true;
        if (verdict is { } decision)
        {
            _operation!.Complete(decision);
        }
        else
        {
            _operation!.Resume();
        }
    }
}
