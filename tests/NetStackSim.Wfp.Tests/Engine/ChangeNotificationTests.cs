using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class ChangeNotificationTests
{
    private EngineHost _host = new(semantics: new WfpSemantics { NotificationQueueLength = 4 });
    private readonly List<PolicyChange> _heard = [];

    [Theory]
    [EngineCases]
    public void Scenario11_ChangeNotification_ComesAfterTheCommitAndNotFromOneself(LayerId layer, ClassifierKind classifier)
    {
        _host = new EngineHost(semantics: new WfpSemantics { NotificationQueueLength = 4, Classifier = classifier });
        using EngineSession x = _host.Engine.Open();
        using EngineSession y = _host.Engine.Open();
        Assert.True(x.SubscribeChanges(PolicyObjectKind.Filter, null, _heard.Add, out _).IsSuccess);
        y.TransactionBegin();
        y.FilterAdd(EngineHost.BlockAll("f", layer) with { Key = new Guid(1, 0, 0, new byte[8]) }, out ulong id);
        Settle();
        Assert.Empty(_heard);
        y.TransactionCommit();
        Assert.Empty(_heard);
        Settle();
        Assert.Equal([new PolicyChange(PolicyObjectKind.Filter, PolicyChangeType.Add, new Guid(1, 0, 0, new byte[8]), id)], _heard);

        _heard.Clear();
        y.TransactionBegin();
        y.FilterDeleteById(id);
        y.TransactionAbort();
        x.FilterAdd(EngineHost.BlockAll("own", layer), out _);
        Settle();
        Assert.Empty(_heard);
    }

    [Theory]
    [EngineCases]
    public void Scenario11_ChangeNotification_QueueOverflows_IsMarked(LayerId layer, ClassifierKind classifier)
    {
        _host = new EngineHost(semantics: new WfpSemantics { NotificationQueueLength = 4, Classifier = classifier });
        using EngineSession x = _host.Engine.Open();
        using EngineSession y = _host.Engine.Open();
        x.SubscribeChanges(PolicyObjectKind.Filter, null, _heard.Add, out PolicySubscription? subscription);
        y.TransactionBegin();
        for (int i = 0; i < 6; i++)
        {
            y.FilterAdd(EngineHost.BlockAll("f", layer), out _);
        }

        y.TransactionCommit();
        Settle();
        Assert.Equal(4, _heard.Count);
        Assert.Equal((FwpStatus.NotificationDropped, 2L), (subscription!.Status, subscription.Dropped));
    }

    [Fact]
    public void Change_AddedAndDeletedInOneTransaction_NeverWas()
    {
        using EngineSession x = _host.Engine.Open();
        using EngineSession y = _host.Engine.Open();
        x.SubscribeChanges(PolicyObjectKind.Filter, null, _heard.Add, out _);
        y.TransactionBegin();
        y.FilterAdd(EngineHost.BlockAll(), out ulong id);
        y.FilterDeleteById(id);
        y.TransactionCommit();
        Settle();
        Assert.Empty(_heard);
    }

    [Fact]
    public void Subscription_WithTemplate_HearsOnlyWhatItAskedFor()
    {
        using EngineSession x = _host.Engine.Open();
        using EngineSession y = _host.Engine.Open();
        SubscriptionOptions options = new() { NotifiesOnAdd = false, Filters = new FilterTemplate { LayerKey = LayerCatalog.Current.Get(LayerId.AleAuthConnectV6).Key } };
        x.SubscribeChanges(PolicyObjectKind.Filter, options, _heard.Add, out _);
        y.FilterAdd(EngineHost.BlockAll("4"), out ulong four);
        y.FilterAdd(EngineHost.BlockAll("6", LayerId.AleAuthConnectV6), out ulong six);
        y.FilterDeleteById(four);
        y.FilterDeleteById(six);
        Settle();
        Assert.Equal([(PolicyChangeType.Delete, six)], _heard.Select(static c => (c.Type, c.Id)));
    }

    [Fact]
    public void Subscription_OtherKindsAndEnd()
    {
        EngineSession x = _host.Engine.Open();
        using EngineSession y = _host.Engine.Open();
        Assert.True(x.SubscribeChanges(PolicyObjectKind.SubLayer, null, _heard.Add, out PolicySubscription? subLayers).IsSuccess);
        Assert.True(x.SubscribeChanges(PolicyObjectKind.Provider, null, _heard.Add, out _).IsSuccess);
        Assert.Single(x.Subscriptions(PolicyObjectKind.Provider));
        y.SubLayerAdd(new SubLayer { Name = "s" }, out _);
        y.ProviderAdd(new Provider { Name = "p" }, out _);
        Settle();
        Assert.Equal([PolicyObjectKind.SubLayer, PolicyObjectKind.Provider], _heard.Select(static c => c.Kind));
        subLayers!.Dispose();
        y.SubLayerAdd(new SubLayer { Name = "t" }, out _);
        x.Close();
        y.ProviderAdd(new Provider { Name = "q" }, out _);
        Settle();
        Assert.Equal(2, _heard.Count);
    }

    [Fact]
    public void Subscribe_Wrongly_IsRefused()
    {
        using EngineSession x = _host.Engine.Open();
        Assert.Equal(FwpStatus.InvalidEnumerator, x.SubscribeChanges(PolicyObjectKind.Layer, null, _heard.Add, out _));
        SubscriptionOptions never = new() { NotifiesOnAdd = false, NotifiesOnDelete = false };
        Assert.Equal(FwpStatus.NeverMatch, x.SubscribeChanges(PolicyObjectKind.Filter, never, _heard.Add, out _));
        x.TransactionBegin();
        Assert.Equal(FwpStatus.TransactionInProgress, x.SubscribeChanges(PolicyObjectKind.Filter, null, _heard.Add, out _));
    }

    private void Settle() => _host.Loop.Run(async () => await _host.At(_host.Kernel.Now + 1));
}
