using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>All status indications that NDIS knows: name, value, payload. Drivers may define others; those pass with any payload.</summary>
public static class NdisStatusCatalog
{
    /// <summary>Every row, by value.</summary>
    public static IReadOnlyList<NdisStatusInfo> All { get; } =
    [
        new(NdisStatusCode.Online, "NDIS_STATUS_ONLINE", null, null, true),
        new(NdisStatusCode.ResetStart, "NDIS_STATUS_RESET_START", null, null, true),
        new(NdisStatusCode.ResetEnd, "NDIS_STATUS_RESET_END", null, null, false),
        new(NdisStatusCode.RingStatus, "NDIS_STATUS_RING_STATUS", null, null, false),
        new(NdisStatusCode.Closed, "NDIS_STATUS_CLOSED", null, null, true),
        new(NdisStatusCode.WanLineUp, "NDIS_STATUS_WAN_LINE_UP", null, null, false),
        new(NdisStatusCode.WanLineDown, "NDIS_STATUS_WAN_LINE_DOWN", null, null, false),
        new(NdisStatusCode.WanFragment, "NDIS_STATUS_WAN_FRAGMENT", null, null, false),
        new(NdisStatusCode.MediaConnect, "NDIS_STATUS_MEDIA_CONNECT", null, null, true),
        new(NdisStatusCode.MediaDisconnect, "NDIS_STATUS_MEDIA_DISCONNECT", null, null, true),
        new(NdisStatusCode.HardwareLineUp, "NDIS_STATUS_HARDWARE_LINE_UP", null, null, false),
        new(NdisStatusCode.HardwareLineDown, "NDIS_STATUS_HARDWARE_LINE_DOWN", null, null, false),
        new(NdisStatusCode.InterfaceUp, "NDIS_STATUS_INTERFACE_UP", null, null, false),
        new(NdisStatusCode.InterfaceDown, "NDIS_STATUS_INTERFACE_DOWN", null, null, false),
        new(NdisStatusCode.MediaBusy, "NDIS_STATUS_MEDIA_BUSY", null, null, false),
        new(NdisStatusCode.MediaSpecificIndication, "NDIS_STATUS_MEDIA_SPECIFIC_INDICATION", null, null, false),
        new(NdisStatusCode.LinkSpeedChange, "NDIS_STATUS_LINK_SPEED_CHANGE", typeof(LinkSpeeds), Structure<LinkSpeeds>, true),
        new(NdisStatusCode.LinkState, "NDIS_STATUS_LINK_STATE", typeof(LinkState), Structure<LinkState>, true),
        new(NdisStatusCode.NetworkChange, "NDIS_STATUS_NETWORK_CHANGE", typeof(uint), Number, true),
        new(NdisStatusCode.MediaSpecificIndicationEx, "NDIS_STATUS_MEDIA_SPECIFIC_INDICATION_EX", null, null, false),
        new(NdisStatusCode.PortState, "NDIS_STATUS_PORT_STATE", typeof(PortState), Structure<PortState>, true),
        new(NdisStatusCode.OperStatus, "NDIS_STATUS_OPER_STATUS", typeof(OperState), Structure<OperState>, true),
        new(NdisStatusCode.PacketFilter, "NDIS_STATUS_PACKET_FILTER", typeof(PacketFilter), Filter, true),
        new(NdisStatusCode.IpOperStatus, "NDIS_STATUS_IP_OPER_STATUS", null, null, false),
        new(NdisStatusCode.OffloadPause, "NDIS_STATUS_OFFLOAD_PAUSE", null, null, false),
        new(NdisStatusCode.UploadAll, "NDIS_STATUS_UPLOAD_ALL", null, null, false),
        new(NdisStatusCode.OffloadResume, "NDIS_STATUS_OFFLOAD_RESUME", null, null, false),
        new(NdisStatusCode.OffloadPartialSuccess, "NDIS_STATUS_OFFLOAD_PARTIAL_SUCCESS", null, null, false),
        new(NdisStatusCode.OffloadStateInvalid, "NDIS_STATUS_OFFLOAD_STATE_INVALID", null, null, false),
        new(NdisStatusCode.TaskOffloadCurrentConfig, "NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG", typeof(OffloadCapabilities), Structure<OffloadCapabilities>, true),
        new(NdisStatusCode.TaskOffloadHardwareCapabilities, "NDIS_STATUS_TASK_OFFLOAD_HARDWARE_CAPABILITIES", typeof(OffloadCapabilities), Structure<OffloadCapabilities>, true),
        new(NdisStatusCode.OffloadEncapsulationChange, "NDIS_STATUS_OFFLOAD_ENCASPULATION_CHANGE", typeof(OffloadEncapsulation), Structure<OffloadEncapsulation>, true),
        new(NdisStatusCode.TcpConnectionOffloadHardwareCapabilities, "NDIS_STATUS_TCP_CONNECTION_OFFLOAD_HARDWARE_CAPABILITIES", null, null, false),
        new(NdisStatusCode.HdSplitCurrentConfig, "NDIS_STATUS_HD_SPLIT_CURRENT_CONFIG", typeof(HeaderDataSplitConfig), Structure<HeaderDataSplitConfig>, true),
        new(NdisStatusCode.ReceiveQueueState, "NDIS_STATUS_RECEIVE_QUEUE_STATE", typeof(ReceiveQueueStateChange), null, true),
        new(NdisStatusCode.VfConfigState, "NDIS_STATUS_VF_CONFIG_STATE", null, null, false),
        new(NdisStatusCode.ReceiveFilterCurrentCapabilities, "NDIS_STATUS_RECEIVE_FILTER_CURRENT_CAPABILITIES", null, null, false),
        new(NdisStatusCode.ReceiveFilterHardwareCapabilities, "NDIS_STATUS_RECEIVE_FILTER_HARDWARE_CAPABILITIES", null, null, false),
        new(NdisStatusCode.ReceiveFilterQueueParameters, "NDIS_STATUS_RECEIVE_FILTER_QUEUE_PARAMETERS", null, null, false),
        new(NdisStatusCode.NicSwitchCurrentCapabilities, "NDIS_STATUS_NIC_SWITCH_CURRENT_CAPABILITIES", null, null, false),
        new(NdisStatusCode.NicSwitchHardwareCapabilities, "NDIS_STATUS_NIC_SWITCH_HARDWARE_CAPABILITIES", null, null, false),
        new(NdisStatusCode.IsolationParametersChange, "NDIS_STATUS_ISOLATION_PARAMETERS_CHANGE", null, null, false),
        new(NdisStatusCode.QosOperationalParametersChange, "NDIS_STATUS_QOS_OPERATIONAL_PARAMETERS_CHANGE", null, null, false),
        new(NdisStatusCode.QosRemoteParametersChange, "NDIS_STATUS_QOS_REMOTE_PARAMETERS_CHANGE", null, null, false),
        new(NdisStatusCode.CurrentMacAddressChange, "NDIS_STATUS_CURRENT_MAC_ADDRESS_CHANGE", typeof(MacAddress), Address, true),
        new(NdisStatusCode.L2MtuSizeChange, "NDIS_STATUS_L2_MTU_SIZE_CHANGE", typeof(int), Length, true),
        new(NdisStatusCode.PmWolPatternRejected, "NDIS_STATUS_PM_WOL_PATTERN_REJECTED", typeof(uint), Number, true),
        new(NdisStatusCode.PmOffloadRejected, "NDIS_STATUS_PM_OFFLOAD_REJECTED", typeof(uint), Number, true),
        new(NdisStatusCode.PmCapabilitiesChange, "NDIS_STATUS_PM_CAPABILITIES_CHANGE", null, null, false),
        new(NdisStatusCode.PmHardwareCapabilities, "NDIS_STATUS_PM_HARDWARE_CAPABILITIES", null, null, false),
        new(NdisStatusCode.PmWakeReason, "NDIS_STATUS_PM_WAKE_REASON", typeof(WakeReason), null, true),
        new(NdisStatusCode.TimestampCapability, "NDIS_STATUS_TIMESTAMP_CAPABILITY", null, null, false),
        new(NdisStatusCode.TimestampCurrentConfig, "NDIS_STATUS_TIMESTAMP_CURRENT_CONFIG", null, null, false),
        new(NdisStatusCode.SwitchPortRemoveVf, "NDIS_STATUS_SWITCH_PORT_REMOVE_VF", null, null, false),
        new(NdisStatusCode.SwitchNicStatus, "NDIS_STATUS_SWITCH_NIC_STATUS", null, null, false),
    ];

