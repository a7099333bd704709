using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Writes the trace events of a hand-over.</summary>
internal static class ChainTrace
{
    /// <summary>One event for each list: it went into the component. A list without a correlation id gets one.</summary>
    public static void Write(SimKernel kernel, TraceRing trace, TraceKind kind, ushort component, scoped in NetBufferListChain chain)
    {
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (list.CorrelationId == 0)
            {
                list.CorrelationId = kernel.NextCorrelationId();
            }

            trace.Write(TraceEvent.At(kernel, kind, component, list.CorrelationId, list.DataLength, arg0: (ulong)list.NblFlags));
        }
    }
}
