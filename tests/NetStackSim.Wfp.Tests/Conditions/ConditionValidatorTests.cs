using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class ConditionValidatorTests
{
    private static readonly LayerSchema Connect = LayerCatalog.Current.Get(LayerId.AleAuthConnectV4);
    private static readonly LayerSchema ConnectV6 = LayerCatalog.Current.Get(LayerId.AleAuthConnectV6);

    [Fact]
    public void Check_PortAsUInt32_IsTypeMismatch() =>
        Assert.Equal(FwpStatus.TypeMismatch, Check(Connect, "IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt32(80)));

    [Fact]
    public void Check_RangeUpsideDown_IsInvalidRange() => Assert.Equal(
        FwpStatus.InvalidRange,
        Check(Connect, "IP_REMOTE_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(9), FwpValue.UInt16(8))));

    [Fact]
    public void Check_RangeOfMixedTypes_IsInvalidRange() => Assert.Equal(
        FwpStatus.InvalidRange,
        Check(Connect, "IP_REMOTE_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(8), FwpValue.UInt32(9))));

    [Theory]
    [InlineData(0xFF00FF00u, false)]
    [InlineData(0xFFFFFF00u, true)]
    [InlineData(0u, true)]
    [InlineData(0xFFFFFFFFu, true)]
    public void Check_V4Mask_MustBeContiguous(uint mask, bool valid) => Assert.Equal(
        valid ? NtStatus.Success : FwpStatus.InvalidNetMask,
        Check(Connect, "IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.V4AddressMask(0x0A000000, mask)));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Check_V6Prefix_IsAtMost128(byte length, bool valid) => Assert.Equal(
        valid ? NtStatus.Success : FwpStatus.InvalidNetMask,
        Check(ConnectV6, "IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.V6AddressMask(1, length)));

    [Fact]
    public void Check_V4MaskAtV6Layer_IsTypeMismatch() => Assert.Equal(
        FwpStatus.TypeMismatch, Check(ConnectV6, "IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.V4AddressMask(1, uint.MaxValue)));

    [Fact]
    public void Check_FlagsMatchOnBlob_IsMatchTypeMismatch() => Assert.Equal(
        FwpStatus.MatchTypeMismatch, Check(Connect, "ALE_APP_ID", FwpMatchType.FlagsAllSet, FwpValue.Of(FwpBlob.AppId("a"))));

    [Fact]
    public void Check_ProtocolAtPacketLayer_IsConditionNotFound() => Assert.Equal(
        FwpStatus.ConditionNotFound,
        ConditionValidator.Check(
            LayerCatalog.Current.Get(LayerId.InboundIpPacketV4),
            new FilterCondition(FieldKeys.IpProtocol, FwpMatchType.Equal, FwpValue.UInt8(6))));

    [Theory]
    [InlineData(FwpMatchType.Equal, true)]
    [InlineData(FwpMatchType.NotEqual, true)]
    [InlineData(FwpMatchType.Greater, false)]
    [InlineData(FwpMatchType.Prefix, false)]
    public void Check_MatchTypesOfSid_AreEqualAndNotEqual(FwpMatchType match, bool valid) => Assert.Equal(
        valid ? NtStatus.Success : FwpStatus.MatchTypeMismatch,
        Check(Connect, "ALE_PACKAGE_ID", match, FwpValue.Of(Sid.Parse("S-1-0-0"))));

    [Fact]
    public void Check_EmptyValue_TakesEqualOnly()
    {
        Assert.Equal(NtStatus.Success, Check(Connect, "IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.Empty));
        Assert.Equal(FwpStatus.MatchTypeMismatch, Check(Connect, "IP_REMOTE_PORT", FwpMatchType.NotEqual, FwpValue.Empty));
    }

    private static NtStatus Check(LayerSchema layer, string field, FwpMatchType match, FwpValue value) =>
        ConditionValidator.Check(layer, new FilterCondition(layer.FindField(field)!.Key, match, value));
}
