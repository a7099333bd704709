namespace NetStackSim.Ndis;

/// <summary>What a protocol finds when it binds (NDIS_BIND_PARAMETERS).</summary>
public sealed class BindParameters
{
    internal BindParameters(string adapterName, AdapterAttributes attributes, IReadOnlyList<PortNumber> activePorts)
    {
        AdapterName = adapterName;
        Attributes = attributes;
        ActivePorts = activePorts;
    }

    /// <summary>Connection name of the adapter.</summary>
    public string AdapterName { get; }

    /// <summary>The adapter: address, link, MTU, offloads, interface. The same object stays current as <see cref="ProtocolBinding.Attributes"/>.</summary>
    public AdapterAttributes Attributes { get; }

    /// <summary>Ports that are active now; later changes come as <see cref="NetPnPEventCode.PortActivation"/> and <see cref="NetPnPEventCode.PortDeactivation"/>.</summary>
    public IReadOnlyList<PortNumber> ActivePorts { get; }
}
