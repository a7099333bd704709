using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Simulation;

namespace NetStackSim.Testing;

/// <summary>What must be true of a whole network at the end of a test.</summary>
public static class NetworkAssertions
{
    /// <summary>Shuts every host down and fails when anything did not come back: a buffer, a frame, an IRP, a timer, a socket.</summary>
    /// <param name="network">The network; its programme has ended and closed what it opened.</param>
    /// <exception cref="NetworkAssertionException">Something is outstanding; the message names it and its host.</exception>
    public static void AssertNoLeaks(this SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Require(network.Shutdown(), "the network");
    }

    /// <summary>Fails when anything of one host is outstanding now; the host stays up.</summary>
    /// <param name="host">The host.</param>
    /// <exception cref="NetworkAssertionException">Something is outstanding.</exception>
    public static void AssertNoLeaks(this SimHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Require(host.Kernel.CheckLeaks(), host.Name);
    }

    /// <summary>Fails when any host or wire dropped anything.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="NetworkAssertionException">There were drops; the message lists place, reason and number.</exception>
    public static void AssertNoDrops(this SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        string drops = DescribeDrops(network);
        if (drops.Length > 0)
        {
            throw new NetworkAssertionException($"Nothing should have been dropped:\n{drops}");
        }
    }

    /// <summary>Fails unless a host dropped exactly so many packets for a reason.</summary>
    /// <param name="host">The host.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="NetworkAssertionException">It is another number; the message lists all drops of the host.</exception>
    public static void AssertDrops(this SimHost host, in DropReason reason, long count)
    {
        ArgumentNullException.ThrowIfNull(host);
        long actual = host.Kernel.Drops[reason];
        if (actual != count)
        {
            var text = new StringBuilder($"{host.Name} should have dropped {count} for {reason}, it dropped {actual}. All its drops:\n");
            Append(text, host.Name, host.Kernel.Drops);
            throw new NetworkAssertionException(text.ToString());
        }
    }

    /// <summary>
    /// Fails unless every frame that entered a link was delivered, is under way, or was lost for a counted reason. Call it when no frame was corrupted in
    /// its length and no link was unplugged.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <exception cref="NetworkAssertionException">A link lost or made frames; the message has its counters.</exception>
    public static void AssertLinksConserve(this SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (Link link in network.Links)
        {
            Require(link, link.AToB);
            Require(link, link.BToA);
        }
    }

    private static void Require(LeakReport report, string where)
    {
        if (!report.IsClean)
        {
            throw new NetworkAssertionException($"Not everything of {where} came back:\n{report}");
        }
    }

    private static void Require(Link link, LinkDirection direction)
    {
        LinkCounters c = direction.Counters;
        long gone = c.FramesDelivered + c.Lost + c.QueueDrops + c.RuleDrops - c.Duplicated;
        if (direction.BatchesInFlight == 0 && gone != c.FramesOffered)
        {
            throw new NetworkAssertionException(
                $"{link.Name}, {direction.Name}: {c.FramesOffered} frames entered and {c.Duplicated} were doubled, but {c.FramesDelivered} were delivered, "
                + $"{c.Lost} lost, {c.QueueDrops} found the queue full and {c.RuleDrops} were dropped by rules.");
        }
    }

    private static string DescribeDrops(SimNetwork network)
    {
        var text = new StringBuilder();
        Append(text, "wire", network.Wire.Drops);
        foreach (SimHost host in network.Hosts)
        {
            Append(text, host.Name, host.Kernel.Drops);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string where, DropCounters drops)
    {
        foreach (DropCount drop in drops.Snapshot())
        {
            if (drop.Count > 0)
            {
                text.Append($"  {where}: {drop.Reason} {drop.Count} times, {drop.Bytes} bytes\n");
            }
        }
    }
}
