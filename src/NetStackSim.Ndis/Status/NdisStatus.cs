using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The NDIS_STATUS values. NDIS_STATUS and NTSTATUS are one number space; several NDIS names are aliases of NT names.</summary>
public static class NdisStatus
{
    /// <summary>NDIS_STATUS_SUCCESS: The operation succeeded.</summary>
    public static NtStatus Success => new(0x00000000);

    /// <summary>NDIS_STATUS_PENDING: The operation is pending and will be completed by a call.</summary>
    public static NtStatus Pending => new(0x00000103);

    /// <summary>STATUS_ALREADY_COMPLETE: A filter has answered a synchronous request; nobody below is asked.</summary>
    public static NtStatus AlreadyComplete => new(0x000000FF);

    /// <summary>NDIS_STATUS_NOT_RECOGNIZED: A packet was not recognised (legacy).</summary>
    public static NtStatus NotRecognized => new(0x00010001);

    /// <summary>NDIS_STATUS_NOT_COPIED: Data was not copied (legacy).</summary>
    public static NtStatus NotCopied => new(0x00010002);

    /// <summary>NDIS_STATUS_NOT_ACCEPTED: The driver does not accept the adapter or the data.</summary>
    public static NtStatus NotAccepted => new(0x00010003);

    /// <summary>NDIS_STATUS_CALL_ACTIVE: A call is active (connection-oriented NDIS).</summary>
    public static NtStatus CallActive => new(0x00010007);

    /// <summary>NDIS_STATUS_INDICATION_REQUIRED: The request needs a status indication to complete.</summary>
    public static NtStatus IndicationRequired => new(0x40230001);

    /// <summary>NDIS_STATUS_NOT_RESETTABLE: The adapter cannot be reset.</summary>
    public static NtStatus NotResettable => new(0x80010001);

    /// <summary>NDIS_STATUS_SOFT_ERRORS: The reset succeeded with recoverable errors.</summary>
    public static NtStatus SoftErrors => new(0x80010003);

    /// <summary>NDIS_STATUS_HARD_ERRORS: The reset failed with unrecoverable errors.</summary>
    public static NtStatus HardErrors => new(0x80010004);

    /// <summary>NDIS_STATUS_BUFFER_OVERFLOW: The buffer holds only a part of the list or string; BytesNeeded tells how much there is.</summary>
    public static NtStatus BufferOverflow => new(0x80000005);

    /// <summary>NDIS_STATUS_BUSY: The adapter is busy.</summary>
    public static NtStatus Busy => new(0x80000011);

    /// <summary>NDIS_STATUS_FAILURE: The operation failed.</summary>
    public static NtStatus Failure => new(0xC0000001);

    /// <summary>NDIS_STATUS_RESOURCES: A pool or another resource is exhausted.</summary>
    public static NtStatus Resources => new(0xC000009A);

    /// <summary>NDIS_STATUS_NOT_SUPPORTED: The request or value is not supported.</summary>
    public static NtStatus NotSupported => new(0xC00000BB);

    /// <summary>NDIS_STATUS_INVALID_PARAMETER: A parameter is invalid.</summary>
    public static NtStatus InvalidParameter => new(0xC000000D);

    /// <summary>NDIS_STATUS_INVALID_DEVICE_REQUEST: The device cannot do this now.</summary>
    public static NtStatus InvalidDeviceRequest => new(0xC0000010);

    /// <summary>NDIS_STATUS_INVALID_STATE: The object is in a state that does not allow this.</summary>
    public static NtStatus InvalidState => new(0xC0000184);

    /// <summary>NDIS_STATUS_DATA_NOT_ACCEPTED: A switch extension refuses the change.</summary>
    public static NtStatus DataNotAccepted => new(0xC000021B);

    /// <summary>NDIS_STATUS_NETWORK_UNREACHABLE: The network cannot be reached.</summary>
    public static NtStatus NetworkUnreachable => new(0xC000023C);

