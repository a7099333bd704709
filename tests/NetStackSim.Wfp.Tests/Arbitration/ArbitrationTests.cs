namespace NetStackSim.Wfp.Tests;

/// <summary>What the worked examples of the specification leave out.</summary>
public sealed class ArbitrationTests
{
    [Fact]
    public void Classify_HardBlock_StillAsksLowerSubLayersWithoutTheRight()
    {
        TestPolicy policy = new();
        ScriptedCallout look2 = ScriptedCallout.Continue();
        ScriptedCallout look1 = ScriptedCallout.Continue();
        ulong block = policy.Add(policy.S3, FilterActionType.Block);
        policy.Add(policy.S2, FilterActionType.CalloutInspection, callout: policy.AddCallout("look2", look2));
        policy.Add(policy.S1, FilterActionType.CalloutInspection, 20, callout: policy.AddCallout("look1", look1));
        ulong permit = policy.Add(policy.S1, FilterActionType.Permit, 10);

        ClassifyResult result = policy.Classify();

        Assert.Equal([false], look2.EntryRights);
        Assert.Equal([FilterActionType.Block], look1.Entries);
        Assert.Equal(block, result.FilterId);
        Assert.Equal(2, result.Terminating.Count);
        Assert.Equal((block, TerminatingEffect.Decided), (result.Terminating[0].Filter.Id, result.Terminating[0].Effect));
        Assert.Equal((permit, TerminatingEffect.Ignored), (result.Terminating[1].Filter.Id, result.Terminating[1].Effect));
    }

    [Fact]
    public void Classify_TerminatingCalloutThatWritesNothing_KeepsTheEarlierDecision()
    {
        TestPolicy policy = new();
        policy.Add(policy.S3, FilterActionType.Permit);
        policy.Add(policy.S2, FilterActionType.CalloutTerminating, callout: policy.AddCallout("silent", ScriptedCallout.Untouched()));

        Assert.False(policy.Classify().IsBlock);
    }

    [Fact]
    public void Classify_ManySubLayersTerminate_AllAreListed()
    {
        TestPolicy policy = new();
        for (ushort i = 0; i < 20; i++)
        {
            policy.Add(policy.AddSubLayer("T" + i, (ushort)(0x4000 + i)), FilterActionType.Permit);
        }

        ClassifyResult result = policy.Classify();

        Assert.Equal(20, result.Terminating.Count);
        Assert.Equal(0x4000 + 19, result.Terminating[0].Filter.SubLayerWeight);
        Assert.Equal(0x4000, result.Terminating[19].Filter.SubLayerWeight);
    }
}
