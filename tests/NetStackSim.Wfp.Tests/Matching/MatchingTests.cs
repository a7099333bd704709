using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp.Tests;

public sealed class MatchingTests
{
    private readonly TestPolicy _policy = new();

    [Fact]
    public void Classify_NoCondition_MatchesEverything()
    {
        _policy.Add(_policy.S1, FilterActionType.Block);
        Assert.True(Both());
    }

    [Fact]
    public void Classify_DifferentFields_MustAllMatch()
    {
        Block(_policy.On("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(6)), _policy.On("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(80)));

        Assert.True(With(protocol: 6, port: 80));
        Assert.False(With(protocol: 17, port: 80));
        Assert.False(With(protocol: 6, port: 81));
    }

    [Fact]
    public void Classify_RepeatedField_IsAlternatives()
    {
        Block(
            _policy.On("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(80)),
            _policy.On("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(6)),
            _policy.On("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(443)));

        Assert.True(With(protocol: 6, port: 80));
        Assert.True(With(protocol: 6, port: 443));
        Assert.False(With(protocol: 17, port: 443));
    }

    [Theory]
    [InlineData(0xC0A80105u, true)]
    [InlineData(0xC0A80205u, false)]
    public void Classify_V4Mask_ComparesTheMaskedBits(uint address, bool blocked)
    {
        Block(_policy.On("IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.V4AddressMask(0xC0A80177, 0xFFFFFF00)));
        _policy.Values.Set(AleAuthConnectField.IpRemoteAddress, IpAddress.FromV4(address));
        Assert.Equal(blocked, Both());
    }

    [Theory]
    [InlineData("fe80::1", true)]
    [InlineData("febf::1", true)]
    [InlineData("fec0::1", false)]
    public void Classify_V6Prefix_ComparesTheLeadingBits(string address, bool blocked)
    {
        TestPolicy policy = new(LayerId.AleAuthConnectV6);
        policy.Add(policy.S1, FilterActionType.Block, conditions: policy.On("IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.V6AddressMask(UInt128.Parse("fe80" + new string('0', 28), System.Globalization.NumberStyles.HexNumber), 10)));
        policy.Values.Set(AleAuthConnectField.IpRemoteAddress, IpAddress.Parse(address));
        Assert.Equal(blocked, policy.Classify().IsBlock);
        Assert.Equal(blocked, Reference.Classify(policy).IsBlock);
    }

    [Theory]
    [InlineData(FwpMatchType.FlagsAllSet, 3u, 1u, false)]
    [InlineData(FwpMatchType.FlagsAllSet, 3u, 7u, true)]
    [InlineData(FwpMatchType.FlagsAnySet, 3u, 2u, true)]
    [InlineData(FwpMatchType.FlagsAnySet, 3u, 4u, false)]
    [InlineData(FwpMatchType.FlagsNoneSet, 1u, 2u, true)]
    [InlineData(FwpMatchType.FlagsNoneSet, 1u, 1u, false)]
    public void Classify_Flags_FollowTheirMatchType(FwpMatchType match, uint condition, uint value, bool blocked)
    {
        Block(_policy.On("FLAGS", match, FwpValue.UInt32(condition)));
        _policy.Values.Set(AleAuthConnectField.Flags, value);
        Assert.Equal(blocked, Both());
    }

    [Theory]
    [InlineData(FwpMatchType.Equal)]
    [InlineData(FwpMatchType.NotEqual)]
    [InlineData(FwpMatchType.FlagsNoneSet)]
    [InlineData(FwpMatchType.LessOrEqual)]
    public void Classify_EmptyField_MatchesNoCondition(FwpMatchType match)
    {
        Block(_policy.On("INTERFACE_TYPE", match, FwpValue.UInt32(6)));
        Assert.False(Both());
    }

    [Fact]
    public void Classify_EmptyCondition_MatchesTheEmptyFieldOnly()
    {
        Block(_policy.On("INTERFACE_TYPE", FwpMatchType.Equal, FwpValue.Empty));
        Assert.True(Both());
        _policy.Values.Set(AleAuthConnectField.InterfaceType, 6u);
        Assert.False(Both());
    }

    [Theory]
    [InlineData(FwpMatchType.Prefix, @"\device\harddiskvolume1\windows\system32\curl.exe", true)]
    [InlineData(FwpMatchType.Prefix, @"\device\harddiskvolume1\windows\system32\curl2.exe", false)]
    [InlineData(FwpMatchType.NotPrefix, @"\device\harddiskvolume1\windows\system32\curl.exe", false)]
    [InlineData(FwpMatchType.NotPrefix, @"\device\harddiskvolume1\windows\system32\curl2.exe", true)]
    public void Classify_PrefixOnApplicationId_TestsTheEnding(FwpMatchType match, string path, bool blocked)
    {
        Block(_policy.On("ALE_APP_ID", match, FwpValue.Of(FwpBlob.AppId(@"\curl.exe"))));
        _policy.Values.Set(AleAuthConnectField.AleAppId, FwpValue.Of(FwpBlob.AppId(path)));
        Assert.Equal(blocked, Both());
    }

    [Fact]
    public void Classify_MixedCaseApplicationId_DoesNotMatchTheLowerCasePath()
    {
        Block(_policy.On("ALE_APP_ID", FwpMatchType.Equal, FwpValue.Of(FwpBlob.OfText(@"\Device\App.exe"))));
        _policy.Values.Set(AleAuthConnectField.AleAppId, FwpValue.Of(FwpBlob.AppId(@"\Device\App.exe")));
        Assert.False(Both());
    }

    [Fact]
    public void Classify_SecurityDescriptor_ChecksTheToken()
    {
        Sid alice = Sid.Parse("S-1-5-21-1-2-3-1001");
        Block(_policy.On("ALE_USER_ID", FwpMatchType.Equal, FwpValue.Of(SecurityDescriptor.Parse("O:SYG:SYD:(A;;CC;;;S-1-5-21-1-2-3-1001)"))));

        _policy.Values.Set(AleAuthConnectField.AleUserId, FwpValue.Of(SimToken.ForUser(alice)));
        Assert.True(Both());
        _policy.Values.Set(AleAuthConnectField.AleUserId, FwpValue.Of(SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1002"))));
        Assert.False(Both());
    }

    [Fact]
    public void Classify_SidNotEqual_ExcludesOneSid()
    {
        Block(_policy.On("ALE_PACKAGE_ID", FwpMatchType.NotEqual, FwpValue.Of(Sid.Parse("S-1-0-0"))));

        _policy.Values.Set(AleAuthConnectField.AlePackageId, FwpValue.Of(Sid.Parse("S-1-0-0")));
        Assert.False(Both());
        _policy.Values.Set(AleAuthConnectField.AlePackageId, FwpValue.Of(Sid.Parse("S-1-15-2-1")));
        Assert.True(Both());
    }

    private void Block(params FilterCondition[] conditions) => _policy.Add(_policy.S1, FilterActionType.Block, conditions: conditions);

    private bool With(byte protocol, ushort port)
    {
        _policy.Values.Set(AleAuthConnectField.IpProtocol, protocol);
        _policy.Values.Set(AleAuthConnectField.IpRemotePort, port);
        return Both();
    }

    private bool Both()
    {
        bool blocked = _policy.Classify().IsBlock;
        Assert.Equal(Reference.Classify(_policy).IsBlock, blocked);
        return blocked;
    }
}
