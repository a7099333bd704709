using System.Text;

namespace NetStackSim.Wfp.Tests;

public sealed class PolicyLintTests
{
    private int _nextId = 1;

    [Fact]
    public void Check_HeavierFilterCoversALighter_IsShadowed()
    {
        IReadOnlyList<LintFinding> findings = Lint(
            Item("PERMIT", 20, Range("IP_REMOTE_PORT", 1, 100)), Item("BLOCK", 10, Port("IP_REMOTE_PORT", 80)), Item("BLOCK", 10, Port("IP_REMOTE_PORT", 200)));
        LintFinding finding = Assert.Single(findings);
        Assert.Equal((LintRule.Shadowed, 2UL, 1UL), (finding.Rule, finding.FilterId, finding.OtherFilterId));
    }

    [Fact]
    public void Check_EqualWeightsThatOverlapAndDisagree_AreFound()
    {
        IReadOnlyList<LintFinding> findings = Lint(
            Item("PERMIT", 10, Range("IP_REMOTE_PORT", 1, 100)), Item("BLOCK", 10, Range("IP_REMOTE_PORT", 50, 200)), Item("BLOCK", 10, Port("IP_REMOTE_PORT", 300)));
        LintFinding finding = Assert.Single(findings);
        Assert.Equal(LintRule.EqualWeights, finding.Rule);
    }

    [Fact]
    public void Check_UpperCaseApplicationId_NeverMatches()
    {
        string blob = Convert.ToHexString(Encoding.Unicode.GetBytes("\\Device\\App.exe\0"));
        string condition = $"<item><fieldKey>FWPM_CONDITION_ALE_APP_ID</fieldKey><matchType>FWP_MATCH_EQUAL</matchType><conditionValue><type>FWP_BYTE_BLOB_TYPE</type><byteBlob><data>{blob}</data></byteBlob></conditionValue></item>";
        Assert.Equal(LintRule.NeverMatches, Assert.Single(Lint(Item("BLOCK", 10, condition))).Rule);
    }

    [Fact]
    public void Check_NotEqualTwiceAndApart_IsFoundTwice()
    {
        string not1 = Port("IP_REMOTE_PORT", 1).Replace("MATCH_EQUAL", "MATCH_NOT_EQUAL", StringComparison.Ordinal);
        string not2 = Port("IP_REMOTE_PORT", 2).Replace("MATCH_EQUAL", "MATCH_NOT_EQUAL", StringComparison.Ordinal);
        IReadOnlyList<LintFinding> findings = Lint(Item("BLOCK", 10, not1 + Port("IP_LOCAL_PORT", 5) + not2));
        Assert.Equal([LintRule.ScatteredAlternatives, LintRule.NotEqualAlternatives], findings.Select(f => f.Rule));
    }

