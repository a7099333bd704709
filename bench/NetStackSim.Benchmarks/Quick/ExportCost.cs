using NetStackSim.Benchmarks.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>What a classification at ALE_AUTH_CONNECT_V4 costs under the policies of real machines, whose exports are not part of the project.</summary>
internal static class ExportCost
{
    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        if (ExportSet.Folder is not { } folder)
        {
            Console.Error.WriteLine("wfp.export: skipped, there are no exports: set NETSTACKSIM_DATA to the folder that holds wfp-exports");
            yield break;
        }

        foreach (string path in Directory.GetFiles(folder, "*.xml.gz").Order(StringComparer.Ordinal))
        {
            string name = "wfp.export." + string.Join('.', Path.GetFileName(path).Split('.')[..2]);
            if (!options.Wants(name) && !name.StartsWith(options.Only!, StringComparison.Ordinal))
            {
                continue;
            }

            ImportedPolicy policy = ExportSet.Load(path);
            yield return new(name + ".filters", ExportSet.Misses(policy).Filters, "filters");
            yield return new(name + ".hit", PerClassify(ExportSet.Hits(policy)), "ns");
            yield return new(name + ".miss", PerClassify(ExportSet.Misses(policy)), "ns");
            yield return new(name + ".mixed", PerClassify(ExportSet.Mixed(policy)), "ns");
        }
    }

    private static double PerClassify(ExportSet set) => 1e9 / CpuMeter.Rate(() => set.Classify(50_000), warmUpSeconds: 0.4);
}
