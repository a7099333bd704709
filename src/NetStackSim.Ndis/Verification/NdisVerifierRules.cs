using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The rules of NDIS that the verifier checks: the run-time rules of Driver Verifier with Windows' numbers, and the rules of this simulator about buffers.</summary>
/// <remarks>
/// <para>
/// Rules without a number of their own on Windows have one from 0x4E530000 on as first parameter of bug check 0xC4. The rules of Static Driver Verifier, which Windows
/// checks when a driver is compiled, are checked at run time here, under their names.
/// </para>
/// <para>Rules of the documentation that cannot be broken here, because the simulator does not have the routine or the language rules it out:</para>
/// <list type="table">
/// <listheader><term>Rule</term><description>Why not</description></listheader>
/// <item><term>WlanAssert, WlanAssociation, WlanConnectionRoaming, WlanDisassociation, WlanTimed... (0x00093004 to 0x0009400C)</term><description>No Wi-Fi miniports.</description></item>
/// <item><term>Irql_CallManager_Function, Irql_Connection_Function, Irql_MCM_Function, Irql_MCO_Function</term><description>No connection-oriented NDIS.</description></item>
/// <item><term>Irql_IrqlSetting_Function</term><description>NDIS_RAISE_IRQL_TO_DISPATCH is <c>Processor.RaiseIrql</c>, whose wrong use is bug check 0x9 with or without verifier; lowering is the end of a scope.</description></item>
/// <item><term>NdisMRegisterIoPortRange</term><description>No port I/O: registers are memory.</description></item>
/// <item><term>NdisQueryBindInstanceName</term><description>Strings are not freed by hand.</description></item>
/// <item><term>SpinLock, SpinLockBalanced, SpinLockRelease, SpinLockDpr, SpinLockDprRelease</term><description>Checked, by the kernel: see <see cref="VerifierRules"/>.</description></item>
/// </list>
/// </remarks>
public static partial class NdisVerifierRules
{
    private const ulong OwnNumbers = 0x4E53_0000;

    /// <summary>A list was handed on, completed or returned by somebody who does not have it.</summary>
    public static VerifierRule Ownership { get; } = Own(nameof(Ownership), 1);

    /// <summary>A list or its memory was used after it had gone back to its pool.</summary>
    public static VerifierRule UseAfterFree { get; } = Own(nameof(UseAfterFree), 2);

    /// <summary>An indication on loan came back with other lists, or in another order.</summary>
    public static VerifierRule ChainNotRestored { get; } = Own(nameof(ChainNotRestored), 3);

    /// <summary>A list on loan was returned.</summary>
    public static VerifierRule LoanReturned { get; } = Own(nameof(LoanReturned), 4);

    /// <summary>A list came back with another data offset, length or MDL chain than its originator gave away.</summary>
    public static VerifierRule DataSpaceNotRestored { get; } = Own(nameof(DataSpaceNotRestored), 5);

    /// <summary>A driver passed a list of its own to somebody who did not originate it, or a list with another's source handle as its own.</summary>
    public static VerifierRule SourceHandle { get; } = Own(nameof(SourceHandle), 6);

    /// <summary>A parent was completed, returned or freed while derived lists are out.</summary>
    public static VerifierRule ChildrenOutstanding { get; } = Own(nameof(ChildrenOutstanding), 7);

    /// <summary>Context was popped in another order than it was pushed.</summary>
    public static VerifierRule ContextOrder { get; } = Own(nameof(ContextOrder), 8);

    /// <summary>SINGLE_ETHER_TYPE was set on a chain with several EtherTypes.</summary>
    public static VerifierRule SingleEtherType { get; } = Own(nameof(SingleEtherType), 9);

    /// <summary>Data was sent or indicated in a state that does not allow it.</summary>
    public static VerifierRule DataInWrongState { get; } = Own(nameof(DataInWrongState), 10);

    /// <summary>A chain is cyclic or its count is wrong.</summary>
    public static VerifierRule BadChain { get; } = Own(nameof(BadChain), 11);

    /// <summary>A list in an indication has no net buffer or several.</summary>
    public static VerifierRule OneNetBufferPerReceive { get; } = Own(nameof(OneNetBufferPerReceive), 12);

