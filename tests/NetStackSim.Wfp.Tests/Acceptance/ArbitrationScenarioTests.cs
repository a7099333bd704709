namespace NetStackSim.Wfp.Tests;

/// <summary>Acceptance scenarios about sublayers, rights and what callouts return.</summary>
public sealed class ArbitrationScenarioTests
{
    [Theory]
    [EngineCases]
    public void Scenario21_Veto_OnlyACalloutOverridesAHardPermit(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        ulong permit = policy.Add(policy.S3, FilterActionType.Permit, flags: FilterFlags.ClearActionRight);
        ulong block = policy.Add(policy.S2, FilterActionType.Block);
        ClassifyResult result = policy.Classify();
        Assert.Equal((FilterActionType.Permit, permit, false), (result.Action, result.FilterId, result.IsVeto));
        ScriptedCallout blocks = ScriptedCallout.BlockSoft();
        ulong veto = policy.Add(policy.S1, FilterActionType.CalloutTerminating, callout: policy.AddCallout("blocks", blocks));
        result = policy.Classify();
        Assert.Equal((FilterActionType.Block, veto, true, true), (result.Action, result.FilterId, result.IsVeto, result.IsHard));
        Assert.Equal([FilterActionType.Permit], blocks.Entries);
        Assert.Equal([false], blocks.EntryRights);
        Assert.Equal([permit, block, veto], Terminating(result));
        Assert.Equal(1, policy.Layer.Vetoes);
        Assert.Empty(policy.Engine.Contracts.Violations);
    }

    [Theory]
    [EngineCases]
    public void Scenario21_SoftPermit_IsOverriddenWithoutAVeto(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        policy.Add(policy.S3, FilterActionType.Permit);
        ulong block = policy.Add(policy.S1, FilterActionType.CalloutUnknown, callout: policy.AddCallout("blocks", ScriptedCallout.BlockHard()));
        ClassifyResult result = policy.Classify();
        Assert.Equal((FilterActionType.Block, block, false), (result.Action, result.FilterId, result.IsVeto));
    }

    [Theory]
    [EngineCases]
    public void Scenario22_AllSublayersEvaluated_InspectionsRunWithoutTheRight(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        ScriptedCallout second = ScriptedCallout.Continue();
        ScriptedCallout first = ScriptedCallout.Continue();
        ulong block = policy.Add(policy.S3, FilterActionType.Block);
        policy.Add(policy.S2, FilterActionType.CalloutInspection, weight: 9, callout: policy.AddCallout("two", second));
        ulong permit2 = policy.Add(policy.S2, FilterActionType.Permit, weight: 1);
        policy.Add(policy.S1, FilterActionType.CalloutInspection, weight: 9, callout: policy.AddCallout("one", first));
        ulong permit1 = policy.Add(policy.S1, FilterActionType.Permit, weight: 1);

        ClassifyResult result = policy.Classify();
        Assert.Equal((FilterActionType.Block, block, true), (result.Action, result.FilterId, result.IsHard));
        Assert.Equal([FilterActionType.Block], second.Entries);
        Assert.Equal([false], second.EntryRights);
        Assert.Equal([FilterActionType.Block], first.Entries);
        Assert.Equal([false], first.EntryRights);
        Assert.Equal([block, permit2, permit1], Terminating(result));
        Assert.Empty(policy.Engine.Contracts.Violations);
    }

