using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What woke the system: the payload of NDIS_STATUS_PM_WAKE_REASON, indicated when the adapter is back in D0.</summary>
/// <param name="Type">Packet, or event.</param>
/// <param name="PatternId">The pattern that matched; 0 when none did.</param>
/// <param name="PatternType">Its kind.</param>
/// <param name="Packet">The packet, from its MAC header.</param>
[WindowsDdi("NDIS_PM_WAKE_REASON")]
public sealed record WakeReason(WakeReasonType Type, uint PatternId, WakePatternType PatternType, ReadOnlyMemory<byte> Packet);
