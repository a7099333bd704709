namespace NetStackSim.Kernel;

/// <content>The values that this library uses, with the numbers of ntstatus.h.</content>
public readonly partial struct NtStatus
{
    /// <summary>STATUS_SUCCESS (0x00000000). Done.</summary>
    public static NtStatus Success => new(0x00000000);

    /// <summary>STATUS_USER_APC (0x000000C0). A wait ended because a user APC was delivered (success severity).</summary>
    public static NtStatus UserApc => new(0x000000C0);

    /// <summary>STATUS_ALERTED (0x00000101). A wait ended because the thread was alerted (success severity).</summary>
    public static NtStatus Alerted => new(0x00000101);

    /// <summary>STATUS_TIMEOUT (0x00000102). Wait expired (success severity).</summary>
    public static NtStatus Timeout => new(0x00000102);

    /// <summary>STATUS_PENDING (0x00000103). Will complete later.</summary>
    public static NtStatus Pending => new(0x00000103);

    /// <summary>STATUS_RECEIVE_PARTIAL (0x4000000F). Receive completed, only part of the message fitted.</summary>
    public static NtStatus ReceivePartial => new(0x4000000F);

    /// <summary>STATUS_RECEIVE_EXPEDITED (0x40000010). Receive completed with expedited (urgent) data.</summary>
    public static NtStatus ReceiveExpedited => new(0x40000010);

    /// <summary>STATUS_RECEIVE_PARTIAL_EXPEDITED (0x40000011). Both.</summary>
    public static NtStatus ReceivePartialExpedited => new(0x40000011);

    /// <summary>STATUS_EVENT_DONE (0x40000012). TDI event indication completed.</summary>
    public static NtStatus EventDone => new(0x40000012);

    /// <summary>STATUS_EVENT_PENDING (0x40000013). WSK: disabling a callback while a call to it runs and no IRP was given.</summary>
    public static NtStatus EventPending => new(0x40000013);

    /// <summary>STATUS_BUFFER_OVERFLOW (0x80000005). Output too small, data truncated / required size returned; TDI datagram too long for the buffer.</summary>
    public static NtStatus BufferOverflow => new(0x80000005);

    /// <summary>STATUS_DEVICE_BUSY (0x80000011). The device is busy.</summary>
    public static NtStatus DeviceBusy => new(0x80000011);

    /// <summary>STATUS_INVALID_EA_NAME (0x80000013). Malformed / unknown EA in create.</summary>
    public static NtStatus InvalidEaName => new(0x80000013);

    /// <summary>STATUS_EA_LIST_INCONSISTENT (0x80000014). Malformed / unknown EA in create.</summary>
    public static NtStatus EaListInconsistent => new(0x80000014);

    /// <summary>STATUS_NO_MORE_ENTRIES (0x8000001A). An enumeration has no further entry.</summary>
    public static NtStatus NoMoreEntries => new(0x8000001A);

    /// <summary>STATUS_UNSUCCESSFUL (0xC0000001). Generic failure.</summary>
    public static NtStatus Unsuccessful => new(0xC0000001);

    /// <summary>STATUS_NOT_IMPLEMENTED (0xC0000002). WskClientEvent default return.</summary>
    public static NtStatus NotImplemented => new(0xC0000002);

    /// <summary>STATUS_INFO_LENGTH_MISMATCH (0xC0000004). A structure has the wrong length for its class.</summary>
    public static NtStatus InfoLengthMismatch => new(0xC0000004);

    /// <summary>STATUS_INVALID_HANDLE (0xC0000008). Bad handle.</summary>
    public static NtStatus InvalidHandle => new(0xC0000008);

    /// <summary>STATUS_INVALID_PARAMETER (0xC000000D). Bad argument; WskConnectEx with Flags != 0.</summary>
    public static NtStatus InvalidParameter => new(0xC000000D);

    /// <summary>STATUS_NO_SUCH_DEVICE (0xC000000E). Device gone.</summary>
    public static NtStatus NoSuchDevice => new(0xC000000E);

    /// <summary>STATUS_INVALID_DEVICE_REQUEST (0xC0000010). Request not valid for this object kind.</summary>
    public static NtStatus InvalidDeviceRequest => new(0xC0000010);

    /// <summary>STATUS_MORE_PROCESSING_REQUIRED (0xC0000016). Completion routine keeps the IRP; TDI connect/receive event handler returns an IRP.</summary>
    public static NtStatus MoreProcessingRequired => new(0xC0000016);

    /// <summary>STATUS_NO_MEMORY (0xC0000017). Out of memory or quota.</summary>
    public static NtStatus NoMemory => new(0xC0000017);

    /// <summary>STATUS_ACCESS_DENIED (0xC0000022). Bind denied (address sharing), no privilege (raw).</summary>
    public static NtStatus AccessDenied => new(0xC0000022);

    /// <summary>STATUS_BUFFER_TOO_SMALL (0xC0000023). Fixed-size output too small.</summary>
    public static NtStatus BufferTooSmall => new(0xC0000023);

    /// <summary>STATUS_OBJECT_TYPE_MISMATCH (0xC0000024). Handle is of another type.</summary>
    public static NtStatus ObjectTypeMismatch => new(0xC0000024);

    /// <summary>STATUS_OBJECT_NAME_INVALID (0xC0000033). An object name has a bad form.</summary>
    public static NtStatus ObjectNameInvalid => new(0xC0000033);

    /// <summary>STATUS_OBJECT_NAME_NOT_FOUND (0xC0000034). No such device name.</summary>
    public static NtStatus ObjectNameNotFound => new(0xC0000034);

    /// <summary>STATUS_OBJECT_NAME_COLLISION (0xC0000035). The object name exists already.</summary>
    public static NtStatus ObjectNameCollision => new(0xC0000035);

    /// <summary>STATUS_OBJECT_PATH_NOT_FOUND (0xC000003A). No such device name.</summary>
    public static NtStatus ObjectPathNotFound => new(0xC000003A);

    /// <summary>STATUS_SHARING_VIOLATION (0xC0000043). TDI: address opened exclusive by somebody else.</summary>
    public static NtStatus SharingViolation => new(0xC0000043);

    /// <summary>STATUS_NONEXISTENT_EA_ENTRY (0xC0000051). Create without the needed EA.</summary>
    public static NtStatus NonexistentEaEntry => new(0xC0000051);

    /// <summary>STATUS_DELETE_PENDING (0xC0000056). The object is being deleted.</summary>
    public static NtStatus DeletePending => new(0xC0000056);

    /// <summary>STATUS_PRIVILEGE_NOT_HELD (0xC0000061). The caller lacks a privilege.</summary>
    public static NtStatus PrivilegeNotHeld => new(0xC0000061);

    /// <summary>STATUS_INSUFFICIENT_RESOURCES (0xC000009A). Out of memory/ports/quota.</summary>
    public static NtStatus InsufficientResources => new(0xC000009A);

    /// <summary>STATUS_DEVICE_NOT_READY (0xC00000A3). WSK provider not available; TDI non-blocking send has no buffer space.</summary>
    public static NtStatus DeviceNotReady => new(0xC00000A3);

    /// <summary>STATUS_IO_TIMEOUT (0xC00000B5). Connect/retransmit timed out.</summary>
    public static NtStatus IoTimeout => new(0xC00000B5);

    /// <summary>STATUS_FILE_FORCED_CLOSED (0xC00000B6). WSK socket no longer functional (transport removed): only close it.</summary>
    public static NtStatus FileForcedClosed => new(0xC00000B6);

    /// <summary>STATUS_NOT_SUPPORTED (0xC00000BB). Flag/option/IOCTL not supported.</summary>
    public static NtStatus NotSupported => new(0xC00000BB);

    /// <summary>STATUS_REMOTE_NOT_LISTENING (0xC00000BC). TDI connect refused (older code; see CONNECTION_REFUSED).</summary>
    public static NtStatus RemoteNotListening => new(0xC00000BC);

    /// <summary>STATUS_BAD_NETWORK_PATH (0xC00000BE). No route / name not found.</summary>
    public static NtStatus BadNetworkPath => new(0xC00000BE);

    /// <summary>STATUS_NETWORK_BUSY (0xC00000BF). TDI deregistration while a callback runs.</summary>
    public static NtStatus NetworkBusy => new(0xC00000BF);

    /// <summary>STATUS_REQUEST_NOT_ACCEPTED (0xC00000D0). WskAcceptEvent reject; WSK control call that cannot complete inline; maps to WOULDBLOCK.</summary>
    public static NtStatus RequestNotAccepted => new(0xC00000D0);

    /// <summary>STATUS_INTERNAL_ERROR (0xC00000E5). An internal invariant does not hold.</summary>
    public static NtStatus InternalError => new(0xC00000E5);

    /// <summary>STATUS_CANCELLED (0xC0000120). IRP cancelled, or socket/handle closed under it.</summary>
    public static NtStatus Cancelled => new(0xC0000120);

    /// <summary>STATUS_LOCAL_DISCONNECT (0xC000013B). We disconnected, then a request was made or was pending.</summary>
    public static NtStatus LocalDisconnect => new(0xC000013B);

    /// <summary>STATUS_REMOTE_DISCONNECT (0xC000013C). Peer disconnected.</summary>
    public static NtStatus RemoteDisconnect => new(0xC000013C);

    /// <summary>STATUS_REMOTE_RESOURCES (0xC000013D). Peer out of resources.</summary>
    public static NtStatus RemoteResources => new(0xC000013D);

    /// <summary>STATUS_LINK_FAILED (0xC000013E). Link broke / retransmission limit.</summary>
    public static NtStatus LinkFailed => new(0xC000013E);

    /// <summary>STATUS_LINK_TIMEOUT (0xC000013F). Link broke / retransmission limit.</summary>
    public static NtStatus LinkTimeout => new(0xC000013F);

    /// <summary>STATUS_INVALID_CONNECTION (0xC0000140). Not connected, or connection object not associated.</summary>
    public static NtStatus InvalidConnection => new(0xC0000140);

    /// <summary>STATUS_INVALID_ADDRESS (0xC0000141). Bad address object / bad remote address.</summary>
    public static NtStatus InvalidAddress => new(0xC0000141);

    /// <summary>STATUS_KEY_DELETED (0xC000017C). The registry key was deleted.</summary>
    public static NtStatus KeyDeleted => new(0xC000017C);

    /// <summary>STATUS_INVALID_DEVICE_STATE (0xC0000184). Wrong state: GetLocalAddress unbound, silent mode send.</summary>
    public static NtStatus InvalidDeviceState => new(0xC0000184);

    /// <summary>STATUS_INVALID_BUFFER_SIZE (0xC0000206). Wrong option size; UDP send larger than max.</summary>
    public static NtStatus InvalidBufferSize => new(0xC0000206);

    /// <summary>STATUS_INVALID_ADDRESS_COMPONENT (0xC0000207). Address not local / wrong family.</summary>
    public static NtStatus InvalidAddressComponent => new(0xC0000207);

    /// <summary>STATUS_INVALID_ADDRESS_WILDCARD (0xC0000208). Wildcard not allowed here.</summary>
    public static NtStatus InvalidAddressWildcard => new(0xC0000208);

    /// <summary>STATUS_TOO_MANY_ADDRESSES (0xC0000209). No free ephemeral port.</summary>
    public static NtStatus TooManyAddresses => new(0xC0000209);

    /// <summary>STATUS_ADDRESS_ALREADY_EXISTS (0xC000020A). Bind: in use.</summary>
    public static NtStatus AddressAlreadyExists => new(0xC000020A);

    /// <summary>STATUS_ADDRESS_CLOSED (0xC000020B). Address object closed under the connection.</summary>
    public static NtStatus AddressClosed => new(0xC000020B);

    /// <summary>STATUS_CONNECTION_DISCONNECTED (0xC000020C). Connection was disconnected.</summary>
    public static NtStatus ConnectionDisconnected => new(0xC000020C);

    /// <summary>STATUS_CONNECTION_RESET (0xC000020D). RST received.</summary>
    public static NtStatus ConnectionReset => new(0xC000020D);

    /// <summary>STATUS_TRANSACTION_ABORTED (0xC000020F). Request aborted by disconnect.</summary>
    public static NtStatus TransactionAborted => new(0xC000020F);

    /// <summary>STATUS_DATA_NOT_ACCEPTED (0xC000021B). Event handler did not take the data.</summary>
    public static NtStatus DataNotAccepted => new(0xC000021B);

    /// <summary>STATUS_NOT_FOUND (0xC0000225). Lookup failed.</summary>
    public static NtStatus NotFound => new(0xC0000225);

    /// <summary>STATUS_CONNECTION_REFUSED (0xC0000236). RST in answer to SYN; TDI connect handler rejects.</summary>
    public static NtStatus ConnectionRefused => new(0xC0000236);

    /// <summary>STATUS_GRACEFUL_DISCONNECT (0xC0000237). FIN received (used for AFD/AcceptEx style ends).</summary>
    public static NtStatus GracefulDisconnect => new(0xC0000237);

    /// <summary>STATUS_ADDRESS_ALREADY_ASSOCIATED (0xC0000238). TDI_ASSOCIATE twice.</summary>
    public static NtStatus AddressAlreadyAssociated => new(0xC0000238);

    /// <summary>STATUS_ADDRESS_NOT_ASSOCIATED (0xC0000239). TDI request before association.</summary>
    public static NtStatus AddressNotAssociated => new(0xC0000239);

    /// <summary>STATUS_CONNECTION_INVALID (0xC000023A). Operation on a dead connection.</summary>
    public static NtStatus ConnectionInvalid => new(0xC000023A);

    /// <summary>STATUS_CONNECTION_ACTIVE (0xC000023B). Connect on a connected endpoint; disassociate while connected.</summary>
    public static NtStatus ConnectionActive => new(0xC000023B);

    /// <summary>STATUS_NETWORK_UNREACHABLE (0xC000023C). No route, ICMP net unreachable.</summary>
    public static NtStatus NetworkUnreachable => new(0xC000023C);

    /// <summary>STATUS_HOST_UNREACHABLE (0xC000023D). ARP/ND failed, ICMP host unreachable.</summary>
    public static NtStatus HostUnreachable => new(0xC000023D);

    /// <summary>STATUS_PROTOCOL_UNREACHABLE (0xC000023E). ICMP protocol unreachable.</summary>
    public static NtStatus ProtocolUnreachable => new(0xC000023E);

    /// <summary>STATUS_PORT_UNREACHABLE (0xC000023F). ICMP port unreachable on a UDP socket.</summary>
    public static NtStatus PortUnreachable => new(0xC000023F);

    /// <summary>STATUS_REQUEST_ABORTED (0xC0000240). Aborted locally.</summary>
    public static NtStatus RequestAborted => new(0xC0000240);

    /// <summary>STATUS_CONNECTION_ABORTED (0xC0000241). Local abort (timeout, our RST, socket closed).</summary>
    public static NtStatus ConnectionAborted => new(0xC0000241);

    /// <summary>STATUS_CONNECTION_COUNT_LIMIT (0xC0000246). Too many connections.</summary>
    public static NtStatus ConnectionCountLimit => new(0xC0000246);

    /// <summary>STATUS_NO_MATCH (0xC0000272). Name not resolved (WskGetAddressInfo).</summary>
    public static NtStatus NoMatch => new(0xC0000272);

    /// <summary>STATUS_DEVICE_REMOVED (0xC00002B6). The device was removed.</summary>
    public static NtStatus DeviceRemoved => new(0xC00002B6);

    /// <summary>STATUS_NOINTERFACE (0xC00002B9). NMR/WSK version or NPI not supported.</summary>
    public static NtStatus NoInterface => new(0xC00002B9);

    /// <summary>STATUS_HOPLIMIT_EXCEEDED (0xC000A012). ICMP time exceeded.</summary>
    public static NtStatus HopLimitExceeded => new(0xC000A012);

    /// <summary>STATUS_PROTOCOL_NOT_SUPPORTED (0xC000A013). No such family/type/protocol.</summary>
    public static NtStatus ProtocolNotSupported => new(0xC000A013);

    private static string? NameOf(uint value) => value switch
    {
        0x00000000 => "STATUS_SUCCESS",
        0x000000C0 => "STATUS_USER_APC",
        0x00000101 => "STATUS_ALERTED",
        0x00000102 => "STATUS_TIMEOUT",
        0x00000103 => "STATUS_PENDING",
        0x4000000F => "STATUS_RECEIVE_PARTIAL",
        0x40000010 => "STATUS_RECEIVE_EXPEDITED",
        0x40000011 => "STATUS_RECEIVE_PARTIAL_EXPEDITED",
        0x40000012 => "STATUS_EVENT_DONE",
        0x40000013 => "STATUS_EVENT_PENDING",
        0x80000005 => "STATUS_BUFFER_OVERFLOW",
        0x80000011 => "STATUS_DEVICE_BUSY",
        0x80000013 => "STATUS_INVALID_EA_NAME",
        0x80000014 => "STATUS_EA_LIST_INCONSISTENT",
        0x8000001A => "STATUS_NO_MORE_ENTRIES",
        0xC0000001 => "STATUS_UNSUCCESSFUL",
        0xC0000002 => "STATUS_NOT_IMPLEMENTED",
        0xC0000004 => "STATUS_INFO_LENGTH_MISMATCH",
        0xC0000008 => "STATUS_INVALID_HANDLE",
        0xC000000D => "STATUS_INVALID_PARAMETER",
        0xC000000E => "STATUS_NO_SUCH_DEVICE",
        0xC0000010 => "STATUS_INVALID_DEVICE_REQUEST",
        0xC0000016 => "STATUS_MORE_PROCESSING_REQUIRED",
        0xC0000017 => "STATUS_NO_MEMORY",
        0xC0000022 => "STATUS_ACCESS_DENIED",
        0xC0000023 => "STATUS_BUFFER_TOO_SMALL",
        0xC0000024 => "STATUS_OBJECT_TYPE_MISMATCH",
        0xC0000033 => "STATUS_OBJECT_NAME_INVALID",
        0xC0000034 => "STATUS_OBJECT_NAME_NOT_FOUND",
        0xC0000035 => "STATUS_OBJECT_NAME_COLLISION",
        0xC000003A => "STATUS_OBJECT_PATH_NOT_FOUND",
        0xC0000043 => "STATUS_SHARING_VIOLATION",
        0xC0000051 => "STATUS_NONEXISTENT_EA_ENTRY",
        0xC0000056 => "STATUS_DELETE_PENDING",
        0xC0000061 => "STATUS_PRIVILEGE_NOT_HELD",
        0xC000009A => "STATUS_INSUFFICIENT_RESOURCES",
        0xC00000A3 => "STATUS_DEVICE_NOT_READY",
        0xC00000B5 => "STATUS_IO_TIMEOUT",
        0xC00000B6 => "STATUS_FILE_FORCED_CLOSED",
        0xC00000BB => "STATUS_NOT_SUPPORTED",
        0xC00000BC => "STATUS_REMOTE_NOT_LISTENING",
        0xC00000BE => "STATUS_BAD_NETWORK_PATH",
        0xC00000BF => "STATUS_NETWORK_BUSY",
        0xC00000D0 => "STATUS_REQUEST_NOT_ACCEPTED",
        0xC00000E5 => "STATUS_INTERNAL_ERROR",
        0xC0000120 => "STATUS_CANCELLED",
        0xC000013B => "STATUS_LOCAL_DISCONNECT",
        0xC000013C => "STATUS_REMOTE_DISCONNECT",
        0xC000013D => "STATUS_REMOTE_RESOURCES",
        0xC000013E => "STATUS_LINK_FAILED",
        0xC000013F => "STATUS_LINK_TIMEOUT",
        0xC0000140 => "STATUS_INVALID_CONNECTION",
        0xC0000141 => "STATUS_INVALID_ADDRESS",
        0xC000017C => "STATUS_KEY_DELETED",
        0xC0000184 => "STATUS_INVALID_DEVICE_STATE",
        0xC0000206 => "STATUS_INVALID_BUFFER_SIZE",
        0xC0000207 => "STATUS_INVALID_ADDRESS_COMPONENT",
        0xC0000208 => "STATUS_INVALID_ADDRESS_WILDCARD",
        0xC0000209 => "STATUS_TOO_MANY_ADDRESSES",
        0xC000020A => "STATUS_ADDRESS_ALREADY_EXISTS",
        0xC000020B => "STATUS_ADDRESS_CLOSED",
        0xC000020C => "STATUS_CONNECTION_DISCONNECTED",
        0xC000020D => "STATUS_CONNECTION_RESET",
        0xC000020F => "STATUS_TRANSACTION_ABORTED",
        0xC000021B => "STATUS_DATA_NOT_ACCEPTED",
        0xC0000225 => "STATUS_NOT_FOUND",
        0xC0000236 => "STATUS_CONNECTION_REFUSED",
        0xC0000237 => "STATUS_GRACEFUL_DISCONNECT",
        0xC0000238 => "STATUS_ADDRESS_ALREADY_ASSOCIATED",
        0xC0000239 => "STATUS_ADDRESS_NOT_ASSOCIATED",
        0xC000023A => "STATUS_CONNECTION_INVALID",
        0xC000023B => "STATUS_CONNECTION_ACTIVE",
        0xC000023C => "STATUS_NETWORK_UNREACHABLE",
        0xC000023D => "STATUS_HOST_UNREACHABLE",
        0xC000023E => "STATUS_PROTOCOL_UNREACHABLE",
        0xC000023F => "STATUS_PORT_UNREACHABLE",
        0xC0000240 => "STATUS_REQUEST_ABORTED",
        0xC0000241 => "STATUS_CONNECTION_ABORTED",
        0xC0000246 => "STATUS_CONNECTION_COUNT_LIMIT",
        0xC0000272 => "STATUS_NO_MATCH",
        0xC00002B6 => "STATUS_DEVICE_REMOVED",
        0xC00002B9 => "STATUS_NOINTERFACE",
        0xC000A012 => "STATUS_HOPLIMIT_EXCEEDED",
        0xC000A013 => "STATUS_PROTOCOL_NOT_SUPPORTED",
        _ => null,
    };
}
