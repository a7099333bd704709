using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>One unicast address (<c>MIB_UNICASTIPADDRESS_ROW</c>).</summary>
/// <param name="InterfaceIndex">The interface.</param>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">On-link prefix length.</param>
/// <param name="DadState">Tentative, Preferred, Duplicate, ...</param>
public sealed record AddressRow(uint InterfaceIndex, IpAddress Address, int PrefixLength, string DadState);