    /// <summary>Looks a code up.</summary>
    /// <returns>Its row, or null for one that a driver defined.</returns>
    public static NdisStatusInfo? Find(NdisStatusCode code) => All.FirstOrDefault(info => info.Code == code);

    /// <summary>The name on Windows, or the number for a code that a driver defined.</summary>
    public static string NameOf(NdisStatusCode code) => Find(code)?.Name ?? $"status 0x{(uint)code:X8}";

    /// <summary>Turns bytes of a payload into the object, and checks that it is of the right type and size.</summary>
    /// <returns>False for a payload that does not belong to the code.</returns>
    internal static bool TryAccept(NdisStatusCode code, ref object? payload)
    {
        if (Find(code) is not { IsChecked: true } info)
        {
            return true;
        }

        if (payload is byte[] bytes && info.Decode is { } decode)
        {
            payload = decode(bytes);
        }

        return info.PayloadType is null ? payload is null : info.PayloadType.IsInstanceOfType(payload);
    }

    private static object? Structure<T>(byte[] bytes)
        where T : IOidStructure<T> =>
        T.TryRead(bytes, out T? value) ? value : null;

    private static object? Number(byte[] bytes) => bytes.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;

    private static object? Length(byte[] bytes) => bytes.Length == sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : null;

    private static object? Filter(byte[] bytes) => bytes.Length == sizeof(uint) ? (PacketFilter)BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;

    private static object? Address(byte[] bytes) => bytes.Length == MacAddress.Size ? MacAddress.Read(bytes) : null;
}