    /// <summary>MiniportPause_Return: Pause returned something else than Success or Pending.</summary>
    public static VerifierRule PauseReturn { get; } = Own("MiniportPause_Return", 13);

    /// <summary>NdisMIndicateStatusEx: a status indication after halt.</summary>
    public static VerifierRule IndicateStatusAfterHalt { get; } = Own("NdisMIndicateStatusEx", 14);

    /// <summary>A spin lock was held across a send, indication, completion or return.</summary>
    public static VerifierRule LockHeldAcrossCall { get; } = Own(nameof(LockHeldAcrossCall), 15);

    /// <summary>NdisAllocateNetBuffer: a pool was closed while lists or net buffers of it are out.</summary>
    public static VerifierRule PoolLeak { get; } = Own("NdisAllocateNetBuffer", 16);

    /// <summary>A filter module whose set of handlers NDIS refuses: it would not be attached, which nobody might notice.</summary>
    public static VerifierRule FilterHandlers { get; } = Own(nameof(FilterHandlers), 17);

    /// <summary>Bytes of a list that is marked read-only for this direction were changed on the way.</summary>
    public static VerifierRule ReadOnlyData { get; } = Own(nameof(ReadOnlyData), 18);

    /// <summary>Flags or checksum slots of a list say what its bytes do not bear out.</summary>
    public static VerifierRule OutOfBandTruth { get; } = Own(nameof(OutOfBandTruth), 19);

    /// <summary>A list was turned from a receive into a send, or back, with slots (0, 2, 17, 22, 23) that mean something else in the new direction.</summary>
    public static VerifierRule DirectionSlots { get; } = Own(nameof(DirectionSlots), 20);

    /// <summary>Hand-overs nest deeper than a kernel stack would bear: <see cref="NdisTimeouts.MaxReentrance"/>.</summary>
    public static VerifierRule Reentrance { get; } = Own(nameof(Reentrance), 21);

    /// <summary>A list came back with context on it that somebody pushed and did not pop.</summary>
    public static VerifierRule LeakedContext { get; } = Own(nameof(LeakedContext), 22);

    /// <summary>NdisOidComplete: an OID request must be completed correctly.</summary>
    public static VerifierRule OidComplete { get; } = Windows("NdisOidComplete", 0x0009_1001);

    /// <summary>NdisOidDoubleComplete: an OID request was completed twice.</summary>
    public static VerifierRule OidDoubleComplete { get; } = Windows("NdisOidDoubleComplete", 0x0009_1002);

    /// <summary>NdisOidDoubleRequest: a pending request must be completed before another is accepted.</summary>
    public static VerifierRule OidDoubleRequest { get; } = Windows("NdisOidDoubleRequest", 0x0009_100E);

    /// <summary>NdisTimedOidComplete: an OID request is finished within 12 s.</summary>
    public static VerifierRule TimedOidComplete { get; } = Windows("NdisTimedOidComplete", 0x0009_2003);

    /// <summary>NdisTimedDataSend: a send is completed within 30 s.</summary>
    public static VerifierRule TimedDataSend { get; } = Windows("NdisTimedDataSend", 0x0009_200D);

    /// <summary>NdisTimedDataHang: pending sends show progress within 22 s.</summary>
    public static VerifierRule TimedDataHang { get; } = Windows("NdisTimedDataHang", 0x0009_200F);

    /// <summary>NdisFilterTimedPauseComplete: a filter pause is done within 10 s, does not fail and is not completed twice.</summary>
    public static VerifierRule FilterTimedPauseComplete { get; } = Windows("NdisFilterTimedPauseComplete", 0x0009_2010);

    /// <summary>NdisFilterTimedDataSend: a filter hands sends on in time.</summary>
    public static VerifierRule FilterTimedDataSend { get; } = Windows("NdisFilterTimedDataSend", 0x0009_2011);

    /// <summary>NdisFilterTimedDataReceive: a filter hands receives on in time.</summary>
    public static VerifierRule FilterTimedDataReceive { get; } = Windows("NdisFilterTimedDataReceive", 0x0009_2012);

    private static VerifierRule Own(string name, ulong number) => new(name, BugCheckCode.DriverVerifierDetectedViolation, OwnNumbers + number);

    private static VerifierRule Windows(string name, ulong number) => new(name, BugCheckCode.DriverVerifierDetectedViolation, number);
}
