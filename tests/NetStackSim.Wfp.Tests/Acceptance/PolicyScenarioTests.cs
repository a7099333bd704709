using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>Acceptance scenarios about the object model, matching and arbitration that need no traffic. Each packet is decided by both engines.</summary>
public sealed class AcceptanceTests
{
    private readonly TestPolicy _policy = new();

    private static Guid InspectionLayerKey => LayerCatalog.Current.Get(LayerId.InboundIpPacketV4).Key;

    [Fact]
    public void Scenario01_NameRequired_NothingIsAdded()
    {
        NtStatus status = _policy.Session.FilterAdd(EngineHost.BlockAll(string.Empty), out ulong id);
        Assert.Equal((0x80320023u, 0ul, 0), (FwpStatus.ToHResult(status), id, _policy.Engine.FilterCount));
        Assert.Equal(FwpStatus.NullDisplayName, _policy.Session.SubLayerAdd(new SubLayer(), out _));
        Assert.Equal(FwpStatus.NullDisplayName, _policy.Session.ProviderAdd(new Provider(), out _));
        Assert.Equal(FwpStatus.NullDisplayName, _policy.Session.ProviderContextAdd(new ProviderContext(), out _));
        Assert.Equal(FwpStatus.NullDisplayName, _policy.Session.CalloutAdd(new Callout { ApplicableLayer = _policy.Layer.Schema.Key }, out _));
    }

    [Fact]
    public void Scenario07_ReferenceIntegrity()
    {
        EngineSession session = _policy.Session;
        session.ProviderAdd(new Provider { Name = "p" }, out Guid provider);
        session.SubLayerAdd(new SubLayer { Name = "s", ProviderKey = provider }, out Guid subLayer);
        Guid callout = _policy.AddCallout("c", null);
        ulong id = _policy.Add(subLayer, FilterActionType.CalloutUnknown, callout: callout);
        session.FilterGetById(id, out Filter? filter);

        Assert.Equal(FwpStatus.InUse, session.SubLayerDelete(subLayer));
        Assert.Equal(FwpStatus.InUse, session.CalloutDelete(callout));
        Assert.Equal(FwpStatus.InUse, session.ProviderDelete(provider));
        Assert.Equal(FwpStatus.AlreadyExists, session.FilterAdd(EngineHost.BlockAll() with { Key = filter!.Key }, out _));
        Assert.Equal(FwpStatus.BuiltInObject, session.SubLayerDelete(WellKnownNames.BuiltInSubLayers.First(static s => s.Name == "UNIVERSAL").Key));
        Assert.Equal(NtStatus.Success, session.FilterDelete(filter.Key));
        Assert.Equal(NtStatus.Success, session.SubLayerDelete(subLayer));
        Assert.Equal(NtStatus.Success, session.CalloutDelete(callout));
        Assert.Equal(NtStatus.Success, session.ProviderDelete(provider));
    }

