using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Live;

/// <summary>What a host dropped.</summary>
/// <param name="Host">The host.</param>
/// <param name="Total">Blocks by filters since the start.</param>
/// <param name="Blocks">The newest of them, newest first.</param>
/// <param name="Counts">All drops by layer, reason and filter.</param>
internal sealed record LiveDrops(string Host, long Total, IReadOnlyList<DropExplanation> Blocks, IReadOnlyList<DiscardCount> Counts)
{
    /// <summary>Looks at a host.</summary>
    public static LiveDrops Of(SimHost host, FilterEngine engine)
    {
        List<DropExplanation> blocks = [];
        for (int i = 0; i < engine.Drops.Count; i++)
        {
            blocks.Add(engine.Drops[i]);
        }

        return new LiveDrops(host.Name, engine.Drops.Total, blocks, engine.Discards?.Snapshot() ?? []);
    }
}
