namespace NetStackSim.Kernel.Tests;

/// <summary>What the two test modules have in common: a log, a gate for calls, and a dispatch table.</summary>
internal abstract class TestModule(string name, Guid npi, List<string> log)
{
    public NpiRegistration Registration { get; init; } = new(name, npi, new NpiModuleId(Guid.Empty));

    public string Name => name;

    public List<string> Log => log;

    public int Attached { get; set; }

    public int Detached { get; set; }

    public int CleanedUp { get; set; }

    public bool DetachPends { get; set; }

    public List<NmrBinding> Bindings { get; } = [];

    protected NtStatus Detach()
    {
        Detached++;
        Log.Add($"{Name} detach");
        return DetachPends ? NtStatus.Pending : NtStatus.Success;
    }

    protected void Cleanup()
    {
        CleanedUp++;
        Log.Add($"{Name} cleanup");
    }
}

internal sealed class TestClient(string name, Guid npi, List<string> log) : TestModule(name, npi, log), INmrClient
{
    public List<object?> ProviderDispatches { get; } = [];

    public Func<NmrBinding, NpiRegistration, NtStatus?>? Before { get; set; }

    public NtStatus AttachProvider(NmrBinding binding, NpiRegistration provider)
    {
        if (Before?.Invoke(binding, provider) is { } refused)
        {
            return refused;
        }

        Bindings.Add(binding);
        NtStatus status = binding.AttachProvider($"{Name} context", $"{Name} dispatch", out _, out object? dispatch);
        if (status.IsSuccess)
        {
            Attached++;
            ProviderDispatches.Add(dispatch);
            Log.Add($"{Name} attached to {provider.Name}");
        }

        return status;
    }

    public NtStatus DetachProvider(object? clientBindingContext)
    {
        Assert.Equal($"{Name} context", clientBindingContext);
        return Detach();
    }

    public void CleanupBindingContext(object? clientBindingContext) => Cleanup();
}

internal sealed class TestProvider(string name, Guid npi, List<string> log) : TestModule(name, npi, log), INmrProvider
{
    public List<object?> ClientDispatches { get; } = [];

    public NtStatus Answer { get; set; } = NtStatus.Success;

    public NtStatus AttachClient(
        NmrBinding binding, NpiRegistration client, object? clientBindingContext, object? clientDispatch, out object? providerBindingContext, out object? providerDispatch)
    {
        providerBindingContext = $"{Name} context";
        providerDispatch = $"{Name} dispatch";
        if (!Answer.IsSuccess)
        {
            return Answer;
        }

        Bindings.Add(binding);
        Attached++;
        ClientDispatches.Add(clientDispatch);
        return NtStatus.Success;
    }

    public NtStatus DetachClient(object? providerBindingContext)
    {
        Assert.Equal($"{Name} context", providerBindingContext);
        return Detach();
    }

    public void CleanupBindingContext(object? providerBindingContext) => Cleanup();
}
