namespace NetStackSim.Wfp.Tests;

/// <summary>Costs of filters, callouts and layers: the same numbers in every run, nothing while nobody measures.</summary>
public sealed class CostMeterTests
{
    [Theory]
    [InlineData(ClassifierKind.Compiled)]
    [InlineData(ClassifierKind.Reference)]
    public void Filters_AreCountedAsTheSpecificationAsksThem(ClassifierKind classifier)
    {
        TestPolicy policy = new(semantics: new WfpSemantics { Classifier = classifier });
        ulong light = policy.Add(policy.S1, FilterActionType.Block, 1);
        ulong both = policy.Add(
            policy.S1,
            FilterActionType.Permit,
            2,
            conditions: [policy.On("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(6)), policy.On("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(80))]);
        policy.Values.Set(AleAuthConnectField.IpProtocol, (byte)6);
        using CostMeter meter = policy.Engine.MeasureCosts();
        foreach (ushort port in new ushort[] { 80, 81, 81 })
        {
            policy.Values.Set(AleAuthConnectField.IpRemotePort, port);
            Assert.Equal(port == 80 ? FilterActionType.Permit : FilterActionType.Block, policy.Classify().Action);
        }

        Assert.Equal([both, light], meter.Filters.Select(static f => f.FilterId));
        Assert.Equal((3, 1, 1, 6), (meter.Filters[0].Asked, meter.Filters[0].Matches, meter.Filters[0].Hits, meter.Filters[0].Comparisons));
        Assert.Equal((2, 2, 2, 0), (meter.Filters[1].Asked, meter.Filters[1].Matches, meter.Filters[1].Hits, meter.Filters[1].Comparisons));
        Assert.Equal((3, 6, 0), (meter.Layers[0].Classifications, meter.Layers[0].Comparisons, meter.Layers[0].RealNs));
        Assert.Equal((1, 2), (policy.Engine.FindFilter(both)!.Hits, policy.Engine.FindFilter(light)!.Hits));
        Assert.Equal((1, 2), (policy.Layer.Permits, policy.Layer.Blocks));
    }

    [Fact]
    public void Callouts_AreTimedByTheClockThatIsGiven()
    {
        TestPolicy policy = new();
        SteppingClock clock = new();
        policy.Add(policy.S1, FilterActionType.CalloutTerminating, callout: policy.AddCallout("slow", ScriptedCallout.BlockHard()));
        using CostMeter meter = policy.Engine.MeasureCosts(clock);
        policy.Classify();
        policy.Classify();

        CalloutCost cost = Assert.Single(meter.Callouts);
        Assert.Equal(("slow", 2, 2000, 0), (cost.Name, cost.Calls, cost.RealNs, cost.VirtualNs));
        Assert.Equal(6000, meter.Layers[0].RealNs);
    }

    [Fact]
    public void Meter_Disposed_StopsAndKeepsItsNumbers_AlsoOverACommit()
    {
        TestPolicy policy = new();
        policy.Add(policy.S1, FilterActionType.Block);
        CostMeter meter = policy.Engine.MeasureCosts();
        Assert.True(policy.Engine.IsWatched);
        policy.Classify();
        ulong late = policy.Add(policy.S2, FilterActionType.Permit);
        policy.Classify();
        meter.Dispose();
        policy.Classify();

        Assert.False(policy.Engine.IsWatched);
        Assert.Equal(2, meter.Layers[0].Classifications);
        Assert.Equal(1, meter.Filters.Single(f => f.FilterId == late).Asked);
        Assert.Equal(3, policy.Layer.Blocks);
    }

    /// <summary>A clock that goes on by a microsecond each time somebody looks.</summary>
    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _now += 1000;
    }
}
