namespace NetStackSim.Wfp.Tests;

/// <summary>The worked examples A1 to A22 of the specification, one row each, in both engines.</summary>
public sealed class ArbitrationTableTests
{
    /// <summary>Cells: PF PF! BF static; PC PC! BC BC! callout permit and block; CC continue; UT, UTP, UI not registered (P: permit if so); - nothing.</summary>
    public static TheoryData<string, string, string, string, string> Rows() => new()
    {
        { "A1", "-", "-", "-", "Permit default" },
        { "A2", "PF", "-", "-", "Permit" },
        { "A3", "PF", "BF", "-", "Block final" },
        { "A4", "PF!", "BF", "-", "Permit final" },
        { "A5", "PF!", "BC", "-", "Block final veto" },
        { "A6", "PF!", "BC", "PF!", "Block final veto" },
        { "A7", "BF", "PF!", "-", "Block final" },
        { "A8", "BC", "PF", "-", "Permit" },
        { "A9", "BC", "-", "-", "Block" },
        { "A10", "BC!", "PF!", "-", "Block final" },
        { "A11", "PC", "BF", "PF", "Block final" },
        { "A12", "CC", "PF", "-", "Permit" },
        { "A13", "UT", "PF", "-", "Block final" },
        { "A14", "UTP", "-", "-", "Permit" },
        { "A15", "UI", "BF", "-", "Block final" },
        { "A16", "PF:10,BF:20", "-", "-", "Block final" },
        { "A17", "PF:20,BF:10", "-", "-", "Permit" },
        { "A18", "IC:30,BF:20", "-", "-", "Block final" },
        { "A19", "TC", "-", "-", "Block" },
        { "A20", "IB", "-", "PF", "Permit" },
        { "A21", "BC!", "PC", "-", "Block final" },
        { "A22", "PF", "PC!", "BF", "Permit final" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Classify_WorkedExample_DecidesAsTheTableSays(string id, string s3, string s2, string s1, string expected)
    {
        TestPolicy policy = new();
        Dictionary<ulong, ScriptedCallout> callouts = [];
        Fill(policy, policy.S3, s3, callouts);
        Fill(policy, policy.S2, s2, callouts);
        Fill(policy, policy.S1, s1, callouts);

        ClassifyResult fast = policy.Classify();
        ClassifyResult naive = Reference.Classify(policy);

        Assert.Equal((id, expected), (id, Describe(fast)));
        Assert.Equal((id, expected), (id, Describe(naive)));
        Assert.Equal(naive.FilterId, fast.FilterId);
    }

    [Fact]
    public void Classify_PermitWithoutRight_IsReported()
    {
        TestPolicy policy = new();
        Fill(policy, policy.S3, "BC!", []);
        Fill(policy, policy.S2, "PC", []);

        Assert.True(policy.Classify().IsBlock);
        Assert.Equal(ContractRule.PermitWithoutRight, Assert.Single(policy.Engine.Contracts.Violations).Rule);
    }

    [Fact]
    public void Classify_ReturnNormalisation_RaisesContractDiagnostics()
    {
        TestPolicy policy = new();
        Fill(policy, policy.S3, "IB", []);
        Fill(policy, policy.S2, "TC", []);

        Assert.True(policy.Classify().IsBlock);
        Assert.Equal(
            [ContractRule.InspectionDecided, ContractRule.TerminatingDidNotDecide],
            policy.Engine.Contracts.Violations.Select(v => v.Rule));
    }

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

    private static void Fill(TestPolicy policy, Guid subLayer, string cells, Dictionary<ulong, ScriptedCallout> callouts)
    {
        foreach (string cell in cells.Split(','))
        {
            string[] parts = cell.Split(':');
            ulong? weight = parts.Length > 1 ? ulong.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : null;
            (FilterActionType action, ScriptedCallout? callout, FilterFlags flags, bool isCallout) = Cell(parts[0]);
            if (action != FilterActionType.None)
            {
                Guid key = isCallout ? policy.AddCallout(subLayer + cell, callout) : default;
                ulong id = policy.Add(subLayer, action, weight, flags, key);
                if (callout is not null)
                {
                    callouts[id] = callout;
                }
            }
        }
    }

    private static (FilterActionType Action, ScriptedCallout? Callout, FilterFlags Flags, bool IsCallout) Cell(string cell) => cell switch
    {
        "-" => (FilterActionType.None, null, FilterFlags.None, false),
        "PF" => (FilterActionType.Permit, null, FilterFlags.None, false),
        "PF!" => (FilterActionType.Permit, null, FilterFlags.ClearActionRight, false),
        "BF" => (FilterActionType.Block, null, FilterFlags.None, false),
        "PC" => (FilterActionType.CalloutUnknown, ScriptedCallout.Permit(), FilterFlags.None, true),
        "PC!" => (FilterActionType.CalloutUnknown, ScriptedCallout.PermitHard(), FilterFlags.None, true),
        "BC" => (FilterActionType.CalloutUnknown, ScriptedCallout.BlockSoft(), FilterFlags.None, true),
        "BC!" => (FilterActionType.CalloutUnknown, ScriptedCallout.BlockHard(), FilterFlags.None, true),
        "CC" => (FilterActionType.CalloutUnknown, ScriptedCallout.Continue(), FilterFlags.None, true),
        "IC" => (FilterActionType.CalloutInspection, ScriptedCallout.Continue(), FilterFlags.None, true),
        "IB" => (FilterActionType.CalloutInspection, ScriptedCallout.BlockSoft(), FilterFlags.None, true),
        "TC" => (FilterActionType.CalloutTerminating, ScriptedCallout.Continue(), FilterFlags.None, true),
        "UT" => (FilterActionType.CalloutTerminating, null, FilterFlags.None, true),
        "UTP" => (FilterActionType.CalloutTerminating, null, FilterFlags.PermitIfCalloutUnregistered, true),
        "UI" => (FilterActionType.CalloutInspection, null, FilterFlags.None, true),
        _ => throw new ArgumentException("no such cell: " + cell, nameof(cell)),
    };

    private static string Describe(ClassifyResult result) =>
        result.Action + (result.IsDefault ? " default" : string.Empty) + (result.IsHard ? " final" : string.Empty) + (result.IsVeto ? " veto" : string.Empty);
}
