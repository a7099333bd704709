using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>One reason for which the stack gives up a packet: what is counted, and what the discard layers are told.</summary>
/// <remarks>
/// The stack knows more reasons than the filter platform has numbers for: <see cref="Reason"/> is the exact one (own modules from 0x100, or the platform's
/// where it is exact), <see cref="Discard"/> is the pair of numbers of FWPS_DISCARD_METADATA.
/// </remarks>
/// <param name="Reason">The exact reason; counted.</param>
/// <param name="Layer">The layer at which it happens; its discard twin is told.</param>
/// <param name="Discard">Discard module and reason as Windows numbers them.</param>
internal sealed record DropCause(DropReason Reason, InspectionLayer Layer, DropReason Discard)
{
    /// <summary>A cause whose exact reason is the platform's.</summary>
    internal static DropCause Of(DropReason reason, InspectionLayer layer) => new(reason, layer, reason);

    /// <inheritdoc/>
    public override string ToString() => Reason.Name;
}
