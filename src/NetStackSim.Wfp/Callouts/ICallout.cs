using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>A callout driver's functions (<c>FWPS_CALLOUT</c>).</summary>
public interface ICallout
{
    /// <summary>
    /// Looks at one classification (<c>classifyFn</c>). Must not wait, must undo every change of a list's data offset, and may keep a
    /// list only through a reference or clone. IRQL at most Dispatch.
    /// </summary>
    /// <param name="values">The layer's field values, valid during the call.</param>
    /// <param name="metadata">Facts besides the fields.</param>
    /// <param name="layerData">The packet, the stream data or the writable request; null at layers without data.</param>
    /// <param name="filter">The filter that matched.</param>
    /// <param name="flowContext">The context that this callout associated with the flow for this layer; 0 without one.</param>
    /// <param name="output">The decision so far and the right to change it; the callout writes its own.</param>
    [WindowsDdi("FWPS_CALLOUT_CLASSIFY_FN")]
    [RequiresIrql(Max = Irql.Dispatch)]
    void Classify(
        ClassifyValues values,
        ref ClassifyMetadata metadata,
        object? layerData,
        RuntimeFilter filter,
        ulong flowContext,
        ref ClassifyOut output);

    /// <summary>Hears of filters that use the callout (<c>notifyFn</c>). IRQL Passive.</summary>
    /// <param name="notification">What happened. Unknown values are to be answered with success.</param>
    /// <param name="filterKey">The filter's key; all zero for a deletion.</param>
    /// <param name="filter">The filter; its <see cref="RuntimeFilter.Context"/> may be overwritten on addition.</param>
    /// <returns>An error refuses the addition; ignored for deletions.</returns>
    [WindowsDdi("FWPS_CALLOUT_NOTIFY_FN")]
    [RequiresIrql(Max = Irql.Passive)]
    NtStatus Notify(CalloutNotification notification, Guid filterKey, RuntimeFilter filter) => NtStatus.Success;
}
