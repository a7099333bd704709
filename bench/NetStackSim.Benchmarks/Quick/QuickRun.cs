using System.Globalization;
using System.Text.Json;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>The quick mode: every figure once, one line each.</summary>
internal static class QuickRun
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Each entry measures the figures of one name prefix.</summary>
    private static readonly (string Prefix, Func<QuickOptions, IEnumerable<QuickResult>> Measure)[] Sections =
    [
        ("machine", MachineLimits.Measure),
        ("tcp.bulk.1460.stream", StreamBulk.Measure),
        ("tcp.bulk", BulkTcp.Measure),
        ("tcp.pingpong.1", PingPong.Measure),
        ("udp.64", Datagrams.Measure),
        ("tcp.connections", Connections.Measure),
        ("ip.forward", Forwarding.Measure),
        ("filter.passthrough", FilterCost.Measure),
        ("wfp.empty-layer", FilterCost.MeasureEmptyLayer),
        ("chain", BulkTcp.MeasureChains),
        ("alloc.segment", BulkTcp.MeasureAllocation),
        ("memory.idle-connection", Connections.MeasureMemory),
        ("copies", BulkTcp.MeasureCopies),
    ];

    /// <summary>Figures that take longer: measured only when <c>--only</c> names them.</summary>
    private static readonly (string Prefix, Func<QuickOptions, IEnumerable<QuickResult>> Measure)[] OnDemand =
    [
        ("mux", MuxCost.Measure),
        ("wfp.classify", ClassifyCost.Measure),
        ("wfp.empty-classify", ClassifyCost.MeasureEmpty),
        ("wfp.flow-cached", FlowCacheCost.Measure),
        ("wfp.worst", WorstCaseCost.Measure),
        ("wfp.export", ExportCost.Measure),
        ("wfp.commit", ClassifyCost.MeasureCommit),
        ("wfp.one", ClassifyCost.MeasureOneCommit),
        ("wfp.alloc", ClassifyCost.MeasureAllocation),
        ("wfp.bulk", ClassifyCost.MeasureBulk),
    ];

    /// <summary>Runs what was asked for.</summary>
    /// <returns>The exit code: 0, or 2 for wrong usage.</returns>
    public static int Execute(ReadOnlySpan<string> args)
    {
        if (QuickOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine("usage: quick [--json FILE] [--only NAME] [--bytes N]");
            return 2;
        }

        var results = new List<QuickResult>();
        foreach (var (prefix, measure) in options.Only is null ? Sections : [.. Sections, .. OnDemand])
        {
            if (options.Only is null || options.Only.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(options.Only, StringComparison.Ordinal))
            {
                foreach (QuickResult result in measure(options))
                {
                    Print(result);
                    results.Add(result);
                }
            }
        }

        if (options.JsonFile is { } file)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(results, JsonOptions));
        }

        return 0;
    }

    private static void Print(QuickResult result) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Name,-28} {result.Value,12:0.00} {result.Unit}"));
}
