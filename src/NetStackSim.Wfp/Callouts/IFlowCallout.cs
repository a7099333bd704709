using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>A callout that keeps contexts on flows (<c>flowDeleteFn</c>).</summary>
public interface IFlowCallout : ICallout
{
    /// <summary>Gives a context back, exactly once: the flow ended, or the context was removed. IRQL at most Dispatch.</summary>
    /// <param name="layerId">The layer that the context was for.</param>
    /// <param name="calloutId">The callout.</param>
    /// <param name="flowContext">The context.</param>
    [WindowsDdi("FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN")]
    [RequiresIrql(Max = Irql.Dispatch)]
    void FlowDelete(ushort layerId, uint calloutId, ulong flowContext);
}
