using NetStackSim.Packets;

namespace NetStackSim.Wfp.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Classify_ThousandFiltersAndACallout_AllocatesNothing()
    {
        TestPolicy policy = new(LayerId.OutboundTransportV4);
        policy.Session.TransactionBegin();
        for (uint i = 0; i < 1000; i++)
        {
            policy.Add(policy.S1, FilterActionType.Block, conditions: policy.On("IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.UInt32(i)));
        }

        policy.Add(policy.S3, FilterActionType.CalloutInspection, callout: policy.AddCallout("look", new Quiet()));
        policy.Session.TransactionCommit();
        for (uint i = 0; i < 1000; i++)
        {
            Fill(policy.Values, i);
            policy.Classify();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 1000; i++)
        {
            Fill(policy.Values, i + 500);
            policy.Classify();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1500, policy.Layer.Blocks);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(40)]
    public void Classify_ManySubLayersTerminate_AllocatesNothing_AndKeptResultsStayWhole(int subLayers)
    {
        TestPolicy policy = new(LayerId.OutboundTransportV4);
        ulong[] ids = [.. Enumerable.Range(0, subLayers).Select(i => policy.Add(policy.AddSubLayer($"many {i}", (ushort)(0x8000 - i)), FilterActionType.Permit))];
        ulong last = policy.Add(policy.S1, FilterActionType.Block);
        for (uint i = 0; i < 1000; i++)
        {
            Drop(policy);
        }

        IReadOnlyList<NetEvent> kept = policy.Engine.NetEvents.Snapshot();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 1000; i++)
        {
            Drop(policy);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.All(kept.Concat(policy.Engine.NetEvents.Snapshot()), e => Assert.Equal([.. ids, last], e.Terminating.Select(static t => t.FilterId)));
    }

    [Fact]
    public void Terminating_KeptResult_IsNotTheRoomThatTheEngineUsesAgain()
    {
        TestPolicy policy = new();
        Guid[] keys = [.. Enumerable.Range(0, 20).Select(i => policy.AddSubLayer($"many {i}", (ushort)(0x8000 - i)))];
        foreach (Guid key in keys)
        {
            policy.Add(key, FilterActionType.Permit);
        }

        ClassifyResult kept = default;
        ClassifyResult first = policy.Classify();
        kept.Keep(first);
        Guid[] before = [.. Enumerable.Range(0, kept.Terminating.Count).Select(i => kept.Terminating[i].Filter.SubLayer.Key)];
        policy.Add(keys[19], FilterActionType.Block);
        for (int i = 0; i < 100; i++)
        {
            policy.Classify();
        }

        Assert.Equal(keys, before);
        Assert.Equal(FilterActionType.Permit, kept.Terminating[19].Action);
        kept.Keep(policy.Classify());
        Assert.Equal(FilterActionType.Block, kept.Terminating[19].Action);
    }

    private static void Drop(TestPolicy policy)
    {
        ClassifyResult result = policy.Classify();
        policy.Engine.NetEvents.Dropped(policy.Values, result);
    }

    private static void Fill(ClassifyValues values, uint address)
    {
        values.Set(OutboundTransportField.IpProtocol, (byte)6);
        values.Set(OutboundTransportField.IpRemoteAddress, IpAddress.FromV4(address));
        values.Set(OutboundTransportField.IpRemotePort, (ushort)80);
    }

    private sealed class Quiet : ICallout
    {
        public void Classify(
            ClassifyValues values,
            ref ClassifyMetadata metadata,
            object? layerData,
            RuntimeFilter filter,
            ulong flowContext,
            ref ClassifyOut output) => output.Continue();
    }
}
