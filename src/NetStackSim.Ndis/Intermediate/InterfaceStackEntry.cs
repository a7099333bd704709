using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One row of the ifStackTable (RFC 2863): an interface that runs on top of another one.</summary>
/// <param name="HigherIfIndex">The interface above, for example a VLAN.</param>
/// <param name="LowerIfIndex">The interface below, for example the adapter that carries it.</param>
[WindowsDdi("MIB_IFSTACK_ROW")]
public readonly record struct InterfaceStackEntry(uint HigherIfIndex, uint LowerIfIndex);
