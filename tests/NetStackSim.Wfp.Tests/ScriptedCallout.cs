using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>A callout that does what a test says and remembers what it was given.</summary>
internal sealed class ScriptedCallout(ScriptedCallout.Classifier classify) : IFlowCallout
{
    internal delegate void Classifier(RuntimeFilter filter, ref ClassifyOut output);

    internal List<FilterActionType> Entries { get; } = [];

    internal List<bool> EntryRights { get; } = [];

    internal List<CalloutNotification> Notifications { get; } = [];

    internal List<ulong> DeletedContexts { get; } = [];

    internal ulong LastFlowContext { get; private set; }

    internal NtStatus NotifyResult { get; set; } = NtStatus.Success;

    public void Classify(
        ClassifyValues values,
        ref ClassifyMetadata metadata,
        object? layerData,
        RuntimeFilter filter,
        ulong flowContext,
        ref ClassifyOut output)
    {
        Entries.Add(output.Action);
        EntryRights.Add(output.CanWrite);
        LastFlowContext = flowContext;
        classify(filter, ref output);
    }

    public NtStatus Notify(CalloutNotification notification, Guid filterKey, RuntimeFilter filter)
    {
        Notifications.Add(notification);
        return NotifyResult;
    }

    public void FlowDelete(ushort layerId, uint calloutId, ulong flowContext) => DeletedContexts.Add(flowContext);

    internal static ScriptedCallout Permit() => new(static (RuntimeFilter _, ref ClassifyOut o) => o.Action = FilterActionType.Permit);

    internal static ScriptedCallout PermitHard() => new(static (RuntimeFilter _, ref ClassifyOut o) =>
    {
        o.Action = FilterActionType.Permit;
        o.Rights &= ~ClassifyRights.ActionWrite;
    });

    internal static ScriptedCallout BlockSoft() => new(static (RuntimeFilter _, ref ClassifyOut o) => o.Action = FilterActionType.Block);

    internal static ScriptedCallout BlockHard() => new(static (RuntimeFilter _, ref ClassifyOut o) => o.Block());

    internal static ScriptedCallout Continue() => new(static (RuntimeFilter _, ref ClassifyOut o) => o.Continue());

    internal static ScriptedCallout Untouched() => new(static (RuntimeFilter _, ref ClassifyOut _) => { });
}
