using System.Globalization;

namespace NetStackSim.Wfp.Tests;

/// <summary>
/// A row of the table of worked examples: what the sublayers hold, and all that a classification says about it, in one line of text. Cells: PF BF filters,
/// PC BC callouts that permit or block, ! for hard, CC IC TC callouts that continue, IB an inspection that blocks, UT UTP UI callouts that are not
/// registered, each with its weight behind a colon on request.
/// </summary>
internal sealed class WorkedExample
{
    private readonly TestPolicy _policy;
    private readonly Dictionary<ulong, string> _names = [];
    private readonly List<string> _asked = [];

    internal WorkedExample(LayerId layer, ClassifierKind classifier, string s3 = "-", string s2 = "-", string s1 = "-")
    {
        _policy = new TestPolicy(layer, new WfpSemantics { Classifier = classifier });
        Fill("S3", _policy.S3, s3);
        Fill("S2", _policy.S2, s2);
        Fill("S1", _policy.S1, s1);
    }

    /// <summary>What the verifier reported.</summary>
    internal IEnumerable<ContractRule> Violations => _policy.Engine.Contracts.Violations.Select(static v => v.Rule);

    /// <summary>Classifies, and records the net event of a block as the layers' shims do.</summary>
    /// <param name="decision">The decision, and which filter made it.</param>
    /// <param name="terminating">The terminating filter of each sublayer, hard or soft, and what became of its opinion.</param>
    /// <param name="asked">Which callouts were asked, with the decision so far and whether they had the right to change it.</param>
    internal void Expect(string decision, string terminating, string asked = "")
    {
        ClassifyResult result = _policy.Classify();
        string by = result.Filter is null ? "default" : _names[result.FilterId];
        string said = $"{result.Action} {(result.IsHard ? "hard" : "soft")}{(result.IsVeto ? " veto" : string.Empty)} by {by}";
        List<string> list = [];
        for (int i = 0; i < result.Terminating.Count; i++)
        {
            TerminatingFilter one = result.Terminating[i];
            list.Add($"{_names[one.Filter.Id]} {one.Action} {(one.IsHard ? "hard" : "soft")} {one.Effect}");
        }

        Assert.Equal((decision, terminating, asked), (said, string.Join(", ", list), string.Join(", ", _asked)));
        CheckNetEvent(result);
    }

    private void CheckNetEvent(in ClassifyResult result)
    {
        if (!result.IsBlock)
        {
            return;
        }

        _policy.Engine.NetEvents.Dropped(_policy.Values, result);
        NetEvent dropped = Assert.Single(_policy.Engine.NetEvents.Snapshot());
        Assert.Equal((NetEventType.ClassifyDrop, result.FilterId, _policy.Layer.Schema.Id), (dropped.Type, dropped.FilterId, dropped.LayerId));
        Assert.Equal(result.Terminating.Count, dropped.Terminating.Count);
        for (int i = 0; i < result.Terminating.Count; i++)
        {
            Assert.Equal(result.Terminating[i].Filter.Id, dropped.Terminating[i].FilterId);
        }
    }

    private void Fill(string name, Guid subLayer, string cells)
    {
        foreach (string cell in cells.Split(','))
        {
            string[] parts = cell.Split(':');
            ulong? weight = parts.Length > 1 ? ulong.Parse(parts[1], CultureInfo.InvariantCulture) : null;
            (FilterActionType action, ScriptedCallout.Classifier? classify) = Cell(parts[0]);
            if (action == FilterActionType.None)
            {
                continue;
            }

            string called = $"{name}:{parts[0]}";
            FilterFlags flags = parts[0] switch { "PF!" => FilterFlags.ClearActionRight, "UTP" => FilterFlags.PermitIfCalloutUnregistered, _ => FilterFlags.None };
            Guid callout = action.IsCallout() ? _policy.AddCallout(called, classify is null ? null : Watched(called, classify)) : default;
            _names.Add(_policy.Add(subLayer, action, weight, flags, callout), called);
        }
    }

    private ScriptedCallout Watched(string called, ScriptedCallout.Classifier classify) => new((RuntimeFilter filter, ref ClassifyOut output) =>
    {
        _asked.Add($"{called} {output.Action}{(output.CanWrite ? "+" : "-")}");
        classify(filter, ref output);
    });

    private static (FilterActionType Action, ScriptedCallout.Classifier? Classify) Cell(string cell) => cell switch
    {
        "-" => (FilterActionType.None, null),
        "PF" or "PF!" => (FilterActionType.Permit, null),
        "BF" => (FilterActionType.Block, null),
        "PC" => (FilterActionType.CalloutUnknown, Returns(FilterActionType.Permit)),
        "PC!" => (FilterActionType.CalloutUnknown, Returns(FilterActionType.Permit, isHard: true)),
        "BC" => (FilterActionType.CalloutUnknown, Returns(FilterActionType.Block)),
        "BC!" => (FilterActionType.CalloutUnknown, Returns(FilterActionType.Block, isHard: true)),
        "CC" => (FilterActionType.CalloutUnknown, Returns(FilterActionType.Continue)),
        "IC" => (FilterActionType.CalloutInspection, Returns(FilterActionType.Continue)),
        "IB" => (FilterActionType.CalloutInspection, Returns(FilterActionType.Block)),
        "TC" => (FilterActionType.CalloutTerminating, Returns(FilterActionType.Continue)),
        "UT" or "UTP" => (FilterActionType.CalloutTerminating, null),
        "UI" => (FilterActionType.CalloutInspection, null),
        _ => throw new ArgumentException("no such cell: " + cell, nameof(cell)),
    };

    private static ScriptedCallout.Classifier Returns(FilterActionType action, bool isHard = false) => (RuntimeFilter _, ref ClassifyOut output) =>
    {
        output.Action = action;
        output.Rights &= isHard ? ~ClassifyRights.ActionWrite : output.Rights;
    };
}
