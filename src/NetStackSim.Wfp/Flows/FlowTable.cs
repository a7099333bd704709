using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>The flows of a host and the contexts on them.</summary>
public sealed class FlowTable
{
    private readonly Dictionary<ulong, FlowRecord> _flows = [];
    private ulong _nextId = 1;

    /// <summary>Number of live flows.</summary>
    public int Count => _flows.Count;

    /// <summary>Makes a flow when one is authorised.</summary>
    /// <param name="state">The stack's side of the flow; null when tests play the stack.</param>
    /// <returns>The flow, live until <see cref="End"/>.</returns>
    public FlowRecord Begin(Transport.InspectionState? state = null)
    {
        FlowRecord flow = new(this, _nextId++) { State = state };
        _flows.Add(flow.Id, flow);
        return flow;
    }

    /// <summary>Finds a live flow.</summary>
    /// <param name="flowId">Its id.</param>
    /// <returns>The flow, or null.</returns>
    public FlowRecord? Find(ulong flowId) => _flows.GetValueOrDefault(flowId);

    /// <summary>Ends a flow: every context goes back to its callout, once.</summary>
    /// <param name="flow">The flow; ending it twice does nothing.</param>
    public void End(FlowRecord flow)
    {
        if (flow.IsEnded)
        {
            return;
        }

        flow.IsEnded = true;
        flow.Stream?.Close();
        flow.Stream = null;
        _flows.Remove(flow.Id);
        flow.Authorizations?.Ended(flow.AuthorizationSlot);
        while (flow.Contexts.Count > 0)
        {
            Release(flow, flow.Contexts.Count - 1);
        }
    }

    internal NtStatus Associate(ulong flowId, ushort layerId, RuntimeCallout? callout, ulong context)
    {
        if (context == 0 || callout?.Implementation is not IFlowCallout || Find(flowId) is not { } flow)
        {
            return NtStatus.InvalidParameter;
        }

        if (IndexOf(flow, layerId, callout.Id) >= 0)
        {
            return FwpStatus.ObjectNameExists;
        }

        flow.Contexts.Add(new FlowContext(layerId, callout, context));
        callout.FlowContexts++;
        return NtStatus.Success;
    }

    internal NtStatus Remove(ulong flowId, ushort layerId, uint calloutId)
    {
        if (Find(flowId) is not { } flow || IndexOf(flow, layerId, calloutId) is var index && index < 0)
        {
            return NtStatus.Unsuccessful;
        }

        return Release(flow, index) ? NtStatus.Success : NtStatus.Pending;
    }

    internal ulong ContextOf(FlowRecord flow, ushort layerId, uint calloutId)
    {
        int index = IndexOf(flow, layerId, calloutId);
        return index < 0 ? 0 : flow.Contexts[index].Value;
    }

    private static int IndexOf(FlowRecord flow, ushort layerId, uint calloutId)
    {
        List<FlowContext> contexts = flow.Contexts;
        for (int i = 0; i < contexts.Count; i++)
        {
            if (contexts[i].LayerId == layerId && contexts[i].Callout.Id == calloutId)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Release(FlowRecord flow, int index)
    {
        FlowContext context = flow.Contexts[index];
        flow.Contexts.RemoveAt(index);
        return context.Callout.Release(context);
    }
}
