namespace NetStackSim.Kernel;

/// <summary>A registered client or provider module (the NMR client or provider handle).</summary>
public sealed class NmrRegistration
{
    private readonly NetworkModuleRegistrar _registrar;
    private readonly List<NmrBinding> _bindings = [];
    private readonly KernelEvent _complete;

    internal NmrRegistration(NetworkModuleRegistrar registrar, object module, NpiRegistration identity, bool isClient)
    {
        _registrar = registrar;
        Module = module;
        Identity = identity;
        IsClient = isClient;
        _complete = new KernelEvent(registrar.Kernel, name: $"the deregistration of '{identity.Name}'");
    }

    /// <summary>What the module told about itself.</summary>
    public NpiRegistration Identity { get; }

    /// <summary>True for a client module, false for a provider module.</summary>
    public bool IsClient { get; }

    /// <summary>Where the registration is in its life.</summary>
    public NmrRegistrationState State { get; private set; }

    /// <summary>Bindings that are attached or not yet cleaned up, oldest first.</summary>
    public IReadOnlyList<NmrBinding> Bindings => _bindings;

    internal object Module { get; }

    /// <summary>Ends the registration: detaches all bindings, each side once. IRQL: at most Dispatch.</summary>
    /// <returns>PENDING: <see cref="WaitForDeregisterComplete"/> tells when the module may go. INVALID_HANDLE: deregistered before.</returns>
    [WindowsDdi("NmrDeregisterClient")]
    [WindowsDdi("NmrDeregisterProvider")]
    public NtStatus Deregister()
    {
        _registrar.RequireDispatchOrBelow("NmrDeregister");
        if (State != NmrRegistrationState.Registered)
        {
            return NtStatus.InvalidHandle;
        }

        State = NmrRegistrationState.Deregistering;
        foreach (NmrBinding binding in _bindings.ToArray())
        {
            binding.Detach();
        }

        FinishWhenEmpty();
        return NtStatus.Pending;
    }

    /// <summary>Waits until all bindings are gone. To be called before the module is unloaded. IRQL: Passive.</summary>
    /// <returns>SUCCESS; INVALID_PARAMETER before <see cref="Deregister"/>.</returns>
    [WindowsDdi("NmrWaitForClientDeregisterComplete")]
    [WindowsDdi("NmrWaitForProviderDeregisterComplete")]
    public async ValueTask<NtStatus> WaitForDeregisterComplete()
    {
        if (State == NmrRegistrationState.Registered)
        {
            return NtStatus.InvalidParameter;
        }

        if (State == NmrRegistrationState.Deregistering)
        {
            await _complete.WaitAsync();
        }

        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public override string ToString() => $"NMR {(IsClient ? "client" : "provider")} '{Identity.Name}'";

    internal bool IsBoundTo(NmrRegistration other)
    {
        foreach (NmrBinding binding in _bindings)
        {
            if (ReferenceEquals(binding.ClientRegistration, other) || ReferenceEquals(binding.ProviderRegistration, other))
            {
                return true;
            }
        }

        return false;
    }

    internal void Add(NmrBinding binding) => _bindings.Add(binding);

    internal void Remove(NmrBinding binding)
    {
        _bindings.Remove(binding);
        FinishWhenEmpty();
    }

    private void FinishWhenEmpty()
    {
        if (State == NmrRegistrationState.Deregistering && _bindings.Count == 0)
        {
            State = NmrRegistrationState.Deregistered;
            _registrar.Forget(this);
            _complete.Set();
        }
    }
}
