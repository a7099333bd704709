using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>Acceptance scenarios about objects, transactions, sessions and weights.</summary>
public sealed class ManagementScenarioTests
{
    [Theory]
    [EngineCases]
    public void Scenario01_NameRequired_NothingIsAdded(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        NtStatus status = policy.Session.FilterAdd(EngineHost.BlockAll(string.Empty, layer), out ulong id);
        Assert.Equal((0x80320023u, 0ul, 0), (FwpStatus.ToHResult(status), id, policy.Engine.FilterCount));
        Assert.Equal(FwpStatus.NullDisplayName, policy.Session.SubLayerAdd(new SubLayer(), out _));
        Assert.Equal(FwpStatus.NullDisplayName, policy.Session.ProviderAdd(new Provider(), out _));
        Assert.Equal(FwpStatus.NullDisplayName, policy.Session.ProviderContextAdd(new ProviderContext(), out _));
        Assert.Equal(FwpStatus.NullDisplayName, policy.Session.CalloutAdd(new Callout { ApplicableLayer = policy.Layer.Schema.Key }, out _));
        Assert.False(policy.Classify().IsBlock);
    }

    [Theory]
    [EngineCases]
    public void Scenario03_ReadOnlyTransaction_ReadsAndChangesNothing(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        EngineSession session = policy.Session;
        ulong id = policy.Add(policy.S1, FilterActionType.Block);
        session.FilterGetById(id, out Filter? filter);
        Assert.Equal(NtStatus.Success, session.TransactionBegin(TransactionKind.ReadOnly));
        Assert.Equal(FwpStatus.TransactionInProgress, session.TransactionBegin());
        NtStatus[] changes =
        [
            session.FilterAdd(EngineHost.BlockAll("b", layer), out _),
            session.FilterDelete(filter!.Key),
            session.FilterDeleteById(id),
            session.SubLayerAdd(new SubLayer { Name = "s" }, out _),
            session.SubLayerDelete(policy.S2),
            session.ProviderAdd(new Provider { Name = "p" }, out _),
            session.ProviderContextAdd(new ProviderContext { Name = "c" }, out _),
            session.CalloutAdd(new Callout { Name = "c", ApplicableLayer = policy.Layer.Schema.Key }, out _),
        ];
        Assert.All(changes, static status => Assert.Equal(FwpStatus.IncompatibleTransaction, status));
        Assert.Equal(FwpStatus.TransactionInProgress, session.EngineSetOption(EngineOption.NameCache, FwpValue.UInt32(1)));
        Assert.Equal(FwpStatus.TransactionInProgress, session.SetSecurityInfo(PolicyObjectKind.Filter, null, SecurityDescriptor.Everyone));
        Assert.Equal(FwpStatus.TransactionInProgress, session.SubscribeChanges(PolicyObjectKind.Filter, null, static _ => { }, out _));
        Assert.Equal(NtStatus.Success, session.FilterGetById(id, out _));
        Assert.Single(session.Filters());
        Assert.Equal(NtStatus.Success, session.TransactionCommit());
        Assert.Equal(FwpStatus.NoTransactionInProgress, session.TransactionCommit());
        Assert.Equal(FwpStatus.NoTransactionInProgress, session.TransactionAbort());
        Assert.Equal(id, policy.Classify().FilterId);
    }

    [Theory]
    [EngineCases]
    public void Scenario03_FailedCall_LeavesTheTransactionUsable(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        policy.Session.TransactionBegin();
        Assert.Equal(FwpStatus.SubLayerNotFound, policy.Session.FilterAdd(EngineHost.BlockAll("bad", layer) with { SubLayerKey = new Guid(1, 2, 3, new byte[8]) }, out _));
        ulong id = policy.Add(policy.S1, FilterActionType.Block);
        Assert.Equal(FwpStatus.InvalidWeight, policy.Session.FilterAdd(EngineHost.BlockAll("bad", layer) with { Weight = FwpValue.UInt8(16) }, out _));
        Assert.False(policy.Classify().IsBlock);
        Assert.Equal(NtStatus.Success, policy.Session.TransactionCommit());
        Assert.Equal((id, 1), (policy.Classify().FilterId, policy.Engine.FilterCount));
    }

