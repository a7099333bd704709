using System.Text;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>Exports of builds that nobody has seen: everything goes on, and what is not known is said.</summary>
public sealed class OtherBuildTests
{
    private static readonly string[] NewFields = ["RESERVED", "ALE_PACKAGE_FAMILY_NAME"];
    private static readonly string[] MoreNewFields = [.. NewFields, "ALE_EFFECTIVE_NAME", "COMPARTMENT_ID", "ALE_SECURITY_ATTRIBUTE_FQBN_VALUE", "IPSEC_SECURITY_REALM_ID"];

    private static IEnumerable<string> States => ExportData.Files.Where(static p => p.Contains("wfpstate", StringComparison.Ordinal));

    [ExportFact]
    public void Older_AllFields_RoundTripAndEveryFilterIsEnforcedOrReported()
    {
        foreach (string path in States)
        {
            OtherBuild build = OtherBuild.Older(path, MoreNewFields);
            WfpExport export = build.Import();
            Assert.Equal(build.Text(), export.Write());
            ImportedPolicy policy = ImportedPolicy.Load(export);
            Assert.All(policy.NotEnforced, static f => Assert.True(
                f.NotEnforced!.StartsWith("boot-time", StringComparison.Ordinal) || f.NotEnforced.Contains("FWP_E_CONDITION_NOT_FOUND", StringComparison.Ordinal), f.NotEnforced));
            int reported = policy.NotEnforced.Count();
            Assert.Equal(export.Filters.Count - reported, Enforced(policy));
            Assert.Equal(reported, PolicyLint.Check(policy).Count(static f => f.Rule == LintRule.NotEnforced));
            Assert.NotEqual("undecidable", FlowAdvisor.Load(export).Answer(Ask("""{"direction":"in","remoteAddress":"1.2.3.4"}""", policy)).Decision);
        }
    }

    [ExportFact]
    public void Older_FieldListOfAnOlderMachine_GivesThatMachinesWeights()
    {
        WfpExport older = ExportData.Read(States.Single(static p => p.EndsWith("c.wfpstate.xml.gz", StringComparison.Ordinal)));
        foreach (string path in States)
        {
            WfpExport export = OtherBuild.Older(path, NewFields).Import();
            Assert.All(export.Filters, static f => Assert.False(f.HasEffectiveWeight));
            Assert.Equal(WeightReport.Of(export, older).Items, WeightReport.Of(export).Items);
        }
    }

    [ExportFact]
    public void Newer_Everything_RoundTripsAndUnknownFiltersAreReportedWithTheirLine()
    {
        foreach (string path in States)
        {
            OtherBuild build = OtherBuild.Newer(path);
            WfpExport export = build.Import();
            Assert.Equal(build.Text(), export.Write());
            ImportedPolicy policy = ImportedPolicy.Load(export);
            string[] reasons = [.. policy.NotEnforced.Select(static f => f.NotEnforced!).Where(static r => !r.StartsWith("boot-time", StringComparison.Ordinal))];
            Assert.Equal(3, reasons.Length);
            Assert.Contains("unknown action FWP_ACTION_BITMAP_INDEX_SET", reasons[0], StringComparison.Ordinal);
            Assert.Contains("unknown match type FWP_MATCH_FUTURE", reasons[1], StringComparison.Ordinal);
            Assert.Contains("unknown type FWP_FUTURE_TYPE", reasons[2], StringComparison.Ordinal);
            Assert.All(reasons, static r => Assert.StartsWith("line ", r, StringComparison.Ordinal));
            Assert.Equal(export.Filters.Count - policy.NotEnforced.Count(), Enforced(policy));
            Assert.Contains(WeightReport.Of(export).Items, static i => i.Layer == "FWPM_LAYER_FUTURE_V4");
        }
    }

    [ExportFact]
    public void Newer_Questions_AreAnsweredAsBefore()
    {
        foreach (string path in States)
        {
            FlowAdvisor before = FlowAdvisor.Load(ExportData.Read(path));
            FlowAdvisor after = FlowAdvisor.Load(OtherBuild.Newer(path).Import());
            NaiveQuestions questions = new(NaiveMachine.Read(path), new RandomStreams(12)[Path.GetFileName(path)]);
            for (int i = 0; i < 200; i++)
            {
                string text = questions.Next(i);
                FlowAnswer expected = before.Answer(Ask(text, before.Policy));
                FlowAnswer actual = after.Answer(Ask(text, after.Policy));
                Assert.Equal((text, expected.Decision, expected.Filter?.Id, expected.Layer), (text, actual.Decision, actual.Filter?.Id, actual.Layer));
            }
        }
    }

    [ExportFact]
    public void Newer_FieldThatOnlyThatBuildHas_CanBeAskedByName()
    {
        ImportedPolicy policy = ImportedPolicy.Load(OtherBuild.Newer(States.First()).Import());
        FlowQuestion question = Ask("""{"direction":"out","remoteAddress":"1.2.3.4","fields":{"FUTURE":7,"FWPM_CONDITION_COMPARTMENT_ID":1}}""", policy);
        Assert.Equal(FwpValue.UInt32(7), question.Values["FUTURE"]);
        Assert.False(FlowQuestionReader.TryRead("""{"direction":"out","remoteAddress":"1.2.3.4","fields":{"FUTURE":7}}"""u8, 3, out _, out PolicyError? error));
        Assert.Equal((3, "fields.FUTURE"), (error.Line, error.Element));
    }

    [ExportFact]
    public void Newer_WeightsOfLayersWithNewFields_FollowTheRule()
    {
        foreach (string path in States)
        {
            WfpExport export = OtherBuild.Newer(path).Import();
            foreach (LayerSchema layer in export.Catalog!.Layers)
            {
                SlotRule.Check(layer);
            }
        }
    }

    [ExportFact]
    public void Newer_ListOfItsFilters_BringsItsLayersAndFieldsAlong()
    {
        foreach (string path in States)
        {
            WfpExport state = OtherBuild.Newer(path).Import();
            string text = state.Write(ExportPart.Filters).Replace("FWPM_CONDITION_IP_REMOTE_PORT", "FWPM_CONDITION_FUTURE_PORT", StringComparison.Ordinal);
            Assert.True(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out WfpExport? list, out PolicyError? error), error?.ToString());
            ImportedPolicy policy = ImportedPolicy.Load(list);
            Assert.Equal(ImportedPolicy.Load(state).NotEnforced.Count(), policy.NotEnforced.Count());
            Assert.Equal(WeightReport.Of(state).Filters, WeightReport.Of(list).Filters);
            Assert.True(policy.Engine.Catalog.Find("FUTURE_V4")!.Fields.Length > 0);
            Assert.Equal(text, list.Write());
            FlowQuestion question = Ask("""{"direction":"out","remoteAddress":"1.2.3.4","fields":{"FUTURE_PORT":443}}""", policy);
            Assert.Equal(FwpValue.UInt16(443), question.Values["FUTURE_PORT"]);
        }
    }

    private static int Enforced(ImportedPolicy policy)
    {
        int enforced = 0;
        foreach (LayerSchema layer in policy.Engine.Catalog.Layers)
        {
            enforced += policy.Engine.Layer(layer.Id).FilterCount;
        }

        return enforced;
    }

    private static FlowQuestion Ask(string text, ImportedPolicy policy)
    {
        bool read = FlowQuestionReader.TryRead(Encoding.UTF8.GetBytes(text), 1, policy.Engine.Catalog, out FlowQuestion? question, out PolicyError? error);
        Assert.True(read, error?.ToString());
        return question!;
    }
}
