namespace NetStackSim.Wfp;

/// <summary>Says who sends connections to a process of this host (<c>FwpsRedirectHandleCreate0</c>).</summary>
public sealed class RedirectHandle
{
    internal RedirectHandle(Guid provider) => Provider = provider;

    /// <summary>The provider that the driver named.</summary>
    public Guid Provider { get; }

    /// <summary>True once it was destroyed.</summary>
    public bool IsDestroyed { get; internal set; }
}