    [Theory]
    [EngineCases]
    public void Scenario06_DynamicSession_TakesItsObjectsAlong(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        EngineSession dynamic = policy.Engine.Open(new SessionOptions { IsDynamic = true });
        dynamic.ProviderAdd(new Provider { Name = "p" }, out Guid provider);
        dynamic.SubLayerAdd(new SubLayer { Name = "mine", Weight = 0xFF00, ProviderKey = provider }, out Guid subLayer);
        Filter block = EngineHost.BlockAll("mine", layer) with { SubLayerKey = subLayer, ProviderKey = provider };
        Assert.Equal(NtStatus.Success, dynamic.FilterAdd(block, out ulong id));
        dynamic.FilterGetById(id, out Filter? own);
        Assert.Equal(id, policy.Classify().FilterId);

        Assert.Equal(FwpStatus.WrongSession, policy.Session.FilterAdd(block, out _));
        Assert.Equal(FwpStatus.WrongSession, policy.Session.FilterDelete(own!.Key));
        Assert.Equal(FwpStatus.WrongSession, policy.Session.FilterAdd(EngineHost.BlockAll("x", layer) with { ProviderKey = provider }, out _));
        Assert.Equal(FwpStatus.DynamicSessionInProgress, dynamic.FilterAdd(EngineHost.BlockAll("x", layer) with { Flags = FilterFlags.Persistent }, out _));
        Assert.Equal(FwpStatus.DynamicSessionInProgress, dynamic.SubLayerAdd(new SubLayer { Name = "x", IsPersistent = true }, out _));
        Assert.Equal(FwpStatus.DynamicSessionInProgress, dynamic.EngineSetOption(EngineOption.NameCache, FwpValue.UInt32(1)));

        // The open transaction is taken back first, then what was committed before goes.
        dynamic.TransactionBegin();
        Assert.Equal(NtStatus.Success, dynamic.FilterDelete(own.Key));
        Assert.Equal(NtStatus.Success, dynamic.FilterAdd(EngineHost.BlockAll("late", layer), out _));
        dynamic.Close();
        Assert.Equal((0, false), (policy.Engine.FilterCount, policy.Classify().IsBlock));
        Assert.Equal(FwpStatus.SubLayerNotFound, policy.Session.SubLayerGet(subLayer, out _));
        Assert.Equal(FwpStatus.ProviderNotFound, policy.Session.ProviderGet(provider, out _));
        Assert.Equal(FwpStatus.SessionAborted, dynamic.TransactionBegin());
        Assert.Equal(NtStatus.Success, policy.Session.TransactionBegin());
    }

    [Theory]
    [EngineCases]
    public void Scenario06_Lifetimes_NothingPointsAtWhatDiesEarlier(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        EngineSession session = policy.Session;
        Filter filter = EngineHost.BlockAll("f", layer);
        session.SubLayerAdd(new SubLayer { Name = "persistent", IsPersistent = true }, out Guid persistent);
        Assert.Equal(FwpStatus.LifetimeMismatch, session.FilterAdd(filter with { SubLayerKey = policy.S1, Flags = FilterFlags.Persistent }, out _));
        Assert.Equal(FwpStatus.LifetimeMismatch, session.FilterAdd(filter with { SubLayerKey = persistent, Flags = FilterFlags.BootTime }, out _));
        Assert.Equal(NtStatus.Success, session.FilterAdd(filter with { SubLayerKey = persistent, Flags = FilterFlags.Persistent }, out _));
        Assert.Equal(NtStatus.Success, session.FilterAdd(filter with { SubLayerKey = persistent }, out _));
        Assert.Equal(NtStatus.Success, session.FilterAdd(filter with { Flags = FilterFlags.BootTime }, out _));
        using EngineSession dynamic = policy.Engine.Open(new SessionOptions { IsDynamic = true });
        Assert.Equal(NtStatus.Success, dynamic.FilterAdd(filter with { SubLayerKey = policy.S1 }, out _));
    }

    [Theory]
    [EngineCases]
    public void Scenario07_ReferenceIntegrity(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        EngineSession session = policy.Session;
        session.ProviderAdd(new Provider { Name = "p" }, out Guid provider);
        session.SubLayerAdd(new SubLayer { Name = "s", ProviderKey = provider }, out Guid subLayer);
        Guid context = new(8, 8, 8, new byte[8]);
        session.ProviderContextAdd(new ProviderContext { Key = context, Name = "c", ProviderKey = provider }, out _);
        Guid callout = policy.AddCallout("c", null);
        Filter made = EngineHost.BlockAll("f", layer) with
        {
            SubLayerKey = subLayer,
            Action = FilterActionType.CalloutUnknown,
            CalloutKey = callout,
            Flags = FilterFlags.HasProviderContext,
            ProviderContextKey = context,
        };
        Assert.Equal(NtStatus.Success, session.FilterAdd(made, out ulong id));
        session.FilterGetById(id, out Filter? filter);

        Assert.Equal(FwpStatus.InUse, session.SubLayerDelete(subLayer));
        Assert.Equal(FwpStatus.InUse, session.CalloutDelete(callout));
        Assert.Equal(FwpStatus.InUse, session.ProviderContextDelete(context));
        Assert.Equal(FwpStatus.InUse, session.ProviderDelete(provider));
        Assert.Equal(FwpStatus.AlreadyExists, session.FilterAdd(made with { Key = filter!.Key }, out _));
        Assert.Equal(FwpStatus.AlreadyExists, session.SubLayerAdd(new SubLayer { Key = subLayer, Name = "again" }, out _));
        Assert.Equal(FwpStatus.BuiltInObject, session.SubLayerDelete(SubLayerKeys.Universal));
        Assert.Equal(NtStatus.Success, session.FilterDelete(filter.Key));
        Assert.Equal(FwpStatus.FilterNotFound, session.FilterDelete(filter.Key));
        Assert.Equal(NtStatus.Success, session.SubLayerDelete(subLayer));
        Assert.Equal(NtStatus.Success, session.CalloutDelete(callout));
        Assert.Equal(FwpStatus.InUse, session.ProviderDelete(provider));
        Assert.Equal(NtStatus.Success, session.ProviderContextDelete(context));
        Assert.Equal(NtStatus.Success, session.ProviderDelete(provider));
    }