    [Theory]
    [EngineCases]
    public void Scenario22_CalloutsAfterAHardDecision_CanBeLeftOut(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier, RunCalloutsAfterHardDecision = false });
        ScriptedCallout look = ScriptedCallout.Continue();
        ulong block = policy.Add(policy.S3, FilterActionType.Block);
        policy.Add(policy.S1, FilterActionType.CalloutInspection, callout: policy.AddCallout("one", look));
        Assert.Equal([block], Terminating(policy.Classify()));
        Assert.Empty(look.Entries);
    }

    [Theory]
    [EngineCases]
    public void Scenario23_SameSublayerShadowing(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        ulong permit = policy.Add(policy.S2, FilterActionType.Permit, weight: 9);
        ulong shadowed = policy.Add(policy.S2, FilterActionType.Block, weight: 1);
        Assert.Equal([permit], Terminating(policy.Classify()));
        Assert.Equal(0, policy.Engine.FindFilter(shadowed)!.Hits);
        policy.Session.FilterDeleteById(shadowed);
        ulong effective = policy.Add(policy.S1, FilterActionType.Block, weight: 1);
        ClassifyResult result = policy.Classify();
        Assert.Equal((FilterActionType.Block, effective), (result.Action, result.FilterId));
        Assert.Equal([permit, effective], Terminating(result));
    }

    [Theory]
    [EngineCases(false)]
    [EngineCases(true)]
    public void Scenario24_ClearActionRight_OnACalloutIsARequestThatItHonours(LayerId layer, ClassifierKind classifier, bool asks)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        ScriptedCallout permits = new(static (RuntimeFilter filter, ref ClassifyOut output) => output.Permit(filter));
        FilterFlags flags = asks ? FilterFlags.ClearActionRight : FilterFlags.None;
        ulong permit = policy.Add(policy.S2, FilterActionType.CalloutUnknown, flags: flags, callout: policy.AddCallout("permits", permits));
        ulong block = policy.Add(policy.S1, FilterActionType.Block);
        ClassifyResult result = policy.Classify();
        Assert.Equal(asks ? (FilterActionType.Permit, permit) : (FilterActionType.Block, block), (result.Action, result.FilterId));
        Assert.True(result.IsHard);
    }

    [Theory]
    [EngineCases]
    public void Scenario24_ClearActionRight_DoesNotHardenWhatNobodyDecided(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        FilterFlags flags = FilterFlags.ClearActionRight | FilterFlags.PermitIfCalloutUnregistered;
        policy.Add(policy.S2, FilterActionType.CalloutTerminating, flags: flags, callout: policy.AddCallout("gone", null));
        ulong block = policy.Add(policy.S1, FilterActionType.Block);
        Assert.Equal(block, policy.Classify().FilterId);
    }

    [Theory]
    [EngineCases]
    public void Scenario24_RightSetAgain_IsIgnoredAndReported(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        ulong permit = policy.Add(policy.S3, FilterActionType.Permit, flags: FilterFlags.ClearActionRight);
        ScriptedCallout sets = new(static (RuntimeFilter _, ref ClassifyOut output) =>
        {
            output.Rights |= ClassifyRights.ActionWrite;
            output.Action = FilterActionType.Permit;
        });
        policy.Add(policy.S2, FilterActionType.CalloutTerminating, callout: policy.AddCallout("sets", sets));
        policy.Add(policy.S1, FilterActionType.Block);
        ClassifyResult result = policy.Classify();
        Assert.Equal((FilterActionType.Permit, permit, true), (result.Action, result.FilterId, result.IsHard));
        Assert.Equal([ContractRule.RightSetAgain], policy.Engine.Contracts.Violations.Select(static v => v.Rule));
    }

    [Theory]
    [EngineCases]
    public void Scenario25_ReturnNormalisation_RaisesDiagnostics(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        ulong terminating = policy.Add(policy.S2, FilterActionType.CalloutTerminating, callout: policy.AddCallout("continues", ScriptedCallout.Continue()));
        ClassifyResult result = policy.Classify();
        Assert.Equal((FilterActionType.Block, terminating), (result.Action, result.FilterId));
        Assert.Equal([(ContractRule.TerminatingDidNotDecide, terminating)], policy.Engine.Contracts.Violations.Select(static v => (v.Rule, v.FilterId)));

        TestPolicy other = new(layer, new WfpSemantics { Classifier = classifier });
        ulong inspection = other.Add(other.S2, FilterActionType.CalloutInspection, callout: other.AddCallout("blocks", ScriptedCallout.BlockHard()));
        ulong permit = other.Add(other.S1, FilterActionType.Permit);
        result = other.Classify();
        Assert.Equal((FilterActionType.Permit, permit, false), (result.Action, result.FilterId, result.IsHard));
        Assert.Equal([(ContractRule.InspectionDecided, inspection)], other.Engine.Contracts.Violations.Select(static v => (v.Rule, v.FilterId)));
    }

    [Theory]
    [EngineCases(FilterActionType.CalloutTerminating, false, true)]
    [EngineCases(FilterActionType.CalloutUnknown, false, true)]
    [EngineCases(FilterActionType.CalloutTerminating, true, false)]
    [EngineCases(FilterActionType.CalloutUnknown, true, false)]
    [EngineCases(FilterActionType.CalloutInspection, false, false)]
    public void Scenario27_MissingCallout_BlocksUnlessToldOtherwise(LayerId layer, ClassifierKind classifier, FilterActionType action, bool permits, bool blocks)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        Guid callout = policy.AddCallout("later", null);
        FilterFlags flags = permits ? FilterFlags.PermitIfCalloutUnregistered : FilterFlags.None;
        policy.Add(policy.S2, action, flags: flags, callout: callout);
        Assert.Equal(blocks, policy.Classify().IsBlock);
        ScriptedCallout present = ScriptedCallout.BlockHard();
        policy.Engine.Callouts.Register(callout, present, CalloutFlags.None, out _);
        Assert.Equal((action != FilterActionType.CalloutInspection, 1), (policy.Classify().IsBlock, present.Entries.Count));
        policy.Engine.Callouts.Unregister(callout);
        Assert.Equal((blocks, 1), (policy.Classify().IsBlock, present.Entries.Count));
    }

    internal static List<ulong> Terminating(in ClassifyResult result)
    {
        List<ulong> ids = [];
        for (int i = 0; i < result.Terminating.Count; i++)
        {
            ids.Add(result.Terminating[i].Filter.Id);
        }

        return ids;
    }
}
