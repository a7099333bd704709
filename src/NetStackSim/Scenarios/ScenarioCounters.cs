using NetStackSim.Kernel;
using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>Reads the counters of a network in a fixed order.</summary>
internal static class ScenarioCounters
{
    /// <summary>Statistics of stacks and links that are not zero.</summary>
    public static List<KeyValuePair<string, long>> Collect(SimNetwork network)
    {
        List<KeyValuePair<string, long>> counters = [];
        foreach (SimHost host in network.Hosts)
        {
            foreach (KeyValuePair<string, long> statistic in host.Stack.Store.GetStatistics())
            {
                Add(counters, $"{host.Name}/{statistic.Key}", statistic.Value);
            }
        }

        foreach (Link link in network.Links)
        {
            Add(counters, $"{link.Name}/a-b", link.AToB.Counters);
            Add(counters, $"{link.Name}/b-a", link.BToA.Counters);
        }

        return counters;
    }

    /// <summary>Drops of hosts, then those between them.</summary>
    public static List<KeyValuePair<string, long>> CollectDrops(SimNetwork network)
    {
        List<KeyValuePair<string, long>> drops = [];
        foreach (SimHost host in network.Hosts)
        {
            Add(drops, host.Name, host.Kernel.Drops);
        }

        Add(drops, "wire", network.Wire.Drops);
        return drops;
    }

    private static void Add(List<KeyValuePair<string, long>> drops, string place, DropCounters counters)
    {
        foreach (DropCount drop in counters.Snapshot())
        {
            Add(drops, $"{place}/{drop.Reason}", drop.Count);
        }
    }

    private static void Add(List<KeyValuePair<string, long>> counters, string direction, LinkCounters link)
    {
        Add(counters, direction + "/frames.offered", link.FramesOffered);
        Add(counters, direction + "/frames.delivered", link.FramesDelivered);
        Add(counters, direction + "/bytes.delivered", link.BytesDelivered);
        Add(counters, direction + "/frames.lost", link.Lost);
        Add(counters, direction + "/frames.queue-drops", link.QueueDrops);
        Add(counters, direction + "/frames.duplicated", link.Duplicated);
        Add(counters, direction + "/frames.reordered", link.Reordered);
        Add(counters, direction + "/frames.corrupted", link.Corrupted);
    }

    private static void Add(List<KeyValuePair<string, long>> counters, string name, long value)
    {
        if (value != 0)
        {
            counters.Add(new KeyValuePair<string, long>(name, value));
        }
    }
}
