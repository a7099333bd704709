namespace NetStackSim.Ndis;

/// <summary>A binding in a <see cref="NetReport"/>.</summary>
/// <param name="Handle">Its handle.</param>
/// <param name="Protocol">The protocol driver.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="PacketFilter">What it asked to receive.</param>
/// <param name="FrameTypes">EtherTypes, or "All".</param>
/// <param name="OutstandingSends">Lists that it sent and that are not complete.</param>
/// <param name="OutstandingReceives">Lists that it received and has not returned.</param>
public sealed record NetReportOpen(
    string Handle, string Protocol, BindingState State, string PacketFilter, string FrameTypes, long OutstandingSends, long OutstandingReceives);
