namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>What a mutant of the correct filter driver, miniport driver or protocol driver does wrong.</summary>
internal enum DriverBug
{
    FilterSendsTwice,
    FilterCompletesAndSends,
    FilterReturnsTwice,
    FilterReturnsALoan,
    FilterForgetsToRelink,
    FilterMovesTheDataStart,
    FilterPassesItsOwnUp,
    FilterLeaksContext,
    FilterPopsOutOfOrder,
    FilterClaimsOneEtherType,
    FilterSendsWhilePaused,
    FilterBreaksTheCount,
    FilterHoldsItsLock,
    FilterWritesReadOnlyData,
    FilterLiesAboutTheProtocol,
    FilterTurnsReceivesAround,
    FilterKeepsASend,
    FilterKeepsAReceive,
    FilterNeverPauses,
    FilterForgetsARequest,
    FilterForgetsItsTimer,
    FilterAsksForTheIrql,
    MiniportCompletesAnOidTwice,
    MiniportFailsToPause,
    MiniportIndicatesTwoBuffers,
    MiniportIndicatesStatusAfterHalt,
    ProtocolReturnsTwice,
    ProtocolWritesAfterFree,
}