    [Fact]
    public void Scenario13_Types_EachMistakeHasItsError()
    {
        Assert.Equal(FwpStatus.TypeMismatch, AddOn("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt32(80)));
        Assert.Equal(FwpStatus.InvalidRange, AddOn("IP_REMOTE_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(9), FwpValue.UInt16(8))));
        Assert.Equal(FwpStatus.InvalidNetMask, AddOn("IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.V4AddressMask(0x0A000000, 0xFF00FF00)));
        Assert.Equal(FwpStatus.MatchTypeMismatch, AddOn("ALE_APP_ID", FwpMatchType.FlagsAllSet, FwpValue.Of(FwpBlob.AppId("x"))));
        Filter atPacket = EngineHost.BlockAll() with
        {
            LayerKey = InspectionLayerKey,
            Conditions = [new FilterCondition(FieldKeys.IpProtocol, FwpMatchType.Equal, FwpValue.UInt8(6))],
        };
        Assert.Equal(FwpStatus.ConditionNotFound, _policy.Session.FilterAdd(atPacket, out _));
        Assert.Equal(0, _policy.Engine.FilterCount);
    }

    [Theory]
    [InlineData(@"\device\harddiskvolume3\tools\curl.exe", true)]
    [InlineData(@"\device\harddiskvolume3\windows\system32\curl.exe", true)]
    [InlineData(@"\device\harddiskvolume3\tools\wget.exe", false)]
    [InlineData(@"\device\harddiskvolume3\tools\mycurl.exe", false)]
    public void Scenario16_SuffixMatch_PathEnd(string app, bool ends)
    {
        FwpValue suffix = FwpValue.Of(FwpBlob.AppId(@"\curl.exe"));
        _policy.Add(_policy.S1, FilterActionType.Block, conditions: _policy.On("ALE_APP_ID", FwpMatchType.Prefix, suffix));
        _policy.Values.Set(_policy.Layer.Schema.IndexOf("ALE_APP_ID"), FwpValue.Of(FwpBlob.AppId(app)));
        Assert.Equal(ends, Decide().IsBlock);

        TestPolicy complement = new();
        complement.Add(complement.S1, FilterActionType.Block, conditions: complement.On("ALE_APP_ID", FwpMatchType.NotPrefix, suffix));
        complement.Values.Set(complement.Layer.Schema.IndexOf("ALE_APP_ID"), FwpValue.Of(FwpBlob.AppId(app)));
        Assert.Equal(!ends, complement.Classify().IsBlock);
    }

    [Fact]
    public void Scenario22_AllSublayersEvaluated_InspectionsRunWithoutTheRight()
    {
        ScriptedCallout second = ScriptedCallout.Continue();
        ScriptedCallout first = ScriptedCallout.Continue();
        ulong block = _policy.Add(_policy.S3, FilterActionType.Block);
        _policy.Add(_policy.S2, FilterActionType.CalloutInspection, weight: 9, callout: _policy.AddCallout("two", second));
        ulong permit2 = _policy.Add(_policy.S2, FilterActionType.Permit, weight: 1);
        _policy.Add(_policy.S1, FilterActionType.CalloutInspection, weight: 9, callout: _policy.AddCallout("one", first));
        ulong permit1 = _policy.Add(_policy.S1, FilterActionType.Permit, weight: 1);

        ClassifyResult result = _policy.Classify();
        Assert.Equal((FilterActionType.Block, block), (result.Action, result.FilterId));
        Assert.Equal([false], second.EntryRights);
        Assert.Equal([false], first.EntryRights);
        Assert.Equal([block, permit2, permit1], Terminating(result));
    }

    [Fact]
    public void Scenario23_SameSublayerShadowing()
    {
        _policy.Add(_policy.S2, FilterActionType.Permit, weight: 9);
        ulong shadowed = _policy.Add(_policy.S2, FilterActionType.Block, weight: 1);
        Assert.False(Decide().IsBlock);
        _policy.Session.FilterDeleteById(shadowed);
        ulong effective = _policy.Add(_policy.S1, FilterActionType.Block, weight: 1);
        ClassifyResult result = Decide();
        Assert.Equal((FilterActionType.Block, effective), (result.Action, result.FilterId));
    }

    [Fact]
    public void Scenario25_ReturnNormalisation_RaisesDiagnostics()
    {
        ulong terminating = _policy.Add(_policy.S2, FilterActionType.CalloutTerminating, callout: _policy.AddCallout("continues", ScriptedCallout.Continue()));
        ClassifyResult result = _policy.Classify();
        Assert.Equal((FilterActionType.Block, terminating), (result.Action, result.FilterId));
        Assert.Equal([terminating], _policy.Engine.Contracts.Violations.Select(static v => v.FilterId));

        TestPolicy other = new();
        ulong inspection = other.Add(other.S2, FilterActionType.CalloutInspection, callout: other.AddCallout("blocks", ScriptedCallout.BlockHard()));
        Assert.False(other.Classify().IsBlock);
        Assert.Equal([inspection], other.Engine.Contracts.Violations.Select(static v => v.FilterId));
    }

    private static List<ulong> Terminating(in ClassifyResult result)
    {
        List<ulong> ids = [];
        for (int i = 0; i < result.Terminating.Count; i++)
        {
            ids.Add(result.Terminating[i].Filter.Id);
        }

        return ids;
    }

    private ClassifyResult Decide()
    {
        ClassifyResult fast = _policy.Classify();
        ClassifyResult naive = Reference.Classify(_policy);
        Assert.Equal((naive.Action, naive.FilterId), (fast.Action, fast.FilterId));
        return fast;
    }

    private NtStatus AddOn(string field, FwpMatchType match, FwpValue value) =>
        _policy.Session.FilterAdd(EngineHost.BlockAll() with { Conditions = [_policy.On(field, match, value)] }, out _);
}