    /// <summary>NDIS_STATUS_CLOSING: The binding or adapter is closing.</summary>
    public static NtStatus Closing => new(0xC0010002);

    /// <summary>NDIS_STATUS_BAD_VERSION: The driver asks for an NDIS version that does not exist.</summary>
    public static NtStatus BadVersion => new(0xC0010004);

    /// <summary>NDIS_STATUS_BAD_CHARACTERISTICS: Mandatory handlers are missing or handlers contradict each other.</summary>
    public static NtStatus BadCharacteristics => new(0xC0010005);

    /// <summary>NDIS_STATUS_ADAPTER_NOT_FOUND: The adapter does not exist.</summary>
    public static NtStatus AdapterNotFound => new(0xC0010006);

    /// <summary>NDIS_STATUS_OPEN_FAILED: The binding could not be opened.</summary>
    public static NtStatus OpenFailed => new(0xC0010007);

    /// <summary>NDIS_STATUS_DEVICE_FAILED: The device failed.</summary>
    public static NtStatus DeviceFailed => new(0xC0010008);

    /// <summary>NDIS_STATUS_MULTICAST_FULL: The multicast list would be longer than the adapter supports.</summary>
    public static NtStatus MulticastFull => new(0xC0010009);

    /// <summary>NDIS_STATUS_MULTICAST_EXISTS: The address is in the multicast list already.</summary>
    public static NtStatus MulticastExists => new(0xC001000A);

    /// <summary>NDIS_STATUS_MULTICAST_NOT_FOUND: The address is not in the multicast list.</summary>
    public static NtStatus MulticastNotFound => new(0xC001000B);

    /// <summary>NDIS_STATUS_REQUEST_ABORTED: The request was cancelled.</summary>
    public static NtStatus RequestAborted => new(0xC001000C);

    /// <summary>NDIS_STATUS_RESET_IN_PROGRESS: The adapter is being reset.</summary>
    public static NtStatus ResetInProgress => new(0xC001000D);

    /// <summary>NDIS_STATUS_CLOSING_INDICATING: The binding is closing while an indication is in progress.</summary>
    public static NtStatus ClosingIndicating => new(0xC001000E);

    /// <summary>NDIS_STATUS_INVALID_PACKET: The packet is malformed.</summary>
    public static NtStatus InvalidPacket => new(0xC001000F);

    /// <summary>NDIS_STATUS_OPEN_LIST_FULL: No more bindings are possible.</summary>
    public static NtStatus OpenListFull => new(0xC0010010);

    /// <summary>NDIS_STATUS_ADAPTER_NOT_READY: The adapter is not ready.</summary>
    public static NtStatus AdapterNotReady => new(0xC0010011);

    /// <summary>NDIS_STATUS_ADAPTER_NOT_OPEN: The adapter is not open.</summary>
    public static NtStatus AdapterNotOpen => new(0xC0010012);

    /// <summary>NDIS_STATUS_NOT_INDICATING: No indication is in progress.</summary>
    public static NtStatus NotIndicating => new(0xC0010013);

    /// <summary>NDIS_STATUS_INVALID_LENGTH: A length is wrong: a frame too large, a set request of the wrong size.</summary>
    public static NtStatus InvalidLength => new(0xC0010014);

    /// <summary>NDIS_STATUS_INVALID_DATA: The content of a request is invalid.</summary>
    public static NtStatus InvalidData => new(0xC0010015);

    /// <summary>NDIS_STATUS_BUFFER_TOO_SHORT: The buffer is too small; BytesNeeded tells the right size.</summary>
    public static NtStatus BufferTooShort => new(0xC0010016);

    /// <summary>NDIS_STATUS_INVALID_OID: The object identifier is unknown.</summary>
    public static NtStatus InvalidOid => new(0xC0010017);

