namespace NetStackSim.Ndis;

/// <summary>What a filter finds when it is attached (NDIS_FILTER_ATTACH_PARAMETERS).</summary>
public sealed class FilterAttachParameters
{
    internal FilterAttachParameters(AdapterAttributes attributes, uint ifIndex, ulong netLuid, uint lowerIfIndex)
    {
        Attributes = attributes;
        IfIndex = ifIndex;
        NetLuid = netLuid;
        LowerIfIndex = lowerIfIndex;
    }

    /// <summary>The adapter: address, link, MTU, offloads.</summary>
    public AdapterAttributes Attributes { get; }

    /// <summary>Interface index of the module itself.</summary>
    public uint IfIndex { get; }

    /// <summary>Locally unique identifier of the module's interface.</summary>
    public ulong NetLuid { get; }

    /// <summary>Interface index of what lies right below.</summary>
    public uint LowerIfIndex { get; }
}
