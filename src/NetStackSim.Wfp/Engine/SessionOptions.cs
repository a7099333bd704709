using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>What a client says when it opens a session (<c>FWPM_SESSION0</c>).</summary>
public sealed record SessionOptions
{
    /// <summary>Value of <see cref="TransactionWaitTimeoutMs"/> that waits for ever (INFINITE).</summary>
    public const uint Infinite = uint.MaxValue;

    /// <summary>The session's key; all zero asks the engine for one.</summary>
    public Guid Key { get; init; }

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Description for people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>True when objects live no longer than the session (<c>FWPM_SESSION_FLAG_DYNAMIC</c>).</summary>
    public bool IsDynamic { get; init; }

    /// <summary>True for a driver: no access checks, no limit on how long a transaction lasts.</summary>
    public bool IsKernelMode { get; init; } = true;

    /// <summary>How long a call that may wait waits for the store, in milliseconds; 0 for Windows' 15 s, <see cref="Infinite"/> for ever.</summary>
    public uint TransactionWaitTimeoutMs { get; init; }

    /// <summary>The process of a user-mode client: the session closes when it exits, and its token is the client's. Null for none.</summary>
    public SimProcess? Process { get; init; }

    /// <summary>Who a user-mode client is, for access checks; null takes the token of <see cref="Process"/>, without one nothing is checked.</summary>
    public SimToken? Token { get; init; }

    internal long WaitNs => TransactionWaitTimeoutMs switch
    {
        0 => 15_000_000_000,
        Infinite => -1,
        uint ms => ms * 1_000_000L,
    };

    internal SimToken? CheckedToken => IsKernelMode ? null : Token ?? Process?.Token;
}
