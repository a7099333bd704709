using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The open configuration of an adapter: its keywords.</summary>
public sealed class AdapterConfiguration : DriverResource
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _keywords;

    internal AdapterConfiguration(DriverResources owner, IReadOnlyList<KeyValuePair<string, string>> keywords)
        : base(owner, DriverResourceKind.Configuration)
    {
        _keywords = keywords;
    }

    /// <summary>Reads one keyword. IRQL: Passive.</summary>
    /// <returns>Its value, or null.</returns>
    [WindowsDdi("NdisReadConfiguration")]
    public string? Read(string keyword)
    {
        NdisArgument.NotNull(keyword, Owner.Kernel, "NdisReadConfiguration");
        NdisDdi.ReadConfiguration.Check(Owner.Kernel);
        foreach (KeyValuePair<string, string> pair in _keywords)
        {
            if (string.Equals(pair.Key, keyword, StringComparison.OrdinalIgnoreCase))
            {
                return pair.Value;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => "open configuration";

    /// <summary>Closes the configuration. IRQL: Passive.</summary>
    [WindowsDdi("NdisCloseConfiguration")]
    private protected override void Release()
    {
        NdisDdi.CloseConfiguration.Check(Owner.Kernel);
        if (!TryRelease())
        {
            Owner.FreedTwice(ToString());
        }
    }
}
