using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Scenario 58: what a data-logging driver counts at the discard layers, in virtual time and with eight threads in real time.</summary>
public sealed class DiscardCounterTests
{
    [Theory]
    [LabCases]
    public void Scenario58_DiscardCounters_AddUpByLayerAndReason(IpFamily family, ClassifierKind classifier)
    {
        using DiscardCase study = new(family, classifier, senders: 1, pacer: null);
        study.Run(_ =>
        {
            foreach ((int _, Action send) in study.Traffic())
            {
                send();
            }

            return Task.CompletedTask;
        });
        Check(study);
    }

    [Theory]
    [LabCases]
    public void Scenario58_EightSendersInRealTime_GiveTheSameSums(IpFamily family, ClassifierKind classifier)
    {
        using RealTimePacer pacer = new();
        using DiscardCase study = new(family, classifier, senders: 8, pacer);
        using Barrier start = new(study.Senders);
        List<Thread> threads = [];
        study.Run(async loop =>
        {
            int ended = 0;
            TaskCompletionSource done = new();
            foreach (IGrouping<int, (int Sender, Action Send)> share in study.Traffic().GroupBy(static t => t.Sender))
            {
                (int Sender, Action Send)[] sends = [.. share];
                Thread thread = new(() =>
                {
                    start.SignalAndWait();
                    foreach ((int _, Action send) in sends)
                    {
                        loop.Post(static action => ((Action)action!)(), send);
                        Thread.Yield();
                    }

                    loop.Post(
                        _ =>
                        {
                            if (++ended == study.Senders)
                            {
                                done.SetResult();
                            }
                        },
                        null);
                });
                threads.Add(thread);
                thread.Start();
            }

            await done.Task;
        });
        threads.ForEach(static thread => thread.Join());
        Check(study);
    }

    private static void Check(DiscardCase study)
    {
        Assert.Equal((100, 100), study.Counts["INBOUND_IPPACKET"]);
        Assert.Equal((30, 0), study.Counts["INBOUND_TRANSPORT"]);
        Assert.Equal((50, 50), study.Counts["ALE_AUTH_RECV_ACCEPT"]);
        Assert.Equal(
            [KeyValuePair.Create($"ALE_AUTH_RECV_ACCEPT {study.AcceptFilter}", 50), KeyValuePair.Create($"INBOUND_IPPACKET {study.PacketFilter}", 100)], study.Filters);
        Assert.Equal(
            [KeyValuePair.Create("INBOUND_TRANSPORT ChecksumInvalid", 10), KeyValuePair.Create("INBOUND_TRANSPORT EndpointNotFound", 20)], study.Reasons);
        Assert.Equal(5, study.AbsorbedPackets);
        Assert.Equal((100L, 50L), (study.Engine.FindFilter(study.PacketFilter)!.Hits, study.Engine.FindFilter(study.AcceptFilter)!.Hits));
        Assert.Empty(study.Engine.Contracts.Violations);
    }
}
