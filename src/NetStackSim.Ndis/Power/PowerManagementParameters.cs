using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What is armed for the next sleep (NDIS_PM_PARAMETERS, OID_PM_PARAMETERS).</summary>
/// <param name="WakePackets">Kinds of packets that wake.</param>
/// <param name="ProtocolOffloads">Requests that are answered.</param>
/// <param name="WakeEvents">Events that wake.</param>
[WindowsDdi("NDIS_PM_PARAMETERS")]
public sealed partial record PowerManagementParameters(WakePacketKinds WakePackets, ProtocolOffloadKinds ProtocolOffloads, WakeEvents WakeEvents)
{
    /// <summary>Nothing is armed.</summary>
    public static PowerManagementParameters None { get; } = new(WakePacketKinds.None, ProtocolOffloadKinds.None, WakeEvents.None);
}
