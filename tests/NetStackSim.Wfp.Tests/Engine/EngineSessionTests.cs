using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class EngineSessionTests
{
    private readonly FilterEngine _engine = new();
    private readonly EngineSession _session;

    public EngineSessionTests() => _session = _engine.Open();

    private static Filter BlockAll => new() { Name = "block", LayerKey = LayerCatalog.Current.Get(LayerId.AleAuthConnectV4).Key, Action = FilterActionType.Block };

    [Fact]
    public void FilterAdd_WithoutName_IsRefusedAndNothingIsAdded()
    {
        Assert.Equal(FwpStatus.NullDisplayName, _session.FilterAdd(BlockAll with { Name = string.Empty }, out _));
        Assert.Equal(0x80320023u, FwpStatus.ToHResult(FwpStatus.NullDisplayName));
        Assert.Empty(_session.Filters());
    }

    [Fact]
    public void Transaction_Commit_ChangesTheLayerAtOnce()
    {
        ClassifyValues values = new(_engine.Layer(LayerId.AleAuthConnectV4).Schema);
        values.Set(AleAuthConnectField.IpRemotePort, (ushort)80);
        Filter permit80 = BlockAll with
        {
            Name = "permit 80",
            Action = FilterActionType.Permit,
            Conditions = [new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(80))],
        };

        Assert.True(_session.TransactionBegin().IsSuccess);
        _session.FilterAdd(permit80, out _);
        _session.FilterAdd(BlockAll, out _);
        Assert.Equal(0, _engine.Layer(LayerId.AleAuthConnectV4).FilterCount);
        Assert.True(_session.TransactionCommit().IsSuccess);

        Assert.Equal(2, _engine.Layer(LayerId.AleAuthConnectV4).FilterCount);
        Assert.False(Blocks(values));
        values.Set(AleAuthConnectField.IpRemotePort, (ushort)81);
        Assert.True(Blocks(values));
    }

    [Fact]
    public void Transaction_Abort_LeavesNoTrace()
    {
        _session.TransactionBegin();
        _session.SubLayerAdd(new SubLayer { Name = "mine", Weight = 7 }, out Guid subLayer);
        _session.FilterAdd(BlockAll with { SubLayerKey = subLayer }, out ulong id);
        Assert.True(_session.TransactionAbort().IsSuccess);

        Assert.Empty(_session.Filters());
        Assert.Equal(FwpStatus.SubLayerNotFound, _session.SubLayerGet(subLayer, out _));
        Assert.Null(_engine.FindFilter(id));
        Assert.Equal(0UL, _engine.Commits);
    }

    [Fact]
    public void Transaction_WrongOrder_IsNamed()
    {
        Assert.Equal(FwpStatus.NoTransactionInProgress, _session.TransactionCommit());
        Assert.Equal(FwpStatus.NoTransactionInProgress, _session.TransactionAbort());
        _session.TransactionBegin();
        Assert.Equal(FwpStatus.TransactionInProgress, _session.TransactionBegin());
    }

    [Fact]
    public void Transaction_ReadOnly_CannotChange()
    {
        _session.TransactionBegin(TransactionKind.ReadOnly);
        Assert.Equal(FwpStatus.IncompatibleTransaction, _session.FilterAdd(BlockAll, out _));
    }

    [Fact]
    public void Transaction_FailedCall_LeavesItUsable()
    {
        _session.TransactionBegin();
        _session.FilterAdd(BlockAll, out _);
        Assert.True(_session.FilterAdd(BlockAll with { SubLayerKey = new Guid(1, 2, 3, new byte[8]) }, out _).IsError);
        _session.TransactionCommit();
        Assert.Single(_session.Filters());
    }

    [Fact]
    public void Lock_TwoReadersTogether_WriterWaits()
    {
        EngineSession second = _engine.Open();
        EngineSession third = _engine.Open();
        Assert.True(_session.TransactionBegin(TransactionKind.ReadOnly).IsSuccess);
        Assert.True(second.TransactionBegin(TransactionKind.ReadOnly).IsSuccess);
        Assert.Equal(FwpStatus.Timeout, third.FilterAdd(BlockAll, out _));
        _session.TransactionCommit();
        second.TransactionCommit();
        Assert.True(third.FilterAdd(BlockAll, out _).IsSuccess);
    }

    [Fact]
    public void References_InUse_CannotBeDeleted()
    {
        _session.ProviderAdd(new Provider { Name = "p" }, out Guid provider);
        _session.SubLayerAdd(new SubLayer { Name = "s", ProviderKey = provider }, out Guid subLayer);
        _session.FilterAdd(BlockAll with { SubLayerKey = subLayer }, out ulong id);

        Assert.Equal(FwpStatus.InUse, _session.SubLayerDelete(subLayer));
        Assert.Equal(FwpStatus.InUse, _session.ProviderDelete(provider));
        Assert.True(_session.FilterDeleteById(id).IsSuccess);
        Assert.True(_session.SubLayerDelete(subLayer).IsSuccess);
        Assert.True(_session.ProviderDelete(provider).IsSuccess);
    }

    [Fact]
    public void BuiltIn_Objects_CannotBeDeleted() =>
        Assert.Equal(FwpStatus.BuiltInObject, _session.SubLayerDelete(SubLayerKeys.Universal));

    [Fact]
    public void Keys_UsedTwice_AlreadyExist()
    {
        Guid key = new(9, 9, 9, new byte[8]);
        Assert.True(_session.FilterAdd(BlockAll with { Key = key }, out _).IsSuccess);
        Assert.Equal(FwpStatus.AlreadyExists, _session.FilterAdd(BlockAll with { Key = key }, out _));
        Assert.True(_session.SubLayerAdd(new SubLayer { Key = key, Name = "same key, other type" }, out _).IsSuccess);
    }

    [Fact]
    public void DynamicSession_Close_TakesItsObjectsAlong()
    {
        EngineSession dynamic = _engine.Open(new SessionOptions { IsDynamic = true });
        dynamic.SubLayerAdd(new SubLayer { Name = "mine" }, out Guid subLayer);
        dynamic.FilterAdd(BlockAll with { SubLayerKey = subLayer }, out _);
        Assert.Equal(FwpStatus.WrongSession, _session.FilterAdd(BlockAll with { SubLayerKey = subLayer }, out _));
        Assert.Equal(FwpStatus.DynamicSessionInProgress, dynamic.FilterAdd(BlockAll with { Flags = FilterFlags.Persistent }, out _));

        dynamic.Close();

        Assert.Empty(_session.Filters());
        Assert.Equal(0, _engine.Layer(LayerId.AleAuthConnectV4).FilterCount);
        Assert.Equal(FwpStatus.SubLayerNotFound, _session.SubLayerGet(subLayer, out _));
        Assert.Equal(FwpStatus.SessionAborted, dynamic.TransactionBegin());
    }

    [Fact]
    public void Lifetimes_PersistentOnStatic_IsMismatch()
    {
        _session.SubLayerAdd(new SubLayer { Name = "static" }, out Guid subLayer);
        Assert.Equal(FwpStatus.LifetimeMismatch, _session.FilterAdd(BlockAll with { SubLayerKey = subLayer, Flags = FilterFlags.Persistent }, out _));
    }

    [Theory]
    [InlineData(FilterFlags.Persistent | FilterFlags.BootTime)]
    [InlineData(FilterFlags.Disabled)]
    [InlineData((FilterFlags)0x10000)]
    [InlineData(FilterFlags.PermitIfCalloutUnregistered)]
    public void FilterAdd_ForbiddenFlags_AreInvalid(FilterFlags flags) =>
        Assert.Equal(FwpStatus.InvalidFlags, _session.FilterAdd(BlockAll with { Flags = flags }, out _));

    [Fact]
    public void FilterAdd_Errors_ComeInWindowsOrder()
    {
        Guid unknown = new(1, 1, 1, new byte[8]);
        Filter filter = new()
        {
            LayerKey = unknown,
            SubLayerKey = unknown,
            ProviderKey = unknown,
            Flags = FilterFlags.Disabled,
            Action = FilterActionType.None,
            Weight = FwpValue.UInt32(1),
            Conditions = [new FilterCondition(unknown, FwpMatchType.Equal, FwpValue.UInt8(1))],
        };
        Expect(FwpStatus.NullDisplayName, filter);
        Expect(FwpStatus.InvalidFlags, filter = filter with { Name = "x" });
        Expect(FwpStatus.LayerNotFound, filter = filter with { Flags = FilterFlags.None });
        Expect(FwpStatus.SubLayerNotFound, filter = filter with { LayerKey = BlockAll.LayerKey });
        Expect(FwpStatus.ProviderNotFound, filter = filter with { SubLayerKey = Guid.Empty });
        Expect(FwpStatus.InvalidActionType, filter = filter with { ProviderKey = null });
        Expect(FwpStatus.CalloutNotFound, filter = filter with { Action = FilterActionType.CalloutUnknown });
        Expect(FwpStatus.InvalidWeight, filter = filter with { Action = FilterActionType.Block });
        Expect(FwpStatus.ConditionNotFound, filter = filter with { Weight = FwpValue.UInt8(15) });
        Expect(NtStatus.Success, filter with { Conditions = [] });
    }

    [Fact]
    public void FilterAdd_RangeWeightAboveFifteen_IsInvalid() =>
        Assert.Equal(FwpStatus.InvalidWeight, _session.FilterAdd(BlockAll with { Weight = FwpValue.UInt8(16) }, out _));

    [Fact]
    public void FilterAdd_StaticActionInInspection_IsIncompatible() => Assert.Equal(
        FwpStatus.ActionIncompatibleWithSubLayer, _session.FilterAdd(BlockAll with { SubLayerKey = SubLayerKeys.Inspection }, out _));

    [Fact]
    public void FilterAdd_BootTimeAtUserModeLayer_IsIncompatible() => Assert.Equal(
        FwpStatus.IncompatibleLayer,
        _session.FilterAdd(BlockAll with { LayerKey = LayerCatalog.Current.Get(LayerId.IkeExtV4).Key, Flags = FilterFlags.BootTime }, out _));

    [Fact]
    public void FilterAdd_WithoutSubLayer_StandsInTheDefaultOne()
    {
        _session.FilterAdd(BlockAll, out ulong id);
        Assert.Equal(SubLayerKeys.Universal, _engine.FindFilter(id)!.Definition.SubLayerKey);
    }

    [Fact]
    public void Filters_Snapshot_DoesNotSeeLaterChanges()
    {
        _session.FilterAdd(BlockAll, out _);
        IReadOnlyList<Filter> snapshot = _session.Filters();
        for (int i = 0; i < 5; i++)
        {
            _session.FilterAdd(BlockAll, out _);
        }

        Assert.Single(snapshot);
        foreach (Filter filter in _session.Filters())
        {
            Assert.True(_session.FilterDelete(filter.Key).IsSuccess);
        }

        Assert.Empty(_session.Filters());
    }

    [Fact]
    public void Filters_Sorted_FallInWeightThenNewestFirst()
    {
        foreach (ulong weight in new ulong[] { 5, 9, 5, 1 })
        {
            _session.FilterAdd(BlockAll with { Weight = FwpValue.UInt64(weight) }, out _);
        }

        IReadOnlyList<Filter> sorted = _session.Filters(new FilterTemplate { IsSorted = true });
        Assert.Equal([9, 5, 5, 1], sorted.Select(f => f.EffectiveWeight));
        Assert.True(sorted[1].Id > sorted[2].Id);
    }

    [Fact]
    public void BuiltInSubLayers_Weights_AreThoseOfRealMachines()
    {
        Dictionary<string, ushort> weights = _session.SubLayers().ToDictionary(s => s.Name, s => s.Weight);
        Assert.Equal(18, weights.Count);
        Assert.Equal(0, weights["FWPM_SUBLAYER_INSPECTION"]);
        Assert.Equal(2, weights["FWPM_SUBLAYER_MPSSVC_WF"]);
        Assert.Equal(32768, weights["FWPM_SUBLAYER_UNIVERSAL"]);
        Assert.Equal(49152, weights["FWPM_SUBLAYER_RPC_AUDIT"]);
    }

    private void Expect(NtStatus expected, Filter filter) => Assert.Equal(expected.Name, _session.FilterAdd(filter, out _).Name);

    private bool Blocks(ClassifyValues values)
    {
        ClassifyMetadata metadata = default;
        _engine.Layer(LayerId.AleAuthConnectV4).Classify(values, ref metadata, null, out ClassifyResult result);
        return result.IsBlock;
    }
}
