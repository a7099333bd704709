using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>Writes trace events for chains; called only while a trace ring is there.</summary>
internal static class StackTrace
{
    /// <summary>One event per list.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="trace">Its ring.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="component">"host/ip" and so on.</param>
    /// <param name="head">The first list.</param>
    /// <param name="argument">Bytes of header added or removed, or whatever the kind says.</param>
    internal static void Chain(SimKernel kernel, TraceRing trace, TraceKind kind, string component, NetBufferList? head, int argument)
    {
        ushort id = trace.Component(component);
        for (NetBufferList? list = head; list is not null; list = list.Next)
        {
            trace.Write(TraceEvent.At(kernel, kind, id, list.CorrelationId, list.DataLength, (ulong)argument));
        }
    }
}
