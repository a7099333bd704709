using NetStackSim.Packets;

namespace NetStackSim.Wfp.Tests;

public sealed class ExplainerTests
{
    [Fact]
    public void Explain_Block_NamesFilterSubLayerAndConditions()
    {
        TestPolicy policy = new();
        policy.Add(policy.S3, FilterActionType.Permit, conditions: policy.On("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(17)));
        ulong block = policy.Add(
            policy.S2,
            FilterActionType.Block,
            conditions: [policy.On("IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.UInt32(0x0A000002)), policy.On("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(80))]);
        policy.Values.Set(AleAuthConnectField.IpProtocol, (byte)6);
        policy.Values.Set(AleAuthConnectField.IpRemoteAddress, IpAddress.Parse("10.0.0.2"));
        policy.Values.Set(AleAuthConnectField.IpRemotePort, (ushort)80);

        Explanation why = Explainer.Explain(policy.Layer, policy.Values);

        Assert.Equal((FilterActionType.Block, block, "S2"), (why.Action, why.FilterId, why.SubLayer));
        Assert.Equal("IP_REMOTE_ADDRESS 10.0.0.2 equal to 10.0.0.2 and IP_REMOTE_PORT 80 equal to 80", why.Condition);
        Assert.Equal(["S3", "S2"], why.SubLayers.Select(s => s.Name));
        Assert.Equal("IP_PROTOCOL is 6, not equal to 17", why.SubLayers[0].Filters[0].Reason);
        Assert.Equal(0UL, why.SubLayers[0].TerminatingFilterId);
        Assert.Contains("decided by filter " + block, why.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_HeavierFilterTerminated_TheLighterIsNotReached()
    {
        TestPolicy policy = new();
        policy.Add(policy.S1, FilterActionType.Permit, 20);
        policy.Add(policy.S1, FilterActionType.Block, 10);

        FilterExplanation lighter = Explainer.Explain(policy.Layer, policy.Values).SubLayers[0].Filters[1];

        Assert.True(lighter.Matched);
        Assert.False(lighter.Reached);
    }

    [Fact]
    public void Explain_Callouts_AreNotCalled()
    {
        TestPolicy policy = new();
        ScriptedCallout callout = ScriptedCallout.BlockHard();
        policy.Add(policy.S1, FilterActionType.CalloutTerminating, callout: policy.AddCallout("c", callout));

        Assert.Equal(FilterActionType.Permit, Explainer.Explain(policy.Layer, policy.Values).Action);
        Assert.Equal(FilterActionType.Block, Explainer.Explain(policy.Layer, policy.Values, CalloutAssumption.Unregistered).Action);
        Assert.Empty(callout.Entries);
    }
}
