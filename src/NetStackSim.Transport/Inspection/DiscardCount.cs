using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>How often something was dropped at one place for one reason by one filter.</summary>
/// <param name="Layer">The place.</param>
/// <param name="Family">The family.</param>
/// <param name="Reason">Discard module and reason as Windows numbers them (<c>FWPS_DISCARD_METADATA0</c>).</param>
/// <param name="FilterId">The filter that decided; 0 for drops of the stack itself.</param>
/// <param name="Count">How often.</param>
public readonly record struct DiscardCount(InspectionLayer Layer, IpFamily Family, DropReason Reason, ulong FilterId, long Count);
