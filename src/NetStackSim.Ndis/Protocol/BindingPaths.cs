namespace NetStackSim.Ndis;

/// <summary>
/// Which protocol may be bound to which adapter, as the network configuration of Windows decides it: the ranges of both must have a word in common, and the path must be
/// enabled (the tick box in the properties of a connection; notify objects of intermediate drivers set it).
/// </summary>
/// <remarks>Loop thread, Passive. Paths are known by name and may be set before the adapter or the protocol is there.</remarks>
public sealed class BindingPaths
{
    private readonly NdisRuntime _runtime;
    private readonly List<(string Protocol, string Adapter, bool IsEnabled)> _set = [];

    internal BindingPaths(NdisRuntime runtime)
    {
        _runtime = runtime;
    }

    /// <summary>What an Ethernet driver of NDIS 5 and later has on either side when it says nothing.</summary>
    public static IReadOnlyList<string> DefaultRange { get; } = ["ndis5"];

    /// <summary>The range of a driver that nothing binds to ("noupper").</summary>
    public static IReadOnlyList<string> NoUpper { get; } = ["noupper"];

    /// <summary>May the protocol be bound to the adapter: do the ranges meet? An intermediate driver never binds to its own virtual miniports.</summary>
    public static bool IsBindable(MiniportAdapter adapter, ProtocolRegistration protocol)
    {
        if (ReferenceEquals(adapter.Driver.AssociatedProtocol, protocol))
        {
            return false;
        }

        foreach (string upper in adapter.UpperRange)
        {
            foreach (string lower in protocol.Options.LowerRange)
            {
                if (string.Equals(upper, lower, StringComparison.OrdinalIgnoreCase) && upper is not ("noupper" or "nolower"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Is the path enabled?</summary>
    public bool IsEnabled(string adapter, ProtocolRegistration protocol)
    {
        foreach ((string Protocol, string Adapter, bool IsEnabled) path in _set)
        {
            if (path.Protocol == protocol.Name && path.Adapter == adapter)
            {
                return path.IsEnabled;
            }
        }

        return protocol.Options.BindsByDefault;
    }

    /// <summary>Enables the path and, when both ends are there, binds. IRQL: Passive.</summary>
    /// <returns>The operation on the driver stack; null while one of both is not there.</returns>
    public StackOperation? Enable(string protocol, string adapter) => Set(protocol, adapter, isEnabled: true);

    /// <summary>Disables the path and, when the protocol is bound, unbinds. IRQL: Passive.</summary>
    /// <returns>The operation on the driver stack; null while one of both is not there.</returns>
    public StackOperation? Disable(string protocol, string adapter) => Set(protocol, adapter, isEnabled: false);

    internal bool Allows(MiniportAdapter adapter, ProtocolRegistration protocol) => IsBindable(adapter, protocol) && IsEnabled(adapter.Name, protocol);

    private StackOperation? Set(string protocol, string adapter, bool isEnabled)
    {
        _set.RemoveAll(path => path.Protocol == protocol && path.Adapter == adapter);
        _set.Add((protocol, adapter, isEnabled));
        if (_runtime.FindAdapter(adapter) is not { } found || _runtime.FindProtocol(protocol) is not { } registration)
        {
            return null;
        }

        // What is there now may be on its way out: the operation finds out when its turn comes.
        return isEnabled ? found.Stack.BindProtocol(registration) : found.Stack.UnbindProtocol(registration);
    }
}
