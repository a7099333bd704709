using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

/// <summary>A card that knows its groups by a hash: strangers come as far as NDIS, and no further.</summary>
public sealed class ImperfectFilterTests
{
    [Fact]
    public void Groups_MatchedByHash_WantedOnesAlwaysPassAndStrangersEndAtNdis()
    {
        NicFixture perfect = New(false);
        NicFixture imperfect = New(true);
        byte[][] frames = [.. Enumerable.Range(0, 256).Select(i => TestFrames.Plain(0x0100_5E00_0000 + (ulong)i, 1, 100))];
        foreach (NicFixture nic in (NicFixture[])[perfect, imperfect])
        {
            nic.Deliver(frames);
            nic.Deliver(TestFrames.Plain(NicFixture.Mac, 1, 100), TestFrames.Plain(0x0200_0000_0BBB, 1, 100));
            nic.Loop.RunUntilIdle();
        }

        Assert.Equal([0x05, 0x07], perfect.Indicated.Take(2).Select(x => (int)x.Bytes[5]));
        Assert.Equal(perfect.Indicated.Select(x => x.Bytes), imperfect.Indicated.Select(x => x.Bytes));
        Assert.All(perfect.Indicated, x => Assert.True(x.Flags.HasFlag(ReceiveFlags.PerfectFiltered)));
        Assert.All(imperfect.Indicated, x => Assert.False(x.Flags.HasFlag(ReceiveFlags.PerfectFiltered)));
        Assert.Equal(255, perfect.Kernel.Drops[NicDropReasons.Filtered]);
        Assert.InRange(imperfect.Kernel.Drops[NicDropReasons.Filtered], 200, 254);
        imperfect.AssertClean();
    }

    private static NicFixture New(bool imperfect)
    {
        NicFixture nic = new(new VirtualNicOptions { ImperfectMulticastFilter = imperfect });
        nic.Request(OidRequest.Set(Oid.Ethernet8023MulticastList, new byte[] { 1, 0, 0x5E, 0, 0, 5, 1, 0, 0x5E, 0, 0, 7 }.AsMemory()));
        return nic;
    }
}
