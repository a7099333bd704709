using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The open configuration of an adapter: its keywords.</summary>
public sealed class AdapterConfiguration : DriverResource
{
    private readonly AdapterSettings? _settings;

    internal AdapterConfiguration(DriverResources owner, AdapterSettings? settings)
        : base(owner, DriverResourceKind.Configuration)
    {
        _settings = settings;
    }

    /// <summary>Reads one keyword. IRQL: Passive.</summary>
    /// <returns>Its value, or null.</returns>
    [WindowsDdi("NdisReadConfiguration")]
    public string? Read(string keyword)
    {
        NdisArgument.NotNull(keyword, Owner.Kernel, "NdisReadConfiguration");
        NdisDdi.ReadConfiguration.Check(Owner.Kernel);
        return _settings?.Read(keyword);
    }

    /// <summary>Writes one keyword; it takes effect when the adapter starts the next time. IRQL: Passive.</summary>
    /// <returns>Success, or NotSupported for a driver without adapter.</returns>
    [WindowsDdi("NdisWriteConfiguration")]
    public NtStatus Write(string keyword, string value)
    {
        NdisArgument.NotNull(keyword, Owner.Kernel, "NdisWriteConfiguration");
        NdisArgument.NotNull(value, Owner.Kernel, "NdisWriteConfiguration");
        NdisDdi.ReadConfiguration.Check(Owner.Kernel);
        return _settings?.Write(keyword, value) ?? NtStatus.NotSupported;
    }

    /// <summary>Reads the address that an administrator has given the card in place of its own. IRQL: Passive.</summary>
    /// <returns>False when there is none, or none that a card can have.</returns>
    [WindowsDdi("NdisReadNetworkAddress")]
    public bool TryReadNetworkAddress(out MacAddress address)
    {
        NdisDdi.ReadConfiguration.Check(Owner.Kernel);
        address = default;
        return _settings is not null && _settings.TryReadNetworkAddress(out address);
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