    /// <summary>NDIS_STATUS_ADAPTER_REMOVED: The adapter was removed.</summary>
    public static NtStatus AdapterRemoved => new(0xC0010018);

    /// <summary>NDIS_STATUS_UNSUPPORTED_MEDIA: The medium is not supported.</summary>
    public static NtStatus UnsupportedMedia => new(0xC0010019);

    /// <summary>NDIS_STATUS_GROUP_ADDRESS_IN_USE: The group address is in use.</summary>
    public static NtStatus GroupAddressInUse => new(0xC001001A);

    /// <summary>NDIS_STATUS_FILE_NOT_FOUND: A file or configuration section was not found.</summary>
    public static NtStatus FileNotFound => new(0xC001001B);

    /// <summary>NDIS_STATUS_ERROR_READING_FILE: A file could not be read.</summary>
    public static NtStatus ErrorReadingFile => new(0xC001001C);

    /// <summary>NDIS_STATUS_ALREADY_MAPPED: The resource is mapped already.</summary>
    public static NtStatus AlreadyMapped => new(0xC001001D);

    /// <summary>NDIS_STATUS_RESOURCE_CONFLICT: A hardware resource is in use by another driver.</summary>
    public static NtStatus ResourceConflict => new(0xC001001E);

    /// <summary>NDIS_STATUS_NO_CABLE: The cable is not connected (legacy).</summary>
    public static NtStatus NoCable => new(0xC001001F);

    /// <summary>NDIS_STATUS_SEND_ABORTED: The send was cancelled.</summary>
    public static NtStatus SendAborted => new(0xC023000C);

    /// <summary>NDIS_STATUS_MEDIA_DISCONNECTED: The link is down.</summary>
    public static NtStatus MediaDisconnected => new(0xC023001F);

    /// <summary>NDIS_STATUS_PAUSED: The driver stack is paused.</summary>
    public static NtStatus Paused => new(0xC023002A);

    /// <summary>NDIS_STATUS_INTERFACE_NOT_FOUND: The interface does not exist.</summary>
    public static NtStatus InterfaceNotFound => new(0xC023002B);

    /// <summary>NDIS_STATUS_UNSUPPORTED_REVISION: The revision of a parameter structure is not supported.</summary>
    public static NtStatus UnsupportedRevision => new(0xC023002C);

    /// <summary>NDIS_STATUS_INVALID_PORT: The port does not exist.</summary>
    public static NtStatus InvalidPort => new(0xC023002D);

    /// <summary>NDIS_STATUS_INVALID_PORT_STATE: The port is not active.</summary>
    public static NtStatus InvalidPortState => new(0xC023002E);

    /// <summary>NDIS_STATUS_LOW_POWER_STATE: The device is in a low-power state.</summary>
    public static NtStatus LowPowerState => new(0xC023002F);

    /// <summary>NDIS_STATUS_REINIT_REQUIRED: The change needs the adapter to be initialised again.</summary>
    public static NtStatus ReinitRequired => new(0xC0230030);

    /// <summary>NDIS_STATUS_NO_QUEUES: There is no free queue.</summary>
    public static NtStatus NoQueues => new(0xC0230031);

    /// <summary>NDIS_STATUS_PM_WOL_PATTERN_LIST_FULL: No more wake-up patterns.</summary>
    public static NtStatus PmWolPatternListFull => new(0xC0232003);

    /// <summary>NDIS_STATUS_PM_PROTOCOL_OFFLOAD_LIST_FULL: No more protocol offloads.</summary>
    public static NtStatus PmProtocolOffloadListFull => new(0xC0232004);

    /// <summary>NDIS_STATUS_OFFLOAD_POLICY: Policy forbids the offload.</summary>
    public static NtStatus OffloadPolicy => new(0xC023100F);

    /// <summary>NDIS_STATUS_OFFLOAD_CONNECTION_REJECTED: The connection was not offloaded.</summary>
    public static NtStatus OffloadConnectionRejected => new(0xC0231012);
}
