using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// Results of the filter engine (<c>STATUS_FWP_*</c>, 0xC02200nn; their HRESULT twins <c>FWP_E_*</c> are 0x803200nn with the same nn).
/// </summary>
public static class FwpStatus
{
    /// <summary>The callout was not added.</summary>
    public static readonly NtStatus CalloutNotFound = new(0xC0220001);

    /// <summary>The layer does not have the condition's field.</summary>
    public static readonly NtStatus ConditionNotFound = new(0xC0220002);

    /// <summary>There is no such filter.</summary>
    public static readonly NtStatus FilterNotFound = new(0xC0220003);

    /// <summary>There is no such layer.</summary>
    public static readonly NtStatus LayerNotFound = new(0xC0220004);

    /// <summary>There is no such provider.</summary>
    public static readonly NtStatus ProviderNotFound = new(0xC0220005);

    /// <summary>There is no such provider context.</summary>
    public static readonly NtStatus ProviderContextNotFound = new(0xC0220006);

    /// <summary>There is no such sublayer.</summary>
    public static readonly NtStatus SubLayerNotFound = new(0xC0220007);

    /// <summary>There is no such object.</summary>
    public static readonly NtStatus NotFound = new(0xC0220008);

    /// <summary>The key is used already for this type of object.</summary>
    public static readonly NtStatus AlreadyExists = new(0xC0220009);

    /// <summary>Another object refers to this one.</summary>
    public static readonly NtStatus InUse = new(0xC022000A);

    /// <summary>A dynamic session may not do this.</summary>
    public static readonly NtStatus DynamicSessionInProgress = new(0xC022000B);

    /// <summary>The object belongs to another dynamic session.</summary>
    public static readonly NtStatus WrongSession = new(0xC022000C);

    /// <summary>There is no transaction to commit or abort.</summary>
    public static readonly NtStatus NoTransactionInProgress = new(0xC022000D);

    /// <summary>The session has a transaction already, or the call is forbidden inside one.</summary>
    public static readonly NtStatus TransactionInProgress = new(0xC022000E);

    /// <summary>The engine aborted the transaction.</summary>
    public static readonly NtStatus TransactionAborted = new(0xC022000F);

    /// <summary>The engine's service stopped; the session must be closed.</summary>
    public static readonly NtStatus SessionAborted = new(0xC0220010);

    /// <summary>A read-only transaction cannot change anything.</summary>
    public static readonly NtStatus IncompatibleTransaction = new(0xC0220011);

    /// <summary>The engine's lock was not free in time.</summary>
    public static readonly NtStatus Timeout = new(0xC0220012);

    /// <summary>Net events are not collected.</summary>
    public static readonly NtStatus NetEventsDisabled = new(0xC0220013);

    /// <summary>The layer does not support the operation.</summary>
    public static readonly NtStatus IncompatibleLayer = new(0xC0220014);

    /// <summary>Only kernel-mode clients may do this.</summary>
    public static readonly NtStatus KernelModeClientsOnly = new(0xC0220015);

    /// <summary>The object would outlive something that it refers to.</summary>
    public static readonly NtStatus LifetimeMismatch = new(0xC0220016);

    /// <summary>A built-in object cannot be deleted.</summary>
    public static readonly NtStatus BuiltInObject = new(0xC0220017);

    /// <summary>More than 100 000 callouts.</summary>
    public static readonly NtStatus TooManyCallouts = new(0xC0220018);

    /// <summary>A notification was lost because the queue was full.</summary>
    public static readonly NtStatus NotificationDropped = new(0xC0220019);

    /// <summary>The traffic differs from the first call's.</summary>
    public static readonly NtStatus TrafficMismatch = new(0xC022001A);

    /// <summary>The security association is in another state.</summary>
    public static readonly NtStatus IncompatibleSaState = new(0xC022001B);

    /// <summary>A required argument is null.</summary>
    public static readonly NtStatus NullPointer = new(0xC022001C);

    /// <summary>A value of an enumeration is out of range.</summary>
    public static readonly NtStatus InvalidEnumerator = new(0xC022001D);

    /// <summary>The flags are unknown, forbidden or contradict each other.</summary>
    public static readonly NtStatus InvalidFlags = new(0xC022001E);

    /// <summary>The mask is not contiguous or the prefix is too long.</summary>
    public static readonly NtStatus InvalidNetMask = new(0xC022001F);

    /// <summary>The low end is above the high end, or both differ in type.</summary>
    public static readonly NtStatus InvalidRange = new(0xC0220020);

    /// <summary>The start is after the end.</summary>
    public static readonly NtStatus InvalidInterval = new(0xC0220021);

    /// <summary>An array is empty.</summary>
    public static readonly NtStatus ZeroLengthArray = new(0xC0220022);

    /// <summary>An object needs a name.</summary>
    public static readonly NtStatus NullDisplayName = new(0xC0220023);

