using NetStackSim.Kernel;
using NetStackSim.Tests.Filters.Rules.Drivers;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Callout drivers by the book with one bug each: every bug is found, and by its rule, with a text that says who, where, what and how to mend it.</summary>
public sealed class CalloutMutantTests
{
    private static readonly Dictionary<CalloutBug, ContractRule> _rules = new()
    {
        [CalloutBug.ResenderForgetsItsOwn] = ContractRule.ReinjectionLoop,
        [CalloutBug.ResenderFreesAtOnce] = ContractRule.ListFreedInFlight,
        [CalloutBug.ResenderInjectsTwice] = ContractRule.ListInjectedTwice,
        [CalloutBug.ResenderInjectsTheOriginal] = ContractRule.OriginalInjected,
        [CalloutBug.ResenderAbsorbsAndPermits] = ContractRule.AbsorbWithoutBlock,
        [CalloutBug.ResenderMovesTheDataStart] = ContractRule.DataOffsetNotRestored,
        [CalloutBug.ResenderChangesInPlace] = ContractRule.DataChangedInPlace,
        [CalloutBug.ResenderUsesAnotherHandle] = ContractRule.WrongInjectionHandle,
        [CalloutBug.ResenderInjectsAtThePayload] = ContractRule.InjectedDataMisplaced,
        [CalloutBug.HolderForgetsTheReference] = ContractRule.ListUsedAfterCall,
        [CalloutBug.HolderForgetsToAbsorb] = ContractRule.ListKeptWithoutAbsorb,
        [CalloutBug.HolderDereferencesTwice] = ContractRule.DereferencedWithoutReference,
        [CalloutBug.HolderNeverDereferences] = ContractRule.ListNotFreed,
        [CalloutBug.HolderMovesItsClone] = ContractRule.CloneFreedModified,
        [CalloutBug.EditorEnforcesTooMuch] = ContractRule.StreamBytesOutOfRange,
        [CalloutBug.EditorAsksAfterTheEnd] = ContractRule.NeedMoreDataMisuse,
        [CalloutBug.EditorForgetsItsAnswer] = ContractRule.TerminatingDidNotDecide,
        [CalloutBug.EditorInjectsBothWays] = ContractRule.StreamFlagsMisuse,
        [CalloutBug.EditorDefersSends] = ContractRule.DeferOutbound,
        [CalloutBug.EditorContinuesAtOnce] = ContractRule.ContinueInsideClassify,
        [CalloutBug.WaiterForgetsToAbsorb] = ContractRule.PendWithoutAbsorb,
        [CalloutBug.WaiterCompletesTwice] = ContractRule.CompletedTwice,
        [CalloutBug.WaiterNeverCompletes] = ContractRule.PendNotCompleted,
        [CalloutBug.RedirectorForgetsToApply] = ContractRule.WritableDataNotApplied,
        [CalloutBug.RedirectorAppliesTwice] = ContractRule.AppliedWithoutAcquire,
        [CalloutBug.RedirectorForgetsToRelease] = ContractRule.ClassifyHandleUnbalanced,
        [CalloutBug.RedirectorForgetsTheHandle] = ContractRule.RedirectWithoutHandle,
        [CalloutBug.KeeperForgetsItsContexts] = ContractRule.LeakedFlowContext,
        [CalloutBug.KeeperDecides] = ContractRule.InspectionDecided,
        [CalloutBug.KeeperBlocksTheFlow] = ContractRule.InspectionDecided,
    };

    public static TheoryData<CalloutBug> Bugs => [.. Enum.GetValues<CalloutBug>()];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Mutant_IsFoundByItsRule(CalloutBug bug)
    {
        string kind = DriverBench.Kinds.Single(k => bug.ToString().StartsWith(k, StringComparison.Ordinal));
        using DriverBench bench = new(kind, bug);
        Assert.Equal(NtStatus.Success, bench.Driver.Load());
        Exception? stop = Record.Exception(() => bench.Run());

        Assert.True(stop is null or BugCheckException or SocketStatusException, stop?.ToString());
        Assert.True(bench.Engine.Contracts.Count > 0, $"{bug}: nothing was found.");
        ContractViolation found = bench.Engine.Contracts.Violations[0];
        Assert.Equal((bug, _rules[bug]), (bug, found.Rule));
        string text = found.ToString();
        Assert.StartsWith(found.Info.Id, text, StringComparison.Ordinal);
        Assert.EndsWith(found.Info.Remedy + ".", text, StringComparison.Ordinal);
        Assert.Contains(found.Info.Source, text, StringComparison.Ordinal);
    }
}
