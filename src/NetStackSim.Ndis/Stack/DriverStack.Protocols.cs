using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Protocols: bound, unbound, kept away.</content>
internal sealed partial class DriverStack
{
    private readonly List<ProtocolRegistration> _rebinds = [];
    private readonly List<ProtocolRegistration> _left = [];
    private bool _inhibitsBinds;

    private bool MayBind => !_isDown && !_inhibitsBinds && !Adapter.IsLowPower && Adapter.State is not (AdapterState.Halted or AdapterState.Shutdown);

    /// <summary>A protocol asks to be bound again.</summary>
    public StackOperation BindAgain(ProtocolRegistration protocol)
    {
        _left.Remove(protocol);
        return BindProtocol(protocol);
    }

    private IEnumerable<PendingStep> BindSteps(StackOperation operation, ProtocolRegistration protocol)
    {
        if (!MayBind || IsBound(protocol) || !Runtime.Protocols.Contains(protocol) || !Runtime.Bindings.Allows(Adapter, protocol))
        {
            yield break;
        }

        foreach (PendingStep step in Sequence(PauseSteps(PauseReason.BindProtocol), BindOneSteps(operation, protocol), RestartSteps(operation)))
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> UnbindSteps(StackOperation operation, ProtocolBinding? binding)
    {
        if (binding is null || !_bindings.Contains(binding))
        {
            yield break;
        }

        foreach (PendingStep step in Sequence(PauseSteps(PauseReason.UnbindProtocol), CloseIfBoundSteps(binding), RestartSteps(operation)))
        {
            yield return step;
        }
    }

    // One that knows no pause was closed by it already, and would come back with the restart.
    private IEnumerable<PendingStep> CloseIfBoundSteps(ProtocolBinding binding)
    {
        _rebinds.Remove(binding.Driver);
        if (!_bindings.Contains(binding))
        {
            yield break;
        }

        foreach (PendingStep step in CloseBindingSteps(binding))
        {
            yield return step;
        }
    }

    // A protocol that left on its own account comes back only when it asks for it.
    private IEnumerable<PendingStep> LeaveSteps(StackOperation operation, ProtocolBinding binding)
    {
        if (_bindings.Contains(binding))
        {
            _left.Add(binding.Driver);
        }

        return UnbindSteps(operation, binding);
    }

    private IEnumerable<PendingStep> InhibitSteps(StackOperation operation)
    {
        _inhibitsBinds = true;
        return Sequence(PauseSteps(PauseReason.UnbindProtocol), UnbindAllSteps(), RestartSteps(operation));
    }

    private IEnumerable<PendingStep> AllowSteps(StackOperation operation)
    {
        _inhibitsBinds = false;
        return Sequence(PauseSteps(PauseReason.BindProtocol), BindAllSteps(operation), RestartSteps(operation));
    }

    private IEnumerable<PendingStep> UnbindAllSteps()
    {
        for (int i = _bindings.Count - 1; i >= 0; i--)
        {
            foreach (PendingStep step in CloseBindingSteps(_bindings[i]))
            {
                yield return step;
            }
        }
    }

    /// <summary>Binds every protocol that should be bound and is not.</summary>
    private IEnumerable<PendingStep> BindAllSteps(StackOperation operation)
    {
        foreach (ProtocolRegistration protocol in Runtime.Protocols.ToArray())
        {
            if (!ShouldBind(protocol))
            {
                continue;
            }

            foreach (PendingStep step in BindOneSteps(operation, protocol))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<PendingStep> RebindSteps(StackOperation operation)
    {
        ProtocolRegistration[] protocols = [.. _rebinds];
        _rebinds.Clear();
        foreach (ProtocolRegistration protocol in protocols)
        {
            if (!MayBind || IsBound(protocol) || !Runtime.Protocols.Contains(protocol) || !Runtime.Bindings.Allows(Adapter, protocol))
            {
                continue;
            }

            foreach (PendingStep step in BindOneSteps(operation, protocol))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<PendingStep> BindOneSteps(StackOperation operation, ProtocolRegistration protocol)
    {
        // In the list before the handler runs: it may set packet filter and multicast list, which are unions over the list.
        ProtocolBinding binding = new(this, protocol);
        _bindings.Add(binding);
        PendingStep step = binding.Bind();
        yield return step;
        NtStatus status = binding.EndBind(step.Status);
        if (status == NtStatus.Success)
        {
            Settled(protocol);
            Wire();
            yield break;
        }

        _bindings.Remove(binding);
        _nodes.Remove(binding.Node);
        Oids.BindingClosed();
        operation.Result = status;
        Remark(protocol, $"protocol '{protocol.Name}' did not bind: {status}");
    }

    private IEnumerable<PendingStep> CloseBindingSteps(ProtocolBinding binding)
    {
        yield return binding.Unbind();
        yield return binding.AwaitClosed();
        binding.Unbound();
        _bindings.Remove(binding);
        _nodes.Remove(binding.Node);
        Wire();
        Oids.BindingClosed();
    }

    private bool ShouldBind(ProtocolRegistration protocol) =>
        MayBind && !IsBound(protocol) && !_left.Contains(protocol) && Runtime.Bindings.Allows(Adapter, protocol);

    private bool IsBound(ProtocolRegistration protocol) => _bindings.Exists(binding => binding.Driver == protocol);
}
