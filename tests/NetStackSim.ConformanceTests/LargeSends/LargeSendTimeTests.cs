using System.Globalization;
using NetStackSim.ConformanceTests.Support;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.ConformanceTests.LargeSends;

/// <summary>Where a large send is cut and where segments are joined must not be seen in virtual time: not by the programme, not by the peer.</summary>
public sealed class LargeSendTimeTests
{
    private const long Bytes = 3_000_000;

    public static TheoryData<string, IpFamily, bool> Settings
    {
        get
        {
            TheoryData<string, IpFamily, bool> data = new();
            foreach (string link in new[] { "cable", "delay", "long", "rate", "slow", "queue", "lossy", "bursts", "wide", "eager", "moderated" })
            {
                data.Add(link, IpFamily.V4, false);
                data.Add(link, IpFamily.V6, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Transfer_WithCutsEarlyOrLate_EndsAtTheSameTimeWithTheSameAcknowledgments(string link, IpFamily family, bool timestamps)
    {
        List<string> results = [];
        foreach (bool largeSends in new[] { false, true })
        {
            foreach (bool coalescing in new[] { false, true })
            {
                foreach (bool capture in new[] { false, true })
                {
                    if (!capture || link != "cable")
                    {
                        results.Add($"{Run(link, family, timestamps, largeSends, coalescing, capture)} lso={largeSends} rsc={coalescing} capture={capture}");
                    }
                }
            }
        }

        string first = results[0][..results[0].IndexOf(" lso", StringComparison.Ordinal)];
        Assert.All(results, each => Assert.StartsWith(first, each, StringComparison.Ordinal));
    }

    private static string Run(string link, IpFamily family, bool timestamps, bool largeSends, bool coalescing, bool capture)
    {
        using var pair = new BulkPair(new BulkSettings
        {
            Family = family,
            Timestamps = timestamps,
            SenderOffloads = Offloads(largeSends, coalescing: false),
            ReceiverOffloads = Offloads(largeSends: false, coalescing),
            Link = LinkOf(link),
            Hashing = true,
            OutstandingSends = 24,
            Profile = ProfileOf(link),
            ReceiverNic = link == "moderated" ? new VirtualNicOptions { InterruptModerationNs = 400_000, InterruptModerationFrames = 30 } : null,
        });
        using var file = new MemoryStream();
        using WireCapture? tap = capture ? new WireCapture(pair.Network.Loop, file) : null;
        tap?.Attach(pair.Link!);
        var uncut = new LargeFrameCounter();
        pair.A.Nic.Observer = uncut;
        long opened = pair.Network.NowNs;
        pair.Transfer(Bytes);
        long ended = pair.Network.NowNs - opened;
        pair.Network.RunFor(TimeSpan.FromMilliseconds(100));
        string result = string.Create(
            CultureInfo.InvariantCulture,
            $"{ended} ns, hash {pair.ReceivedHash:X16}, {pair.B.Nic.Statistics.OutUcastPkts} acknowledging frames, {pair.A.Nic.Statistics.OutUcastPkts} data frames");
        Assert.Empty(pair.Stop().Leaks);
        bool passesUncut = largeSends && coalescing && (LinkOf(link) is not { } options || (options.BitsPerSecond == 0 && options.Loss == 0));
        Assert.Equal(passesUncut, uncut.Count > 0);
        return result;
    }

    // Checksums are offloaded in any case; the two cuts are what differs.
    private static OffloadCapabilities Offloads(bool largeSends, bool coalescing)
    {
        OffloadCapabilities all = VirtualNicOptions.AllOffloads;
        return all with
        {
            LargeSendV1 = largeSends ? all.LargeSendV1 : default,
            LargeSendV2IPv4 = largeSends ? all.LargeSendV2IPv4 : default,
            LargeSendV2IPv6 = largeSends ? all.LargeSendV2IPv6 : default,
            CoalesceIPv4 = coalescing,
            CoalesceIPv6 = coalescing,
        };
    }

    private static StackProfile ProfileOf(string name) => name switch
    {
        // More segments at one instant than one DPC indicates.
        "wide" => StackProfile.Windows11 with { TcpInitialWindowSegments = 650, TcpInitialReceiveBuffer = 1 << 20, TcpSynAckWindow = 65535 },

        "moderated" => StackProfile.Windows11 with { TcpInitialWindowSegments = 50 },

        // Every second segment is acknowledged, also inside a batch.
        "eager" => StackProfile.Windows11 with { TcpAckPerBatch = false },
        _ => StackProfile.Windows11,
    };

    private static LinkOptions? LinkOf(string name) => name switch
    {
        "delay" => new LinkOptions { DelayNs = 1_000_000 },
        "rate" => new LinkOptions { DelayNs = 500_000, BitsPerSecond = 1_000_000_000 },
        "moderated" => new LinkOptions { DelayNs = 150_000 },
        "wide" or "eager" => new LinkOptions { DelayNs = 1_000_000 },
        "long" => new LinkOptions { DelayNs = 20_000_000 },
        "lossy" => new LinkOptions { DelayNs = 500_000, BitsPerSecond = 200_000_000, Loss = 0.01, Reorder = 0.01, Duplicate = 0.01 },
        "bursts" => new LinkOptions { DelayNs = 3_000_000, Loss = 0.005 },
        "slow" => new LinkOptions { DelayNs = 5_000_000, BitsPerSecond = 20_000_000 },
        "queue" => new LinkOptions { DelayNs = 2_000_000, BitsPerSecond = 100_000_000, QueueFrames = 60 },
        _ => null,
    };
}