    [Fact]
    public void Check_ProviderWithoutFilters_LeftItsSubLayersAndCallouts()
    {
        const string key = "{5eed5eed-0000-4000-8000-00000000000";
        string text = "<wfpstate><timeStamp/><providers><item><providerKey>" + key + "1}</providerKey><displayData><name>Gone Ltd</name></displayData></item></providers>"
            + "<subLayers><item><subLayerKey>" + key + "2}</subLayerKey><providerKey>" + key + "1}</providerKey><weight>7</weight></item></subLayers><layers/></wfpstate>";
        Assert.True(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out WfpExport? export, out PolicyError? error), error?.ToString());
        LintFinding finding = Assert.Single(PolicyLint.Check(ImportedPolicy.Load(export)));
        Assert.Equal((LintRule.LeftBehind, 0UL), (finding.Rule, finding.FilterId));
        Assert.Contains("\"Gone Ltd\"", finding.Message, StringComparison.Ordinal);
        Assert.Contains("sublayers: 1, callouts: 0", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TenThousandFiltersOfTheirOwnPorts_FindsNothing()
    {
        IReadOnlyList<string> items = [.. Enumerable.Range(1, 10_000).Select(i => Item(i % 2 == 0 ? "PERMIT" : "BLOCK", (ulong)(i / 4), Port("IP_REMOTE_PORT", i) + Port("IP_LOCAL_PORT", i % 97)))];
        ImportedPolicy policy = Load([.. items]);

        Assert.Empty(PolicyLint.Check(policy));
    }

    [Fact]
    public void Diff_AddedBlock_NamesTheTrafficThatChanges()
    {
        ImportedPolicy before = Load(Item("PERMIT", 10, Port("IP_REMOTE_PORT", 443)));
        _nextId = 100;
        ImportedPolicy after = Load(Item("PERMIT", 10, Port("IP_REMOTE_PORT", 443)), Item("BLOCK", 20, Port("IP_REMOTE_PORT", 80)));

        PolicyDiff diff = PolicyDiff.Of(before, after);

        Assert.Empty(diff.OnlyBefore);
        Assert.Single(diff.OnlyAfter);
        TrafficChange change = Assert.Single(diff.Changes);
        Assert.Equal(("f101", null), (change.AfterFilter!.Name, change.BeforeFilter));
        Assert.Equal(("IP_REMOTE_PORT=80", FilterActionType.Permit, FilterActionType.Block, 101UL), (change.Traffic, change.Before, change.After, change.AfterFilterId));
    }

    [ExportFact]
    public void Check_EveryExport_FindsTheShadowsThatComparingAllPairsFinds()
    {
        foreach (string path in ExportData.Files)
        {
            ImportedPolicy policy = ImportedPolicy.Load(ExportData.Read(path));
            List<(ulong, ulong)> expected = [];
            foreach (LayerSchema layer in policy.Engine.Catalog.Layers)
            {
                foreach (SubLayerSnapshot subLayer in policy.Engine.Layer(layer.Id).Snapshot.SubLayers)
                {
                    RuntimeFilter[] filters = [.. subLayer.Filters];
                    expected.AddRange(filters.SelectMany((f, i) => filters.Take(i).Where(h => h.IsStatic && FieldSets.Contains(h.Tests, f.Tests)).Take(1).Select(h => (f.Id, h.Id))));
                }
            }

            Assert.Equal(expected, PolicyLint.Check(policy).Where(static f => f.Rule == LintRule.Shadowed).Select(static f => (f.FilterId, f.OtherFilterId)));
        }
    }

    [ExportFact]
    public void CheckAndDiff_EveryExport_EndInTime()
    {
        List<ImportedPolicy> policies = [.. ExportData.Files.Select(f => ImportedPolicy.Load(ExportData.Read(f)))];
        foreach (ImportedPolicy policy in policies)
        {
            Assert.NotEmpty(PolicyLint.Check(policy));
            PolicyDiff same = PolicyDiff.Of(policy, policy);
            Assert.Empty(same.OnlyBefore);
            Assert.Empty(same.Changes);
        }

        Assert.NotEmpty(PolicyDiff.Of(policies[0], policies[1]).Changes);
    }

    private static string Port(string field, int port) =>
        $"<item><fieldKey>FWPM_CONDITION_{field}</fieldKey><matchType>FWP_MATCH_EQUAL</matchType><conditionValue><type>FWP_UINT16</type><uint16>{port}</uint16></conditionValue></item>";

    private static string Range(string field, int low, int high) =>
        $"<item><fieldKey>FWPM_CONDITION_{field}</fieldKey><matchType>FWP_MATCH_RANGE</matchType><conditionValue><type>FWP_RANGE_TYPE</type><rangeValue>"
        + $"<valueLow><type>FWP_UINT16</type><uint16>{low}</uint16></valueLow><valueHigh><type>FWP_UINT16</type><uint16>{high}</uint16></valueHigh></rangeValue></conditionValue></item>";

    private static ImportedPolicy Load(params string[] items)
    {
        string text = "<wfpdiag><filters>" + string.Concat(items) + "</filters></wfpdiag>";
        Assert.True(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out WfpExport? export, out PolicyError? error), error?.ToString());
        return ImportedPolicy.Load(export!);
    }

    private static IReadOnlyList<LintFinding> Lint(params string[] items) => PolicyLint.Check(Load(items));

    private string Item(string action, ulong weight, string conditions)
    {
        int id = _nextId++;
        return $"<item><filterKey>{new Guid(id, 0, 0, new byte[8]):B}</filterKey><displayData><name>f{id}</name></displayData>"
            + "<layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey><subLayerKey>FWPM_SUBLAYER_UNIVERSAL</subLayerKey>"
            + $"<weight><type>FWP_UINT64</type><uint64>{weight}</uint64></weight><filterCondition>{conditions}</filterCondition>"
            + $"<action><type>FWP_ACTION_{action}</type></action><filterId>{id}</filterId>"
            + $"<effectiveWeight><type>FWP_UINT64</type><uint64>{weight}</uint64></effectiveWeight></item>";
    }
}
