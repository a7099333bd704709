using System.Globalization;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What a driver developer should look at first.</summary>
internal static class NetReportWarnings
{
    /// <summary>What is wrong with an adapter or the stack over it.</summary>
    public static IReadOnlyList<string> Of(MiniportAdapter adapter, long pendingOidNs)
    {
        List<string> warnings = [];
        States(adapter, warnings);
        Missing(adapter, warnings);
        Told(adapter, warnings);
        foreach (PendingOid pending in PendingOidTable.Of(adapter).Where(each => each.AgeNs > pendingOidNs))
        {
            warnings.Add($"{pending.Name} of {pending.Submitter} is {InspectorNames.Time(pending.AgeNs)} old, {(pending.IsQueued ? "queued at" : "at")} {pending.Driver}");
        }

        return warnings;
    }

    /// <summary>What is wrong on the host: pools that failed, violations.</summary>
    public static IReadOnlyList<string> Of(NdisRuntime runtime)
    {
        List<string> warnings = [];
        foreach (NetBufferListPool pool in NblIndex.Pools(runtime))
        {
            if (pool.Failures > 0)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"RESOURCES pressure: pool '{pool.Name}' had nothing left {pool.Failures} times"));
            }
        }

        foreach (LiveDump dump in runtime.Kernel.LiveDumps)
        {
            warnings.Add($"live dump: {dump.Culprit}");
        }

        foreach (IGrouping<(string Rule, string Culprit), VerifierViolation> broken in (runtime.Kernel.Verifier?.Violations ?? []).GroupBy(static each => (each.Rule.Name, each.Culprit)))
        {
            int times = broken.Count();
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"verifier: {broken.Key.Culprit} broke rule {broken.Key.Rule}{(times == 1 ? "" : $" {times} times")}"));
        }

        return warnings;
    }

    // What the drivers themselves find worth a warning.
    private static void Told(MiniportAdapter adapter, List<string> warnings)
    {
        InspectorSectionBuilder section = new("WARNINGS");
        (adapter.Miniport as IInspectorSource)?.Describe(InspectorTopic.Warnings, section);
        foreach (FilterModule module in adapter.Filters)
        {
            (module.Filter as IInspectorSource)?.Describe(InspectorTopic.Warnings, section);
        }

        warnings.AddRange(section.Build().Lines);
    }

    private static void States(MiniportAdapter adapter, List<string> warnings)
    {
        if (adapter.State != AdapterState.Running)
        {
            warnings.Add($"the miniport is {adapter.State}: no data flows");
        }

        if (adapter.IsLowPower)
        {
            warnings.Add($"the adapter sleeps in {adapter.PowerState}");
        }

        if (adapter.Reset?.InProgress is not null)
        {
            warnings.Add("the miniport is being reset");
        }

        if (!adapter.LastOperation.IsCompleted)
        {
            warnings.Add($"the stack is in the middle of an operation: {adapter.LastOperation}");
        }

        if (!adapter.Attributes.LinkState.IsUp)
        {
            warnings.Add("the link is down");
        }

        warnings.AddRange(adapter.Filters.Where(each => each.State != FilterModuleState.Running && adapter.State == AdapterState.Running)
            .Select(static each => $"filter '{each.Name}' is {each.State}"));
        warnings.AddRange(adapter.Bindings.Where(each => each.State != BindingState.Running && adapter.State == AdapterState.Running)
            .Select(static each => $"protocol '{each.Name}' is {each.State}"));
    }

    // Remarks say why; here is what should be there and is not.
    private static void Missing(MiniportAdapter adapter, List<string> warnings)
    {
        foreach (FilterOrder.Slot slot in FilterOrder.Compute(adapter.Stack.Runtime.Filters))
        {
            if (!adapter.Filters.Any(module => module.Driver == slot.Driver && module.Instance == slot.Instance))
            {
                warnings.Add(slot.Driver.Options.IsMandatory
                    ? $"mandatory filter '{slot.Driver.Name}-{slot.Instance:D4}' is not attached: nothing binds to this adapter"
                    : $"filter '{slot.Driver.Name}-{slot.Instance:D4}' is not attached");
            }
        }

        foreach (string remark in adapter.Stack.Remarks)
        {
            warnings.Add(remark);
        }

        if (adapter.Bindings.Count == 0)
        {
            warnings.Add("no protocol is bound");
        }
    }
}
