using System.Runtime.CompilerServices;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>What this machine allows: blocks of one segment from a working set that fits the second-level cache.</summary>
internal static class MachineLimits
{
    private const int Block = 1460;
    private const int Stride = 2112;
    private const int Blocks = 128;
    private const int Rounds = 2000;

    private static readonly byte[] Source = new byte[Stride * Blocks];
    private static readonly byte[] Target = new byte[Stride * Blocks];
    private static uint s_sink;

    /// <summary>Copy and checksum, in Gbit/s per CPU-second.</summary>
    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        if (options.Wants("machine.copy"))
        {
            yield return new("machine.copy", CpuMeter.Rate(Copy), "Gbit/s");
        }

        if (options.Wants("machine.checksum"))
        {
            yield return new("machine.checksum", CpuMeter.Rate(Checksum), "Gbit/s");
        }
    }

    private static double Copy()
    {
        for (int round = 0; round < Rounds; round++)
        {
            CopyBlocks();
        }

        return (double)Rounds * Blocks * Block * 8 / 1e9;
    }

    private static double Checksum()
    {
        for (int round = 0; round < Rounds; round++)
        {
            SumBlocks();
        }

        return (double)Rounds * Blocks * Block * 8 / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CopyBlocks()
    {
        for (int offset = 0; offset < Source.Length; offset += Stride)
        {
            Source.AsSpan(offset, Block).CopyTo(Target.AsSpan(offset, Block));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SumBlocks()
    {
        for (int offset = 0; offset < Source.Length; offset += Stride)
        {
            s_sink += InternetChecksum.Fold(InternetChecksum.Sum(Source.AsSpan(offset, Block)));
        }
    }
}