    [Theory]
    [EngineCases]
    public void Scenario09_Weights_AbsoluteRangeAndAutomatic(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        FilterCondition port = policy.On("IP_REMOTE_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(80), FwpValue.UInt16(90)));
        FilterCondition user = policy.On("ALE_USER_ID", FwpMatchType.Equal, FwpValue.Of(SecurityDescriptor.Everyone));
        ulong automatic = Weight(FwpValue.Empty, port);
        Assert.InRange(automatic, 1UL, (1UL << 60) - 1);
        Assert.Equal(automatic, Weight(FwpValue.Empty, port));
        Assert.True(Weight(FwpValue.Empty, port, user) > automatic, "More specific outranks less specific.");
        Assert.Equal(automatic, Weight(FwpValue.UInt8(0), port));
        Assert.Equal((9UL << 60) | automatic, Weight(FwpValue.UInt8(9), port));
        Assert.Equal(0x1234_5678_9ABC_DEF0UL, Weight(FwpValue.UInt64(0x1234_5678_9ABC_DEF0), port));
        Assert.Equal(0UL, Weight(FwpValue.Empty));
        foreach (FwpValue wrong in (FwpValue[])[FwpValue.UInt8(16), FwpValue.UInt16(1), FwpValue.UInt32(1)])
        {
            Assert.Equal(FwpStatus.InvalidWeight, policy.Session.FilterAdd(EngineHost.BlockAll("f", layer) with { Weight = wrong }, out _));
        }

        ulong Weight(FwpValue weight, params FilterCondition[] conditions)
        {
            Assert.Equal(NtStatus.Success, policy.Session.FilterAdd(EngineHost.BlockAll("f", layer) with { Weight = weight, Conditions = conditions }, out ulong id));
            policy.Session.FilterGetById(id, out Filter? filter);
            return filter!.EffectiveWeight;
        }
    }

    [Theory]
    [EngineCases(TieOrder.Newest)]
    [EngineCases(TieOrder.Oldest)]
    [EngineCases(TieOrder.SeededRandom)]
    public void Scenario09_EqualWeights_GoByTheChosenOrder(LayerId layer, ClassifierKind classifier, TieOrder order)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier, FilterTies = order, TieSeed = 7 });
        ulong[] ids = [.. Enumerable.Range(0, 8).Select(_ => policy.Add(policy.S1, FilterActionType.Block, weight: 5))];
        ulong first = policy.Classify().FilterId;
        TestPolicy other = new(layer, new WfpSemantics { Classifier = ClassifierKind.Compiled, FilterTies = order, TieSeed = 7 });
        ulong[] same = [.. Enumerable.Range(0, 8).Select(_ => other.Add(other.S1, FilterActionType.Block, weight: 5))];
        Assert.Equal(ids, same);
        Assert.Equal(first, other.Classify().FilterId);
        ulong expected = order switch { TieOrder.Newest => ids[^1], TieOrder.Oldest => ids[0], _ => first };
        Assert.Equal(expected, first);
    }

    [Theory]
    [EngineCases]
    public void Scenario12_Rights_UsersMayOpenAdministratorsMayChangeDriversAreNotAsked(LayerId layer, ClassifierKind classifier)
    {
        TestPolicy policy = new(layer, new WfpSemantics { Classifier = classifier });
        Sid alice = Sid.Parse("S-1-5-21-1-2-3-1001");
        using EngineSession user = policy.Engine.Open(new SessionOptions { IsKernelMode = false, Token = SimToken.ForUser(alice) });
        using EngineSession admin = policy.Engine.Open(new SessionOptions { IsKernelMode = false, Token = SimToken.ForUser(alice, administrator: true) });
        Filter block = EngineHost.BlockAll("b", layer);
        Assert.Equal(NtStatus.AccessDenied, user.FilterAdd(block, out _));
        Assert.Equal(NtStatus.AccessDenied, user.TransactionBegin());
        Assert.False(policy.Classify().IsBlock);
        Assert.Equal(NtStatus.Success, admin.FilterAdd(block, out ulong id));
        Assert.Equal(id, policy.Classify().FilterId);
        admin.FilterGetById(id, out Filter? filter);
        Assert.Equal(NtStatus.Success, admin.SetSecurityInfo(PolicyObjectKind.Filter, filter!.Key, SecurityDescriptor.Parse("D:(A;;GA;;;SY)")));
        Assert.Equal(NtStatus.AccessDenied, admin.FilterDelete(filter.Key));
        Assert.Empty(admin.Filters());
        Assert.Equal(NtStatus.Success, policy.Session.FilterDelete(filter.Key));
    }
}
