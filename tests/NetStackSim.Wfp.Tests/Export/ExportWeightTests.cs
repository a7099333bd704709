namespace NetStackSim.Wfp.Tests;

/// <summary>Automatic weights against the ones that Windows computed on real machines.</summary>
public sealed class ExportWeightTests
{
    [ExportFact]
    public void Compute_EveryFilterOfEveryExport_GetsWindowsWeight()
    {
        foreach (string path in ExportData.Files)
        {
            WfpExport export = ExportData.Read(path);
            LayerCatalog catalog = export.Catalog ?? LayerCatalog.Current;
            int all = 0;
            List<string> wrong = [];
            foreach (ExportedFilter exported in export.Filters)
            {
                Filter filter = exported.Filter;
                if (filter.Weight.Type == FwpDataType.UInt64)
                {
                    continue;
                }

                all++;
                LayerSchema layer = catalog.Find(filter.LayerKey)!;
                ulong computed = EffectiveWeight.Of(layer, filter.Weight, filter.Conditions, AutoWeight.Default);
                if (computed != filter.EffectiveWeight)
                {
                    wrong.Add($"{layer.Name} {filter.Id}: {computed:x} instead of {filter.EffectiveWeight:x}: {string.Join("; ", filter.Conditions)}");
                }
            }

            Assert.True(wrong.Count == 0, $"{path}: {wrong.Count} of {all} differ\n{string.Join('\n', wrong.Take(20))}");
        }
    }

    [ExportFact]
    public void Report_WithoutEffectiveWeights_ComputesTheSame()
    {
        foreach (string path in ExportData.Files)
        {
            WfpExport whole = ExportData.Read(path);
            string stripped = System.Text.RegularExpressions.Regex.Replace(whole.Write(), @"\t*<effectiveWeight>.*?</effectiveWeight>\n", string.Empty, System.Text.RegularExpressions.RegexOptions.Singleline);
            Assert.True(WfpExport.TryRead(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(stripped)), out WfpExport? bare, out _));

            WeightReport report = WeightReport.Of(bare);

            Assert.All(report.Items, i => Assert.Null(i.Exported));
            Assert.Equal(WeightReport.Of(whole).Items.Select(i => (i.FilterId, i.Exported)), report.Items.Select(i => (i.FilterId, (ulong?)i.Computed)));
            Assert.Equal(1, WeightReport.Of(whole).Share);
        }
    }

    [ExportFact]
    public void Report_ListOfAnOlderBuildWithoutWeights_FindsTheFieldListsByItsPackages()
    {
        foreach (string path in ExportData.Files.Where(static p => p.Contains("state", StringComparison.Ordinal)))
        {
            WfpExport state = ExportData.Read(path);
            string list = System.Text.RegularExpressions.Regex.Replace(state.Write(ExportPart.Filters), @"\t*<effectiveWeight>.*?</effectiveWeight>\n", string.Empty, System.Text.RegularExpressions.RegexOptions.Singleline);
            Assert.True(WfpExport.TryRead(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(list)), out WfpExport? bare, out PolicyError? error), error?.ToString());

            WeightReport report = WeightReport.Of(bare);

            Assert.Equal(
                WeightReport.Of(state).Items.Select(static i => (i.FilterId, i.Exported)).Order(),
                report.Items.Select(static i => (i.FilterId, (ulong?)i.Computed)).Order());
        }
    }

    [ExportFact]
    public void Report_SchemaWithoutSomeLayers_StillWeighsEveryFilter()
    {
        string path = ExportData.Files.Single(static p => p.EndsWith("b.wfpstate.xml.gz", StringComparison.Ordinal));
        WfpExport state = ExportData.Read(path);
        WfpExport older = OtherBuild.Older(path).Import();
        Assert.Equal(WeightReport.Of(state).Filters, WeightReport.Of(state, older).Filters);
    }
}