    /// <summary>Not an action of filters.</summary>
    public static readonly NtStatus InvalidActionType = new(0xC0220024);

    /// <summary>The weight has a wrong type or is out of range.</summary>
    public static readonly NtStatus InvalidWeight = new(0xC0220025);

    /// <summary>The match type does not suit the data type.</summary>
    public static readonly NtStatus MatchTypeMismatch = new(0xC0220026);

    /// <summary>The value's type differs from the field's.</summary>
    public static readonly NtStatus TypeMismatch = new(0xC0220027);

    /// <summary>A number is out of range.</summary>
    public static readonly NtStatus OutOfBounds = new(0xC0220028);

    /// <summary>A reserved field is not zero.</summary>
    public static readonly NtStatus Reserved = new(0xC0220029);

    /// <summary>A field is named twice where it may not.</summary>
    public static readonly NtStatus DuplicateCondition = new(0xC022002A);

    /// <summary>A keying module is listed twice.</summary>
    public static readonly NtStatus DuplicateKeyModule = new(0xC022002B);

    /// <summary>The layer does not take this action.</summary>
    public static readonly NtStatus ActionIncompatibleWithLayer = new(0xC022002C);

    /// <summary>The sublayer does not take this action.</summary>
    public static readonly NtStatus ActionIncompatibleWithSubLayer = new(0xC022002D);

    /// <summary>The layer does not take this context.</summary>
    public static readonly NtStatus ContextIncompatibleWithLayer = new(0xC022002E);

    /// <summary>The callout requires or forbids a context.</summary>
    public static readonly NtStatus ContextIncompatibleWithCallout = new(0xC022002F);

    /// <summary>The authentication method does not fit.</summary>
    public static readonly NtStatus IncompatibleAuthMethod = new(0xC0220030);

    /// <summary>The Diffie-Hellman group does not fit.</summary>
    public static readonly NtStatus IncompatibleDhGroup = new(0xC0220031);

    /// <summary>IKE has no extended mode.</summary>
    public static readonly NtStatus ExtendedModeNotSupported = new(0xC0220032);

    /// <summary>The template can match nothing.</summary>
    public static readonly NtStatus NeverMatch = new(0xC0220033);

    /// <summary>The provider context has another type.</summary>
    public static readonly NtStatus ProviderContextMismatch = new(0xC0220034);

    /// <summary>An argument is wrong.</summary>
    public static readonly NtStatus InvalidParameter = new(0xC0220035);

    /// <summary>More than 65 536 sublayers.</summary>
    public static readonly NtStatus TooManySubLayers = new(0xC0220036);

    /// <summary>The callout refused the filter.</summary>
    public static readonly NtStatus CalloutNotificationFailed = new(0xC0220037);

    /// <summary>The authentication transform is wrong.</summary>
    public static readonly NtStatus InvalidAuthTransform = new(0xC0220038);

    /// <summary>The cipher transform is wrong.</summary>
    public static readonly NtStatus InvalidCipherTransform = new(0xC0220039);

    /// <summary><c>FWP_E_L2_DRIVER_NOT_READY</c>: nothing shows frames to the link layers.</summary>
    public static readonly NtStatus L2DriverNotReady = new(0xC022003E);

    /// <summary>Connections are not monitored.</summary>
    public static readonly NtStatus ConnectionsDisabled = new(0xC0220041);

    /// <summary>Monitoring cannot be turned off: somebody else keeps it on.</summary>
    public static readonly NtStatus StillOn = new(0xC0220043);

    /// <summary>The stack is not ready.</summary>
    public static readonly NtStatus TcpIpNotReady = new(0xC0220100);

    /// <summary>The injection handle is being destroyed.</summary>
    public static readonly NtStatus InjectHandleClosing = new(0xC0220101);

    /// <summary>The injection handle is of another type.</summary>
    public static readonly NtStatus InjectHandleStale = new(0xC0220102);

    /// <summary>The classification cannot wait.</summary>
    public static readonly NtStatus CannotPend = new(0xC0220103);

    /// <summary>Drop without an ICMP error.</summary>
    public static readonly NtStatus DropNoIcmp = new(0xC0220104);

    /// <summary><c>STATUS_OBJECT_NAME_EXISTS</c>: the flow has a context of the callout for the layer already. As on Windows not an error by its number.</summary>
    public static readonly NtStatus ObjectNameExists = new(0x40000000);

    /// <summary>The HRESULT that user mode sees for an engine status.</summary>
    /// <param name="status">A status of this class.</param>
    /// <returns>0x803200nn; other statuses unchanged.</returns>
    public static uint ToHResult(NtStatus status) =>
        (status.Value & 0xFFFFFF00) == 0xC0220000 ? 0x80320000 | (status.Value & 0xFF) : status.Value;
}
