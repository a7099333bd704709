using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class FilterServiceTests
{
    private static readonly Guid ProviderKey = new("11111111-2222-3333-4444-555555555555");

    [Theory]
    [EngineCases(LayerV4 = LayerId.InboundTransportV4)]
    public void Scenario08_BootPersistent_OneTakesOverFromTheOtherWithoutAGap(LayerId layer, ClassifierKind classifier)
    {
        RegistryHive registry = new();
        WfpSemantics semantics = new() { Classifier = classifier };
        (ulong bootId, ulong persistentId) = AddBootAndPersistent(new EngineHost(registry, semantics: semantics), layer);
        Assert.NotEqual(bootId, persistentId);

        EngineHost host = new(registry, staysInBootTime: true, semantics);
        ClassifyResult atBoot = host.Classify(layer);
        Assert.Equal(("boot", FilterActionType.Block), (atBoot.Filter!.Definition.Name, atBoot.Action));
        Takeover takeover = new(host, layer);
        host.Engine.Observer = takeover;
        host.Kernel.EnterPhase(HostPhase.Running);
        ClassifyResult running = host.Classify(layer);
        Assert.Equal(("persistent", FilterActionType.Block), (running.Filter!.Definition.Name, running.Action));
        Assert.NotEmpty(takeover.Deciders);
        Assert.All(takeover.Deciders, static decider => Assert.Equal("persistent", decider));
        Assert.Empty(host.Engine.LoadErrors);
    }

    [Theory]
    [EngineCases(LayerV4 = LayerId.InboundTransportV4)]
    public void Scenario08_BootPersistent_ServiceStops_StaticFiltersGoAndPersistentStay(LayerId layer, ClassifierKind classifier)
    {
        EngineHost host = new(semantics: new WfpSemantics { Classifier = classifier });
        AddBootAndPersistent(host, layer);
        using EngineSession session = host.Engine.Open();
        session.FilterAdd(EngineHost.BlockAll("static"), out _);
        List<FilterServiceState> states = [];
        host.Engine.SubscribeState(states.Add);

        host.Engine.StopService();
        Assert.Equal("boot", host.Classify(layer).Filter!.Definition.Name);
        Assert.False(host.Classify().IsBlock);
        Assert.Equal(FwpStatus.SessionAborted, session.FilterAdd(EngineHost.BlockAll(), out _));
        Assert.Equal(FwpStatus.SessionAborted, host.Engine.TryOpen(null, out _));

        host.Engine.StartService();
        Assert.Equal("persistent", host.Classify(layer).Filter!.Definition.Name);
        Assert.False(host.Classify().IsBlock);
        Assert.Equal(2, host.Engine.FilterCount);
        Assert.Equal([FilterServiceState.StopPending, FilterServiceState.Stopped, FilterServiceState.StartPending, FilterServiceState.Running], states);
    }

    [Theory]
    [EngineCases(2, true)]
    [EngineCases(3, false)]
    [EngineCases(4, false)]
    [EngineCases(-1, false)]
    public void Scenario08_BootPersistent_ProviderNamesAService_DecidesByItsStart(LayerId layer, ClassifierKind classifier, int start, bool isEnforced)
    {
        WfpSemantics semantics = new() { Classifier = classifier };
        RegistryHive registry = new();
        if (start >= 0)
        {
            registry.Create(@"HKLM\SYSTEM\CurrentControlSet\Services\vendorfw").SetDword("Start", (uint)start);
        }

        EngineHost first = new(registry, semantics: semantics);
        using (EngineSession session = first.Engine.Open())
        {
            Assert.True(session.ProviderAdd(new Provider { Key = ProviderKey, Name = "vendor", IsPersistent = true, ServiceName = "vendorfw" }, out _).IsSuccess);
            Filter filter = EngineHost.BlockAll("vendor", layer) with { Flags = FilterFlags.Persistent, ProviderKey = ProviderKey };
            Assert.True(session.FilterAdd(filter, out _).IsSuccess);
        }

        EngineHost host = new(registry, semantics: semantics);
        using EngineSession next = host.Engine.Open();
        Assert.Equal(isEnforced, host.Classify(layer).IsBlock);
        Assert.Equal(isEnforced ? 1 : 0, next.Filters().Count);
        Filter found = Assert.Single(next.Filters(new FilterTemplate { IncludesDisabled = true }));
        Assert.Equal(!isEnforced, (found.Flags & FilterFlags.Disabled) != 0);
        next.ProviderGet(ProviderKey, out Provider? provider);
        Assert.Equal(!isEnforced, provider!.IsDisabled);
    }

    [Fact]
    public void Reboot_EveryKindOfPersistentObject_IsThereAgainWithEqualContent()
    {
        RegistryHive registry = new();
        Provider provider = new() { Key = ProviderKey, Name = "vendor <&>", Description = "d", IsPersistent = true, ProviderData = new FwpBlob([1, 2, 255]) };
        ProviderContext context = new() { Key = new Guid(2, 0, 0, new byte[8]), Name = "context", IsPersistent = true, ProviderKey = ProviderKey, Data = new FwpBlob([9]) };
        SubLayer subLayer = new() { Key = new Guid(3, 0, 0, new byte[8]), Name = "sub", IsPersistent = true, ProviderKey = ProviderKey, Weight = 77 };
        Guid layer = LayerCatalog.Current.Get(LayerId.AleAuthConnectV4).Key;
        Callout callout = new() { Key = new Guid(4, 0, 0, new byte[8]), Name = "callout", IsPersistent = true, ProviderKey = ProviderKey, ApplicableLayer = layer, UsesProviderContext = true };
        Filter filter = EngineHost.BlockAll("filter") with
        {
            Key = new Guid(5, 0, 0, new byte[8]),
            Flags = FilterFlags.Persistent | FilterFlags.HasProviderContext,
            ProviderKey = ProviderKey,
            ProviderContextKey = context.Key,
            SubLayerKey = subLayer.Key,
            Action = FilterActionType.CalloutTerminating,
            CalloutKey = callout.Key,
            Weight = FwpValue.UInt8(7),
            Conditions =
            [
                new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(80), FwpValue.UInt16(90))),
                new FilterCondition(FieldKeys.AleAppId, FwpMatchType.Equal, FwpValue.Of(FwpBlob.AppId(@"\device\harddiskvolume1\a.exe"))),
                new FilterCondition(FieldKeys.AleUserId, FwpMatchType.Equal, FwpValue.Of(SecurityDescriptor.Parse("O:LSD:(A;;CC;;;WD)"))),
            ],
        };
        EngineHost first = new(registry);
        using (EngineSession session = first.Engine.Open())
        {
            session.TransactionBegin();
            Assert.True(session.ProviderAdd(provider, out _).IsSuccess);
            Assert.True(session.ProviderContextAdd(context, out _).IsSuccess);
            Assert.True(session.SubLayerAdd(subLayer, out _).IsSuccess);
            Assert.True(session.CalloutAdd(callout, out _).IsSuccess);
            Assert.True(session.FilterAdd(filter, out _).IsSuccess);
            session.TransactionCommit();
            session.FilterGet(filter.Key, out filter!);
        }

        EngineHost host = new(registry);
        Assert.Empty(host.Engine.LoadErrors);
        using EngineSession next = host.Engine.Open();
        next.ProviderGet(provider.Key, out Provider? gotProvider);
        Assert.Equal(provider, gotProvider);
        next.ProviderContextGet(context.Key, out ProviderContext? gotContext);
        Assert.Equal(context, gotContext! with { Id = 0 });
        next.SubLayerGet(subLayer.Key, out SubLayer? gotSubLayer);
        Assert.Equal(subLayer, gotSubLayer);
        next.CalloutGet(callout.Key, out Callout? gotCallout);
        Assert.Equal(callout, gotCallout! with { Id = 0 });
        next.FilterGet(filter.Key, out Filter? gotFilter);
        Assert.Equal(filter.EffectiveWeight, gotFilter!.EffectiveWeight);
        Assert.Equal(filter with { Conditions = [], Id = 0 }, gotFilter with { Conditions = [], Id = 0 });
        Assert.Equal(filter.Conditions.Select(static c => c.ToString()), gotFilter.Conditions.Select(static c => c.ToString()));
    }

    [Fact]
    public void Reboot_DeletedOrAborted_StaysAway()
    {
        RegistryHive registry = new();
        EngineHost first = new(registry);
        using (EngineSession session = first.Engine.Open())
        {
            session.FilterAdd(EngineHost.BlockAll() with { Flags = FilterFlags.Persistent }, out ulong id);
            session.FilterDeleteById(id);
            session.TransactionBegin();
            session.FilterAdd(EngineHost.BlockAll() with { Flags = FilterFlags.Persistent }, out _);
            session.TransactionAbort();
        }

        Assert.Equal(0, new EngineHost(registry).Engine.FilterCount);
    }

    [Fact]
    public void Reboot_StoreIsDamaged_TheRestIsLoadedAndTheErrorNamesTheValue()
    {
        RegistryHive registry = new();
        AddBootAndPersistent(new EngineHost(registry), LayerId.InboundTransportV4);
        RegistryKey key = registry.Open(@"HKLM\SYSTEM\CurrentControlSet\Services\BFE\Parameters\Policy\Persistent\Filter")!;
        key.Set(new RegistryValue("{00000000-0000-0000-0000-000000000001}", RegistryValueType.Binary, "<item>"u8));
        EngineHost host = new(registry);
        Assert.Single(host.Engine.LoadErrors);
        Assert.Equal(2, host.Engine.FilterCount);
    }

    private static (ulong Boot, ulong Persistent) AddBootAndPersistent(EngineHost host, LayerId layer)
    {
        using EngineSession session = host.Engine.Open();
        Assert.True(session.FilterAdd(EngineHost.BlockAll("boot", layer) with { Flags = FilterFlags.BootTime }, out ulong boot).IsSuccess);
        Assert.True(session.FilterAdd(EngineHost.BlockAll("persistent", layer) with { Flags = FilterFlags.Persistent }, out ulong persistent).IsSuccess);
        return (boot, persistent);
    }

    /// <summary>Classifies at every change of the layer: who decides there.</summary>
    private sealed class Takeover(EngineHost host, LayerId layer) : ILayerObserver
    {
        internal List<string> Deciders { get; } = [];

        public void OnLayerChanged(EngineLayer changed) => Deciders.Add(host.Classify(layer).Filter?.Definition.Name ?? "nobody");
    }
}
