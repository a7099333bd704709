using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>
/// One classification at a redirect or closure layer that callouts may hold and whose request they may change (<c>classifyContext</c> of
/// <c>classifyFn</c>); the classify handle that <c>FwpsAcquireClassifyHandle0</c> gives for it is the context itself, referenced.
/// </summary>
public sealed class ClassifyContext
{
    private readonly IPendedOperation? _operation;
    private readonly IOperationResumer _resumer;
    private readonly ClassifyValues _values;

    /// <summary>Makes the context of a classification; for the shims.</summary>
    /// <param name="request">The request that may be changed; null at the closure layer.</param>
    /// <param name="operation">What the stack goes on with; null where it cannot wait.</param>
    /// <param name="resumer">Who decides again.</param>
    /// <param name="values">The values of the classification; kept while it is held.</param>
    public ClassifyContext(RedirectRequest? request, IPendedOperation? operation, IOperationResumer resumer, ClassifyValues values)
    {
        Request = request;
        _operation = operation;
        _resumer = resumer;
        _values = values;
    }

    /// <summary>The request as it stands; change it through <see cref="ConnectionRedirection.AcquireWritable"/> only.</summary>
    public RedirectRequest? Request { get; }

    /// <summary>True while a callout holds the classification.</summary>
    public bool IsPended { get; private set; }

    /// <summary>References of callouts.</summary>
    internal int References { get; set; }

    /// <summary>Writable requests that were acquired and not applied.</summary>
    internal int Writers { get; set; }

    /// <summary>The filter of the last one who acquired a writable request.</summary>
    internal RuntimeFilter? Writer { get; set; }

    /// <summary>True where the stack can wait.</summary>
    internal bool CanPend => _operation is not null;

    internal bool IsComplete { get; private set; }

    internal ClassifyMetadata Metadata { get; set; }

    internal void Pend(in ClassifyMetadata metadata)
    {
        Metadata = metadata;
        Metadata = Metadata with { Classification = null };
        IsPended = true;
    }

    internal void Complete(InspectionVerdict? verdict)
    {
        IsPended = false;
        IsComplete = true;
        ClassifyMetadata metadata = Metadata;
        _operation!.Complete(verdict ?? _resumer.Resume(_values, ref metadata));
    }
}
