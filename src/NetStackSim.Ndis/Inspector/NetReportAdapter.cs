namespace NetStackSim.Ndis;

/// <summary>An adapter with the drivers over it in a <see cref="NetReport"/>.</summary>
/// <param name="Handle">Its handle.</param>
/// <param name="Name">Its name.</param>
/// <param name="Driver">The miniport driver.</param>
/// <param name="LowerProtocol">A virtual adapter of an intermediate driver: the driver's other half, a protocol over the adapters below. Null for hardware.</param>
/// <param name="LowerAdapters">The adapters that a virtual one stands on. Empty for hardware.</param>
/// <param name="State">Where the adapter is in its life.</param>
/// <param name="Interface">State of its interface.</param>
/// <param name="Media">State of its link.</param>
/// <param name="Speed">Transmit speed of the link.</param>
/// <param name="MacAddress">Its address.</param>
/// <param name="Mtu">Its MTU.</param>
/// <param name="HeldSends">Sends that the miniport has (verifier only, else 0).</param>
/// <param name="OutstandingReceives">Receives that it indicated and that have not come back.</param>
/// <param name="Opens">The protocols on top, oldest first.</param>
/// <param name="Filters">The filters, top first.</param>
/// <param name="Warnings">What is not as it should be, in words.</param>
public sealed record NetReportAdapter(
    string Handle, string Name, string Driver, string? LowerProtocol, IReadOnlyList<string> LowerAdapters, AdapterState State, string Interface, string Media, string Speed, string MacAddress, int Mtu,
    int HeldSends, long OutstandingReceives, IReadOnlyList<NetReportOpen> Opens, IReadOnlyList<NetReportFilter> Filters, IReadOnlyList<string> Warnings)
{
    /// <summary>True for the virtual miniport of an intermediate driver.</summary>
    public bool IsVirtual => LowerProtocol is not null;
}
