namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>The structured attacks: each row of the catalogue does its worst to a fresh host, then the host must answer, hold little and leave nothing.</summary>
public sealed class AttackTests
{
    private static readonly Dictionary<string, Attack> Catalogue =
        LinkAttacks.All.Concat(IPv4Attacks.All).Concat(FragmentAttacks.All).Concat(IcmpAttacks.All).Concat(IPv6Attacks.All).Concat(DiscoveryAttacks.All)
            .Concat(UdpAttacks.All).Concat(SegmentAttacks.All).Concat(ConnectionAttacks.All).Concat(FloodAttacks.All).ToDictionary(attack => attack.ToString());

    public static TheoryData<string> Names => [.. Catalogue.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Attack_LeavesTheHostAliveAndWhole(string name)
    {
        using var rig = new AttackRig();
        long drops = rig.TotalDrops;

        Catalogue[name].Run(rig);

        Assert.True(rig.TotalDrops > drops, "Nothing was counted as dropped.");
        rig.AssertAlive();
        rig.Stop();
    }
}
