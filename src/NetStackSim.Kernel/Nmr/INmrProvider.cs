namespace NetStackSim.Kernel;

/// <summary>A provider module (NPI_PROVIDER_CHARACTERISTICS): it offers an interface to client modules.</summary>
public interface INmrProvider
{
    /// <summary>What clients see of this module. Constant until the deregistration is complete.</summary>
    NpiRegistration Registration { get; }

    /// <summary>A client wants to attach. IRQL: Passive.</summary>
    /// <param name="binding">The binding to be; keep it for a detach that ends later.</param>
    /// <param name="client">What the client tells about itself.</param>
    /// <param name="clientBindingContext">To be handed to every call of the client's dispatch table.</param>
    /// <param name="clientDispatch">The client's dispatch table.</param>
    /// <param name="providerBindingContext">To be handed to every call of the provider's dispatch table.</param>
    /// <param name="providerDispatch">The provider's dispatch table.</param>
    /// <returns>SUCCESS; NOINTERFACE if the versions do not fit; or another error.</returns>
    [WindowsDdi("ProviderAttachClient")]
    NtStatus AttachClient(
        NmrBinding binding,
        NpiRegistration client,
        object? clientBindingContext,
        object? clientDispatch,
        out object? providerBindingContext,
        out object? providerDispatch);

    /// <summary>The binding ends, whichever side deregisters. No new call to the client after this. Called once per binding. IRQL: at most Dispatch.</summary>
    /// <param name="providerBindingContext">What the provider returned from <see cref="AttachClient"/>.</param>
    /// <returns>SUCCESS, or PENDING while calls to the client still run; then <see cref="NmrBinding.ProviderDetachComplete"/> follows.</returns>
    [WindowsDdi("ProviderDetachClient")]
    NtStatus DetachClient(object? providerBindingContext);

    /// <summary>Both sides are detached: free the context. Called once per binding. IRQL: at most Dispatch.</summary>
    /// <param name="providerBindingContext">What the provider returned from <see cref="AttachClient"/>.</param>
    [WindowsDdi("ProviderCleanupBindingContext")]
    void CleanupBindingContext(object? providerBindingContext)
    {
    }
}
