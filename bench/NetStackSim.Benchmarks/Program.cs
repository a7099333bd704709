using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NetStackSim.Benchmarks.Quick;

namespace NetStackSim.Benchmarks;

/// <summary>
/// <c>-- quick [--json FILE] [--only NAME] [--bytes N]</c> prints every figure in under a minute; anything else goes to BenchmarkDotNet.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length > 0 && args[0] == "quick")
        {
            return QuickRun.Execute(args.AsSpan(1));
        }

        // Generated benchmark projects would restore packages of their own: run inside this process instead.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
        return 0;
    }
}
