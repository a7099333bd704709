namespace NetStackSim.Ndis;

/// <summary>Network interfaces of a host as NDIS numbers them: adapters, filter modules, and those that other layers register (loopback).</summary>
public sealed partial class NdisInterfaceTable
{
    private readonly List<string> _names = [];
    private readonly List<AdapterAttributes> _ofOtherLayers = [];
    private uint _lastLuidIndex;

    /// <summary>Names by index; the first interface has index 1 in Windows' numbering.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The locally unique identifier of an interface: type in the upper 16 bits, a running number in the next 24.</summary>
    public static ulong NetLuidOf(ushort ifType, uint luidIndex) => ((ulong)ifType << 48) | ((ulong)(luidIndex & 0xFF_FFFF) << 24);

    /// <summary>Gives an interface its index and identifier. Indexes begin at 1 and are not used again.</summary>
    /// <param name="name">Name in reports.</param>
    /// <param name="ifType">Interface type (IANA ifType): 6 Ethernet, 24 loopback.</param>
    /// <returns>Attributes with index and identifier; the rest is empty.</returns>
    public AdapterAttributes Register(string name, ushort ifType)
    {
        AdapterAttributes attributes = RegisterOwn(name, ifType);
        _ofOtherLayers.Add(attributes);
        return attributes;
    }

    /// <summary>Interfaces that no adapter or module of this NDIS has: loopback.</summary>
    internal IReadOnlyList<AdapterAttributes> OfOtherLayers => _ofOtherLayers;

    /// <summary>The same for an adapter or a module, which lists its interface itself.</summary>
    internal AdapterAttributes RegisterOwn(string name, ushort ifType)
    {
        _names.Add(name);
        return new AdapterAttributes((uint)_names.Count, NetLuidOf(ifType, _lastLuidIndex++)) { IfType = ifType };
    }
}
