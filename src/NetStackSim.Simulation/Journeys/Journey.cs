using NetStackSim.Kernel;

namespace NetStackSim.Simulation;

/// <summary>The way of one payload through every layer of every host, put together from trace events alone.</summary>
/// <remarks>A ring shared by all hosts and wires of a run gives the whole way; the order of the steps is the order in which they were written.</remarks>
public sealed class Journey
{
    private Journey(ulong correlationId, IReadOnlyList<JourneyStep> steps)
    {
        CorrelationId = correlationId;
        Steps = steps;
    }

    /// <summary>What was followed.</summary>
    public ulong CorrelationId { get; }

    /// <summary>The stations, first to last.</summary>
    public IReadOnlyList<JourneyStep> Steps { get; }

    /// <summary>True when nothing was recorded.</summary>
    public bool IsEmpty => Steps.Count == 0;

    /// <summary>Nanoseconds from the first step to the last.</summary>
    public long DurationNs => IsEmpty ? 0 : Steps[^1].TimeNs - Steps[0].TimeNs;

    /// <summary>The step at which it was dropped; null when it was not.</summary>
    public JourneyStep? Drop => Steps.LastOrDefault(step => step.Kind == TraceKind.Drop);

    /// <summary>The hosts and devices that it passed, in the order of the first step at each.</summary>
    public IReadOnlyList<string> Hosts => Steps.Select(step => step.Host).Distinct().ToList();

    /// <summary>Follows one correlation id.</summary>
    /// <param name="trace">The ring.</param>
    /// <param name="correlationId">The id (out-of-band slot 13). Clones keep the id of their original.</param>
    public static Journey Follow(TraceRing trace, ulong correlationId)
    {
        ArgumentNullException.ThrowIfNull(trace);
        List<JourneyStep> steps = [];
        for (int i = 0; i < trace.Count; i++)
        {
            ref readonly TraceEvent traceEvent = ref trace[i];
            if (traceEvent.CorrelationId == correlationId)
            {
                steps.Add(Describe(trace, traceEvent, steps));
            }
        }

        return new Journey(correlationId, steps);
    }

    /// <summary>Lists the correlation ids in a ring, in the order of their first event.</summary>
    /// <param name="trace">The ring.</param>
    public static IReadOnlyList<ulong> CorrelationIds(TraceRing trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        List<ulong> ids = [];
        HashSet<ulong> seen = [];
        for (int i = 0; i < trace.Count; i++)
        {
            ulong id = trace[i].CorrelationId;
            if (id != 0 && seen.Add(id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>The steps of one host.</summary>
    /// <param name="host">Its name.</param>
    public IReadOnlyList<JourneyStep> At(string host) => Steps.Where(step => step.Host == host).ToList();

    private static JourneyStep Describe(TraceRing trace, in TraceEvent traceEvent, List<JourneyStep> before)
    {
        string name = trace.ComponentName(traceEvent.Component);
        int slash = name.IndexOf('/');
        string host = slash < 0 ? name : name[..slash];
        bool isFirst = before.Count == 0;
        return new JourneyStep(host, slash < 0 ? name : name[(slash + 1)..], traceEvent)
        {
            ElapsedNs = isFirst ? 0 : traceEvent.TimeNs - before[0].TimeNs,
            LengthChange = isFirst || traceEvent.Length == 0 ? 0 : traceEvent.Length - LastLength(before, traceEvent.Length),
        };
    }

    // Events without a length of their own (a DPC, an interrupt) do not change it.
    private static int LastLength(List<JourneyStep> steps, int fallback)
    {
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i].Length != 0)
            {
                return steps[i].Length;
            }
        }

        return fallback;
    }
}
