namespace NetStackSim.Kernel;

/// <summary>The life of one binding between a client and a provider module.</summary>
public enum NmrBindingState : byte
{
    /// <summary>The two are registered and have not met.</summary>
    Registered,

    /// <summary>The client's attach callback runs.</summary>
    Attaching,

    /// <summary>They call each other.</summary>
    Attached,

    /// <summary>Neither side has finished its detach.</summary>
    Detaching,

    /// <summary>The client has finished, the provider has not.</summary>
    DetachingProvider,

    /// <summary>The provider has finished, the client has not.</summary>
    DetachingClient,

    /// <summary>Both have finished; the cleanup callbacks may run.</summary>
    Detached,

    /// <summary>The cleanup callbacks ran; or the attach failed, and there was nothing to clean up.</summary>
    CleanedUp,
}
