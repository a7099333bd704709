namespace NetStackSim.Kernel;

/// <summary>A client module (NPI_CLIENT_CHARACTERISTICS): it consumes the interface that provider modules offer.</summary>
public interface INmrClient
{
    /// <summary>What providers see of this module. Constant until the deregistration is complete.</summary>
    NpiRegistration Registration { get; }

    /// <summary>A provider is there. Called once per provider. IRQL: Passive.</summary>
    /// <param name="binding">The binding to be; keep it for a detach that ends later.</param>
    /// <param name="provider">What the provider tells about itself.</param>
    /// <returns>
    /// <see cref="NtStatus.NoInterface"/> to refuse, else what <see cref="NmrBinding.AttachProvider"/> returned; after NOINTERFACE it may be called again
    /// with another dispatch table.
    /// </returns>
    [WindowsDdi("ClientAttachProvider")]
    NtStatus AttachProvider(NmrBinding binding, NpiRegistration provider);

    /// <summary>The binding ends, whichever side deregisters. No new call to the provider after this. Called once per binding. IRQL: at most Dispatch.</summary>
    /// <param name="clientBindingContext">What the client gave to <see cref="NmrBinding.AttachProvider"/>.</param>
    /// <returns>SUCCESS, or PENDING while calls to the provider still run; then <see cref="NmrBinding.ClientDetachComplete"/> follows.</returns>
    [WindowsDdi("ClientDetachProvider")]
    NtStatus DetachProvider(object? clientBindingContext);

    /// <summary>Both sides are detached: free the context. Called once per binding. IRQL: at most Dispatch.</summary>
    /// <param name="clientBindingContext">What the client gave to <see cref="NmrBinding.AttachProvider"/>.</param>
    [WindowsDdi("ClientCleanupBindingContext")]
    void CleanupBindingContext(object? clientBindingContext)
    {
    }
}
