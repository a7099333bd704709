using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>Filters that come and go one by one: what is enforced is at each moment what a policy made at once would be.</summary>
public sealed class IncrementalCommitTests
{
    [Theory]
    [InlineData(TieOrder.Newest)]
    [InlineData(TieOrder.Oldest)]
    [InlineData(TieOrder.SeededRandom)]
    public void Commit_FiltersComeAndGoOneByOne_EqualsTheReference(TieOrder ties)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            RandomStream random = new RandomStreams(seed)["commits"];
            TestPolicy policy = new(semantics: new WfpSemantics { FilterTies = ties, TieSeed = seed });
            Guid[] callouts = [policy.AddCallout("watch", ScriptedCallout.Continue()), policy.AddCallout("none", null)];
            List<ulong> live = [];
            for (int step = 0; step < 500; step++)
            {
                Change(random, policy, callouts, live);
                Compare(random, policy, live.Count, (seed, step));
            }
        }
    }

    [Fact]
    public void Commit_FilterThatHidOthersGoes_TheyAreFoundAgain()
    {
        TestPolicy policy = new();
        policy.Session.TransactionBegin();
        for (int i = 0; i < 300; i++)
        {
            policy.Add(policy.S1, FilterActionType.Block, 1, conditions: policy.On("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16((ushort)i)));
        }

        ulong all = policy.Add(policy.S1, FilterActionType.Permit, 9);
        policy.Session.TransactionCommit();
        policy.Values.Set(AleAuthConnectField.IpRemotePort, (ushort)7);
        Assert.False(policy.Classify().IsBlock);

        Assert.True(policy.Session.FilterDeleteById(all).IsSuccess);

        Assert.True(policy.Classify().IsBlock);
    }

    [Fact]
    public void Commit_OneFilterOfMany_LeavesTheIndexOfTheOthersAlone()
    {
        TestPolicy policy = new();
        policy.Session.TransactionBegin();
        for (int i = 0; i < 3_000; i++)
        {
            Port(policy, i);
        }

        policy.Session.TransactionCommit();
        IndexNode? index = policy.Layer.Snapshot.SubLayers[0].Index;

        ulong added = Port(policy, 5_000);
        Assert.True(policy.Session.FilterDeleteById(added - 100).IsSuccess);

        Assert.Same(index, policy.Layer.Snapshot.SubLayers[0].Index);
        Assert.Equal(3_000, policy.Layer.FilterCount);
        Assert.Equal(3_000, policy.Layer.Snapshot.SubLayers[0].Filters.Length);
    }

    private static ulong Port(TestPolicy policy, int port) =>
        policy.Add(policy.S1, FilterActionType.Block, 1, conditions: policy.On("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16((ushort)port)));

    private static void Change(RandomStream random, TestPolicy policy, Guid[] callouts, List<ulong> live)
    {
        bool inTransaction = random.Chance(0.3);
        if (inTransaction)
        {
            policy.Session.TransactionBegin();
        }

        for (int i = inTransaction ? random.Next(20) : 1; i > 0; i--)
        {
            if (live.Count > 0 && random.Chance(0.45))
            {
                int at = random.Next(live.Count);
                Assert.True(policy.Session.FilterDeleteById(live[at]).IsSuccess);
                live.RemoveAt(at);
            }
            else
            {
                live.Add(Add(random, policy, callouts));
            }
        }

        if (inTransaction)
        {
            Assert.True(policy.Session.TransactionCommit().IsSuccess);
        }
    }

    private static ulong Add(RandomStream random, TestPolicy policy, Guid[] callouts)
    {
        bool asks = random.Chance(0.2);
        FilterCondition[] conditions = random.Chance(0.03)
            ? []
            : [policy.On("IP_REMOTE_PORT", random.Chance(0.2) ? FwpMatchType.Less : FwpMatchType.Equal, FwpValue.UInt16((ushort)random.Next(40)))];
        return policy.Add(
            random.Chance(0.7) ? policy.S1 : policy.S2,
            asks ? FilterActionType.CalloutUnknown : random.Chance(0.5) ? FilterActionType.Block : FilterActionType.Permit,
            (ulong)random.Next(6),
            callout: asks ? callouts[random.Next(2)] : default,
            conditions: conditions);
    }

    private static void Compare(RandomStream random, TestPolicy policy, int live, (ulong Seed, int Step) at)
    {
        Assert.Equal((at, live), (at, policy.Layer.FilterCount));
        bool asks = false;
        foreach (SubLayerSnapshot subLayer in policy.Layer.Snapshot.SubLayers)
        {
            foreach (RuntimeFilter filter in subLayer.Filters)
            {
                asks |= !filter.IsStatic;
            }
        }

        Assert.Equal((at, asks), (at, policy.Layer.HasCallouts));
        for (int i = 0; i < 6; i++)
        {
            policy.Values.Set(AleAuthConnectField.IpRemotePort, (ushort)random.Next(42));
            ClassifyResult naive = Reference.Classify(policy);
            ClassifyResult fast = policy.Classify();
            Assert.Equal((at, naive.Action, naive.FilterId, naive.IsHard, naive.IsVeto), (at, fast.Action, fast.FilterId, fast.IsHard, fast.IsVeto));
        }
    }
}
