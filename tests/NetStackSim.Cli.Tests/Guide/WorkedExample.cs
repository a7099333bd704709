using NetStackSim.Wfp;
using NetStackSim.Wfp.Tests;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>One of the worked examples of arbitration: what stands in three sublayers, S3 the heaviest. Run by the engine, not drawn by hand.</summary>
/// <param name="Id">Its number.</param>
/// <param name="S3">Cells of the heaviest sublayer, heaviest filter first.</param>
/// <param name="S2">Cells of the middle one.</param>
/// <param name="S1">Cells of the lightest.</param>
/// <param name="Why">The rule that it shows.</param>
internal sealed record WorkedExample(string Id, string S3, string S2, string S1, string Why)
{
    internal static readonly WorkedExample[] All =
    [
        new("A1", "", "", "", "nothing matched"),
        new("A2", "PF", "", "", "a filter's permit is soft"),
        new("A3", "PF", "BF", "", "a soft permit is overridden"),
        new("A4", "PF!", "BF", "", "a filter's block is no veto"),
        new("A5", "PF!", "BC", "", "a callout's block without the right is a veto"),
        new("A6", "PF!", "BC", "PF!", "a veto is final"),
        new("A7", "BF", "PF!", "", "a filter's block is hard"),
        new("A8", "BC", "PF", "", "a callout's block is soft unless it clears the right"),
        new("A9", "BC", "", "", "a soft block stands when nobody objects"),
        new("A10", "BC!", "PF!", "", "the callout cleared the right"),
        new("A11", "PC", "BF", "PF", "the block filter is hard"),
        new("A12", "CC", "PF", "", "CONTINUE is no opinion"),
        new("A13", "UT", "PF", "", "a missing callout counts as a block filter"),
        new("A14", "UTP", "", "", "unless the filter permits without it"),
        new("A15", "UI", "BF", "", "a missing inspection callout is ignored"),
        new("A16", "BF PF", "", "", "the heavier filter is asked first"),
        new("A17", "PF BF", "", "", "and the lighter one never"),
        new("A18", "IC BF", "", "", "an inspection does not end the sublayer"),
        new("A19", "TC", "", "", "a terminating callout must decide: CONTINUE counts as BLOCK"),
        new("A20", "IB", "", "PF", "an inspection callout has no say: it counts as CONTINUE"),
        new("A21", "BC!", "PC", "", "writing without the right is ignored, and reported"),
        new("A22", "PF", "PC!", "BF", "the permit became hard on the way"),
    ];

    /// <summary>Runs the example, callouts and all, and tells what happened.</summary>
    internal Explanation Run()
    {
        TestPolicy policy = new();
        Fill(policy, policy.S3, S3);
        Fill(policy, policy.S2, S2);
        Fill(policy, policy.S1, S1);
        using DecisionRecorder recorder = policy.Engine.Record();
        recorder.Decided(policy.Layer, policy.Values, policy.Classify(), correlationId: 0);
        return recorder.Decisions[0].Explanation;
    }

    /// <summary>What stands in a sublayer, in words.</summary>
    internal static string Words(string cells) => cells.Length == 0 ? "-" : string.Join(", then ", cells.Split(' ').Select(static c => CellOf(c).Name));

    private static void Fill(TestPolicy policy, Guid subLayer, string cells)
    {
        string[] parts = cells.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            Cell cell = CellOf(parts[i]);
            Guid callout = cell.Action.IsCallout() ? policy.AddCallout(subLayer + parts[i], cell.Callout) : default;
            Filter filter = new()
            {
                Name = cell.Name,
                LayerKey = policy.Layer.Schema.Key,
                SubLayerKey = subLayer,
                Action = cell.Action,
                CalloutKey = callout,
                Flags = cell.Flags,
                Weight = FwpValue.UInt64((ulong)(100 - i)),
            };
            Assert.True(policy.Session.FilterAdd(filter, out _).IsSuccess);
        }
    }

    private static Cell CellOf(string cell) => cell switch
    {
        "PF" => new("permit filter", FilterActionType.Permit),
        "PF!" => new("permit filter, hard", FilterActionType.Permit, null, FilterFlags.ClearActionRight),
        "BF" => new("block filter", FilterActionType.Block),
        "PC" => new("callout permits", FilterActionType.CalloutUnknown, ScriptedCallout.Permit()),
        "PC!" => new("callout permits, clears the right", FilterActionType.CalloutUnknown, ScriptedCallout.PermitHard()),
        "BC" => new("callout blocks, keeps the right", FilterActionType.CalloutUnknown, ScriptedCallout.BlockSoft()),
        "BC!" => new("callout blocks, clears the right", FilterActionType.CalloutUnknown, ScriptedCallout.BlockHard()),
        "CC" => new("callout continues", FilterActionType.CalloutUnknown, ScriptedCallout.Continue()),
        "IC" => new("inspection callout continues", FilterActionType.CalloutInspection, ScriptedCallout.Continue()),
        "IB" => new("inspection callout blocks", FilterActionType.CalloutInspection, ScriptedCallout.BlockSoft()),
        "TC" => new("terminating callout continues", FilterActionType.CalloutTerminating, ScriptedCallout.Continue()),
        "UT" => new("terminating, not registered", FilterActionType.CalloutTerminating),
        "UTP" => new("not registered, permit if so", FilterActionType.CalloutTerminating, null, FilterFlags.PermitIfCalloutUnregistered),
        "UI" => new("inspection, not registered", FilterActionType.CalloutInspection),
        _ => throw new ArgumentException("no such cell: " + cell, nameof(cell)),
    };

    private sealed record Cell(string Name, FilterActionType Action, ScriptedCallout? Callout = null, FilterFlags Flags = FilterFlags.None);
}
