using System.Globalization;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp.Tests;

/// <summary>Acceptance scenarios about conditions.</summary>
public sealed class MatchingScenarioTests
{
    [Theory]
    [EngineCases]
    public void Scenario13_Types_EachMistakeHasItsError(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        bool four = layer == LayerId.AleAuthConnectV4;
        FwpValue badMask = four ? FwpValue.V4AddressMask(0x0A000000, 0xFF00FF00) : FwpValue.V6AddressMask(1, 129);
        Assert.Equal(FwpStatus.TypeMismatch, AddOn("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt32(80)));
        Assert.Equal(FwpStatus.InvalidRange, AddOn("IP_REMOTE_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(9), FwpValue.UInt16(8))));
        Assert.Equal(FwpStatus.InvalidRange, AddOn("IP_REMOTE_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(9), FwpValue.UInt32(80))));
        Assert.Equal(FwpStatus.InvalidNetMask, AddOn("IP_REMOTE_ADDRESS", FwpMatchType.Equal, badMask));
        Assert.Equal(FwpStatus.MatchTypeMismatch, AddOn("ALE_APP_ID", FwpMatchType.FlagsAllSet, FwpValue.Of(FwpBlob.AppId("x"))));
        Assert.Equal(FwpStatus.MatchTypeMismatch, AddOn("IP_REMOTE_PORT", FwpMatchType.Prefix, FwpValue.UInt16(80)));
        FilterCondition protocol = new(FieldKeys.IpProtocol, FwpMatchType.Equal, FwpValue.UInt8(6));
        LayerId packet = four ? LayerId.InboundIpPacketV4 : LayerId.InboundIpPacketV6;
        Assert.Equal(FwpStatus.ConditionNotFound, policy.Session.FilterAdd(EngineHost.BlockAll("f", packet) with { Conditions = [protocol] }, out _));
        Assert.Equal(0, policy.Engine.FilterCount);

        NtStatus AddOn(string field, FwpMatchType match, FwpValue value) =>
            policy.Session.FilterAdd(EngineHost.BlockAll("f", layer) with { Conditions = [policy.On(field, match, value)] }, out _);
    }

    [Theory]
    [EngineCases(6, 80, true)]
    [EngineCases(6, 443, true)]
    [EngineCases(6, 81, false)]
    [EngineCases(17, 443, false)]
    public void Scenario15_Combination_OneFieldIsAlternativesDifferentFieldsMustAllMatch(LayerId layer, ClassifierKind classifier, int protocol, int port, bool matches)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        ulong together = policy.Add(
            policy.S2,
            FilterActionType.Block,
            conditions: [Port(policy, 80), Port(policy, 443), policy.On("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(6))]);
        ulong apart = policy.Add(
            policy.S1,
            FilterActionType.Block,
            conditions: [Port(policy, 80), policy.On("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(6)), Port(policy, 443)]);
        policy.Values.Set(AleAuthConnectField.IpProtocol, (byte)protocol);
        policy.Values.Set(AleAuthConnectField.IpRemotePort, (ushort)port);
        ClassifyResult result = policy.Classify();
        Assert.Equal(matches ? [together, apart] : [], ArbitrationScenarioTests.Terminating(result));
        Assert.NotEqual(FilterRuntimeFlags.None, policy.Engine.FindFilter(apart)!.Flags & FilterRuntimeFlags.OrConditions);
    }

    [Theory]
    [EngineCases(80)]
    [EngineCases(443)]
    [EngineCases(81)]
    public void Scenario15_SeveralNotEqual_MatchNearlyEverything(LayerId layer, ClassifierKind classifier, int port)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        policy.Add(
            policy.S1,
            FilterActionType.Block,
            conditions: [policy.On("IP_REMOTE_PORT", FwpMatchType.NotEqual, FwpValue.UInt16(80)), policy.On("IP_REMOTE_PORT", FwpMatchType.NotEqual, FwpValue.UInt16(443))]);
        policy.Values.Set(AleAuthConnectField.IpRemotePort, (ushort)port);
        Assert.True(policy.Classify().IsBlock);
    }

    [Theory]
    [EngineCases(@"\device\harddiskvolume3\tools\curl.exe", true)]
    [EngineCases(@"\device\harddiskvolume3\windows\system32\curl.exe", true)]
    [EngineCases(@"\Device\HarddiskVolume3\Tools\CURL.EXE", true)]
    [EngineCases(@"\device\harddiskvolume3\tools\wget.exe", false)]
    [EngineCases(@"\device\harddiskvolume3\tools\mycurl.exe", false)]
    public void Scenario16_SuffixMatch_PathEnd(LayerId layer, ClassifierKind classifier, string app, bool ends)
    {
        FwpValue suffix = FwpValue.Of(FwpBlob.AppId(@"\curl.exe"));
        Assert.Equal(ends, Blocks(FwpMatchType.Prefix, suffix));
        Assert.Equal(!ends, Blocks(FwpMatchType.NotPrefix, suffix));
        FwpValue upperCase = FwpValue.Of(FwpBlob.OfText(@"\CURL.EXE"));
        Assert.False(Blocks(FwpMatchType.Prefix, upperCase));
        Assert.True(Blocks(FwpMatchType.NotPrefix, upperCase));

        bool Blocks(FwpMatchType match, FwpValue value)
        {
            TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
            policy.Add(policy.S1, FilterActionType.Block, conditions: policy.On("ALE_APP_ID", match, value));
            policy.Values.Set(policy.Layer.Schema.IndexOf("ALE_APP_ID"), FwpValue.Of(FwpBlob.AppId(app)));
            return policy.Classify().IsBlock;
        }
    }

    [Theory]
    [EngineCases(1023, false)]
    [EngineCases(1024, true)]
    [EngineCases(2048, true)]
    [EngineCases(2049, false)]
    public void Scenario18_PortRange_IncludesItsEnds(LayerId layer, ClassifierKind classifier, int port, bool matches)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        policy.Add(
            policy.S1,
            FilterActionType.Block,
            conditions: policy.On("IP_REMOTE_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(1024), FwpValue.UInt16(2048))));
        policy.Values.Set(AleAuthConnectField.IpRemotePort, (ushort)port);
        Assert.Equal(matches, policy.Classify().IsBlock);
    }

    [Theory]
    [EngineCases(0, "192.0.2.1", "2001:db8:ffff::1", true)]
    [EngineCases(24, "10.1.2.255", "2001:d80::ff", true)]
    [EngineCases(24, "10.1.3.0", "2001:e00::", false)]
    [EngineCases(31, "10.1.2.1", "2001:db9::1", true)]
    [EngineCases(31, "10.1.2.2", "2001:dba::", false)]
    [EngineCases(32, "10.1.2.0", "2001:db8::5", true)]
    [EngineCases(32, "10.1.2.1", "2001:db9::", false)]
    public void Scenario18_Prefix_ComparesTheLeadingBits(LayerId layer, ClassifierKind classifier, int length, string v4, string v6, bool matches)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        bool four = layer == LayerId.AleAuthConnectV4;
        UInt128 six = UInt128.Parse("20010DB8000000000000000000000000", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        FwpValue prefix = four
            ? FwpValue.V4AddressMask(0x0A010200, length == 0 ? 0 : uint.MaxValue << (32 - length))
            : FwpValue.V6AddressMask(six, (byte)length);
        policy.Add(policy.S1, FilterActionType.Block, conditions: policy.On("IP_REMOTE_ADDRESS", FwpMatchType.Equal, prefix));
        policy.Values.Set(AleAuthConnectField.IpRemoteAddress, IpAddress.Parse(four ? v4 : v6));
        Assert.Equal(matches, policy.Classify().IsBlock);
    }

    [Theory]
    [EngineCases]
    public void Scenario18_EmptyInterface_MatchesOnlyTheConditionForNothing(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        FwpValue luid = FwpValue.UInt64(0x6_0000_0700_0000);
        ulong equal = policy.Add(policy.S3, FilterActionType.Permit, conditions: policy.On("IP_LOCAL_INTERFACE", FwpMatchType.Equal, luid));
        ulong not = policy.Add(policy.S2, FilterActionType.Permit, conditions: policy.On("IP_LOCAL_INTERFACE", FwpMatchType.NotEqual, FwpValue.UInt64(1)));
        ulong none = policy.Add(policy.S1, FilterActionType.Permit, conditions: policy.On("IP_LOCAL_INTERFACE", FwpMatchType.Equal, FwpValue.Empty));
        Assert.Equal([none], ArbitrationScenarioTests.Terminating(policy.Classify()));
        policy.Values.Set(policy.Layer.Schema.IndexOf("IP_LOCAL_INTERFACE"), luid);
        Assert.Equal([equal, not], ArbitrationScenarioTests.Terminating(policy.Classify()));
    }

    private static FilterCondition Port(TestPolicy policy, ushort port) => policy.On("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(port));
}
