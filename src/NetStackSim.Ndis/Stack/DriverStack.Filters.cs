using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Which filter modules are attached.</content>
internal sealed partial class DriverStack
{
    /// <summary>Brings the modules in line with the registered filters: detaches what should not be there from the top down, attaches what is missing from the bottom up.</summary>
    private IEnumerable<PendingStep> SyncFiltersSteps()
    {
        // What comes or goes while a detach waits has its own turn: nobody is dropped here who has not been detached.
        List<FilterOrder.Slot> wanted = FilterOrder.Compute(Runtime.Filters);
        foreach (PendingStep step in DetachSteps(module => !wanted.Exists(slot => Fills(module, slot))))
        {
            yield return step;
        }

        AttachMissing(wanted);
    }

    private void AttachMissing(List<FilterOrder.Slot> wanted)
    {
        // An adapter that controls its default port has nothing above it until the port is active.
        _isDown = !Adapter.PortTable.Default.IsActive;
        if (_isDown)
        {
            return;
        }

        _remarks.RemoveAll(static remark => remark.Who is FilterRegistration);
        List<FilterModule> present = [.. _filters];
        HashSet<FilterRegistration> missing = [];
        _filters.Clear();
        foreach (FilterOrder.Slot slot in wanted)
        {
            FilterModule? module = present.Find(each => Fills(each, slot));
            if (module is not null)
            {
                _filters.Add(module);
            }
            else if (!TryAttach(slot, FreeInstance(slot, present), missing))
            {
                missing.Add(slot.Driver);
                _isDown |= slot.Driver.Options.IsMandatory;
            }
        }

        Wire();
    }

    // A module stays above the filter that it was attached to: it never changes places with one that may have a request of it.
    private static bool Fills(FilterModule module, FilterOrder.Slot slot) => module.Driver == slot.Driver && module.Below == slot.Below;

    // Instances are numbered from the bottom; one that comes in between later gets the next number that is free, since the others keep their names.
    private int FreeInstance(FilterOrder.Slot slot, List<FilterModule> present)
    {
        int instance = slot.Instance;
        while (present.Exists(IsTaken) || _filters.Exists(IsTaken))
        {
            instance++;
        }

        return instance;

        bool IsTaken(FilterModule module) => module.Driver == slot.Driver && module.Instance == instance;
    }

    private bool TryAttach(FilterOrder.Slot slot, int instance, HashSet<FilterRegistration> missing)
    {
        if (slot.Below is { } below && missing.Contains(below))
        {
            // The documented trap: this instance belongs above a filter that is not there, so it cannot be placed; mandatory, it takes the stack down.
            Remark(slot.Driver, $"filter '{slot.Driver.Name}-{slot.Instance:D4}' has no place: '{below.Name}' below it did not attach");
            return false;
        }

        FilterModule module = new(this, slot.Driver, instance, slot.Below);
        uint lowerIfIndex = _filters.Count > 0 ? _filters[^1].Interface.IfIndex : Adapter.Attributes.IfIndex;
        NtStatus status = module.Attach(lowerIfIndex);
        if (status != NtStatus.Success)
        {
            _nodes.Remove(module.Node);
            Remark(module.Driver, $"filter '{module.Name}' did not attach: {status}");
            return false;
        }

        CapturePoint above = AddCapturePoint($"filter:{module.Driver.Name}-{module.Instance:D4}.above");
        module.Node.SendPoint = above;
        module.Node.ReceivePoint = above;
        _filters.Add(module);
        return true;
    }

    private void Detach(int index)
    {
        FilterModule module = _filters[index];
        module.Detach();
        _filters.RemoveAt(index);
        _nodes.Remove(module.Node);
        Runtime.CapturePoints.Remove(module.Node.SendPoint!);
    }

    private IEnumerable<PendingStep> ChangeFiltersSteps(StackOperation operation, FilterRegistration changed, PauseReason reason)
    {
        foreach (PendingStep step in Sequence(PreDetachSteps(module => module.Driver == changed), PauseSteps(reason)))
        {
            yield return step;
        }

        if (changed.Options.IsMandatory)
        {
            foreach (PendingStep step in UnbindAllSteps())
            {
                yield return step;
            }
        }

        if (Adapter.State == AdapterState.Paused)
        {
            foreach (PendingStep step in SyncFiltersSteps())
            {
                yield return step;
            }

            EventDown(_filters.Count, DevicePnPEvent.FilterListChanged);
        }

        foreach (PendingStep step in Sequence(BindAllSteps(operation), RestartSteps(operation)))
        {
            yield return step;
        }
    }

    // From the top down; a module goes when no request is in it any more.
    private IEnumerable<PendingStep> DetachSteps(Predicate<FilterModule> goes)
    {
        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            if (goes(_filters[i]))
            {
                yield return _filters[i].AwaitRequests();
                Detach(i);
            }
        }
    }

    // Modules that will be detached are told while requests still work.
    private IEnumerable<PendingStep> PreDetachSteps(Predicate<FilterModule> goes)
    {
        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            if (_filters[i].NetPnPHandler is not null && goes(_filters[i]))
            {
                yield return _filters[i].PreDetach();
            }
        }
    }

    private void RemoveCapturePoints()
    {
        Runtime.CapturePoints.Remove(Adapter.Node.SendPoint!);
        Runtime.CapturePoints.Remove(Adapter.Node.ReceivePoint!);
        Runtime.CapturePoints.Remove(Edge.Node.SendPoint!);
    }
}
