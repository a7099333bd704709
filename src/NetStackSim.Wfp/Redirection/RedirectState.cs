namespace NetStackSim.Wfp;

/// <summary>Whether a connection was redirected, and by whom (<c>FWPS_CONNECTION_REDIRECT_STATE</c>).</summary>
public enum RedirectState
{
    /// <summary>Nobody redirected it: a callout may.</summary>
    NotRedirected = 0,

    /// <summary>The callout itself redirected the connection that this one stands in for: permit it.</summary>
    RedirectedBySelf = 1,

    /// <summary>Another one did: a callout may redirect it again.</summary>
    RedirectedByOther = 2,

    /// <summary>The callout did, and another one since: it must not redirect it again.</summary>
    PreviouslyRedirectedBySelf = 3,
}
