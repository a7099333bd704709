namespace NetStackSim.Kernel;

/// <summary>What happens to a binding.</summary>
public enum NmrBindingEvent : byte
{
    /// <summary>The registrar offers the provider to the client.</summary>
    AttachBegins,

    /// <summary>Client and provider agreed.</summary>
    AttachSucceeded,

    /// <summary>One of them refused.</summary>
    AttachFailed,

    /// <summary>A side deregisters.</summary>
    DetachBegins,

    /// <summary>The client has no call into the provider any more.</summary>
    ClientDetached,

    /// <summary>The provider has no call into the client any more.</summary>
    ProviderDetached,

    /// <summary>The cleanup callbacks have run.</summary>
    CleanupDone,
}
