namespace NetStackSim.Kernel;

/// <summary>One client and one provider that attached to each other (the NMR binding handle).</summary>
public sealed class NmrBinding
{
    private readonly NetworkModuleRegistrar _registrar;
    private NmrDetachState _clientDetach;
    private NmrDetachState _providerDetach;
    private object? _clientContext;
    private object? _providerContext;
    private bool _providerAgreed;

    internal NmrBinding(NetworkModuleRegistrar registrar, NmrRegistration client, NmrRegistration provider)
    {
        _registrar = registrar;
        ClientRegistration = client;
        ProviderRegistration = provider;
    }

    /// <summary>Where the binding is in its life.</summary>
    public NmrBindingState State { get; private set; }

    /// <summary>The client's registration.</summary>
    public NmrRegistration ClientRegistration { get; }

    /// <summary>The provider's registration.</summary>
    public NmrRegistration ProviderRegistration { get; }

    /// <summary>Attaches to the provider. Legal only inside <see cref="INmrClient.AttachProvider"/>. IRQL: Passive.</summary>
    /// <param name="clientBindingContext">To be handed to every call of the client's dispatch table.</param>
    /// <param name="clientDispatch">The client's dispatch table.</param>
    /// <param name="providerBindingContext">To be handed to every call of the provider's dispatch table.</param>
    /// <param name="providerDispatch">The provider's dispatch table.</param>
    /// <returns>What the provider returned; INVALID_DEVICE_STATE outside of the attach callback or after a success.</returns>
    [WindowsDdi("NmrClientAttachProvider")]
    public NtStatus AttachProvider(object? clientBindingContext, object? clientDispatch, out object? providerBindingContext, out object? providerDispatch)
    {
        providerBindingContext = null;
        providerDispatch = null;
        if (State != NmrBindingState.Attaching || _providerAgreed)
        {
            _registrar.Violation(NmrRules.IllegalTransition, Client.Registration.Name, $"NmrClientAttachProvider on {this}, which is {State}.");
            return NtStatus.InvalidDeviceState;
        }

        NtStatus status = Provider.AttachClient(
            this, Client.Registration, clientBindingContext, clientDispatch, out providerBindingContext, out providerDispatch);
        if (status.IsSuccess)
        {
            _providerAgreed = true;
            _clientContext = clientBindingContext;
            _providerContext = providerBindingContext;
        }

        return status;
    }

    /// <summary>The client's pending detach has ended. Exactly once, after its detach callback returned PENDING. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NmrClientDetachProviderComplete")]
    public void ClientDetachComplete()
    {
        if (Advance(ref _clientDetach, NmrDetachEvent.Complete, Client.Registration.Name))
        {
            Finish(NmrBindingEvent.ClientDetached);
        }
    }

    /// <summary>The provider's pending detach has ended. Exactly once, after its detach callback returned PENDING. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NmrProviderDetachClientComplete")]
    public void ProviderDetachComplete()
    {
        if (Advance(ref _providerDetach, NmrDetachEvent.Complete, Provider.Registration.Name))
        {
            Finish(NmrBindingEvent.ProviderDetached);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"the binding of '{Client.Registration.Name}' to '{Provider.Registration.Name}'";

    private INmrClient Client => (INmrClient)ClientRegistration.Module;

    private INmrProvider Provider => (INmrProvider)ProviderRegistration.Module;

    /// <summary>Offers the provider to the client. True if they attached.</summary>
    internal bool Attach()
    {
        Advance(NmrBindingEvent.AttachBegins);
        NtStatus status = Client.AttachProvider(this, Provider.Registration);
        if (status.IsSuccess != _providerAgreed)
        {
            _registrar.Violation(
                NmrRules.AttachStatus,
                Client.Registration.Name,
                $"ClientAttachProvider returned {status}, and NmrClientAttachProvider was {(_providerAgreed ? "successful" : "not successful or not called")}.");
        }

        Advance(_providerAgreed ? NmrBindingEvent.AttachSucceeded : NmrBindingEvent.AttachFailed);
        return _providerAgreed;
    }

    /// <summary>Detaches both sides, the client first; each callback runs once, whoever deregisters.</summary>
    internal void Detach()
    {
        // A side that deregisters while the other one does, or inside the attach, finds the detach under way or made good afterwards.
        if (State != NmrBindingState.Attached)
        {
            return;
        }

        Advance(NmrBindingEvent.DetachBegins);
        Advance(ref _clientDetach, NmrDetachEvent.Call, Client.Registration.Name);
        Returned(ref _clientDetach, Client.DetachProvider(_clientContext), Client.Registration.Name, NmrBindingEvent.ClientDetached);
        Advance(ref _providerDetach, NmrDetachEvent.Call, Provider.Registration.Name);
        Returned(ref _providerDetach, Provider.DetachClient(_providerContext), Provider.Registration.Name, NmrBindingEvent.ProviderDetached);
    }

    private void Returned(ref NmrDetachState side, NtStatus status, string module, NmrBindingEvent done)
    {
        if (status == NtStatus.Pending)
        {
            Advance(ref side, NmrDetachEvent.ReturnedPending, module);
            return;
        }

        if (status != NtStatus.Success)
        {
            _registrar.Violation(NmrRules.DetachStatus, module, $"The detach callback of {this} returned {status}; only SUCCESS and PENDING are legal.");
        }

        Advance(ref side, NmrDetachEvent.ReturnedSuccess, module);
        Finish(done);
    }

    private void Finish(NmrBindingEvent done)
    {
        Advance(done);
        if (State != NmrBindingState.Detached)
        {
            return;
        }

        Client.CleanupBindingContext(_clientContext);
        Provider.CleanupBindingContext(_providerContext);
        Advance(NmrBindingEvent.CleanupDone);
        ClientRegistration.Remove(this);
        ProviderRegistration.Remove(this);
    }

    private void Advance(NmrBindingEvent what)
    {
        if (NmrTransitions.Next(State, what) is { } next)
        {
            State = next;
            return;
        }

        _registrar.Violation(NmrRules.IllegalTransition, ToString(), $"{what} is illegal in state {State}.");
    }

    private bool Advance(ref NmrDetachState side, NmrDetachEvent what, string module)
    {
        if (NmrTransitions.Next(side, what) is { } next)
        {
            side = next;
            return true;
        }

        _registrar.Violation(NmrRules.IllegalTransition, module, $"{what} on {this}, whose detach is {side}.");
        return false;
    }
}
