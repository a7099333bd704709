namespace NetStackSim.Kernel;

/// <summary>The network module registrar of one host: pairs every client module with every provider module of the same interface, in whatever order they register.</summary>
/// <remarks>After an attach the two call each other's dispatch tables directly; the registrar only comes back for the detach. Reached through <see cref="SimKernel.Nmr"/>.</remarks>
public sealed class NetworkModuleRegistrar : ILeakSource, IStallReporter
{
    private readonly List<NmrRegistration> _clients = [];
    private readonly List<NmrRegistration> _providers = [];

    internal NetworkModuleRegistrar(SimKernel kernel)
    {
        Kernel = kernel;
        kernel.AddLeakSource(this);
        kernel.Loop.AddStallReporter(this);
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>Registered client modules, oldest first.</summary>
    public IReadOnlyList<NmrRegistration> Clients => _clients;

    /// <summary>Registered provider modules, oldest first.</summary>
    public IReadOnlyList<NmrRegistration> Providers => _providers;

    /// <summary>Registers a client module and offers it every matching provider, oldest first, before the call returns. IRQL: Passive.</summary>
    /// <param name="client">The module; the registrar calls it until the deregistration is complete.</param>
    [WindowsDdi("NmrRegisterClient")]
    public NmrRegistration RegisterClient(INmrClient client)
    {
        Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, "NmrRegisterClient");
        NmrRegistration registration = new(this, client, client.Registration, isClient: true);
        _clients.Add(registration);
        foreach (NmrRegistration provider in _providers.ToArray())
        {
            Bind(registration, provider);
        }

        return registration;
    }

    /// <summary>Registers a provider module and offers it to every matching client, oldest first, before the call returns. IRQL: Passive.</summary>
    /// <param name="provider">The module; the registrar calls it until the deregistration is complete.</param>
    [WindowsDdi("NmrRegisterProvider")]
    public NmrRegistration RegisterProvider(INmrProvider provider)
    {
        Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, "NmrRegisterProvider");
        NmrRegistration registration = new(this, provider, provider.Registration, isClient: false);
        _providers.Add(registration);
        foreach (NmrRegistration client in _clients.ToArray())
        {
            Bind(client, registration);
        }

        return registration;
    }

    /// <inheritdoc/>
    public void ReportLeaks(LeakReport report)
    {
        ReportLeaks(report, _clients);
        ReportLeaks(report, _providers);
    }

    /// <inheritdoc/>
    public void ReportPending(StallReport report)
    {
        ReportPending(report, _clients);
        ReportPending(report, _providers);
    }

    internal void Forget(NmrRegistration registration)
    {
        if (!_clients.Remove(registration))
        {
            _providers.Remove(registration);
        }
    }

    internal void RequireDispatchOrBelow(string operation) => Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Dispatch, operation);

    internal void Violation(VerifierRule rule, string culprit, string message)
    {
        if (Kernel.Verifier is { } verifier)
        {
            verifier.Violation(rule, culprit, message);
            return;
        }

        Kernel.BugCheck(rule.Code, rule.Parameter1, 0, 0, 0, culprit, $"{rule.Name}: {message}");
    }

    private void ReportLeaks(LeakReport report, List<NmrRegistration> modules)
    {
        foreach (NmrRegistration module in modules)
        {
            if (module.State == NmrRegistrationState.Deregistering)
            {
                report.Add("nmr detach", $"{Kernel.Name}: {module}", module.Bindings.Count);
            }
        }
    }

    private void ReportPending(StallReport report, List<NmrRegistration> modules)
    {
        foreach (NmrRegistration module in modules)
        {
            if (module.State == NmrRegistrationState.Deregistering)
            {
                report.Add("nmr detach", $"{Kernel.Name}: {module} waits for {module.Bindings.Count} binding(s)");
            }
        }
    }

    private void Bind(NmrRegistration client, NmrRegistration provider)
    {
        // An attach callback may have registered or deregistered a module: such a pair has met already, or never will.
        if (client.State != NmrRegistrationState.Registered
            || provider.State != NmrRegistrationState.Registered
            || !client.Identity.Matches(provider.Identity)
            || client.IsBoundTo(provider))
        {
            return;
        }

        NmrBinding binding = new(this, client, provider);
        client.Add(binding);
        provider.Add(binding);
        if (!binding.Attach())
        {
            client.Remove(binding);
            provider.Remove(binding);
            return;
        }

        if (client.State != NmrRegistrationState.Registered || provider.State != NmrRegistrationState.Registered)
        {
            binding.Detach();
        }
    }
}
