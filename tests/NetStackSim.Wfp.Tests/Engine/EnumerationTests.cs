using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class EnumerationTests
{
    private FilterEngine _engine = new();
    private EngineSession _session;
    private Guid _layer = LayerCatalog.Current.Get(LayerId.AleAuthConnectV4).Key;

    public EnumerationTests() => _session = _engine.Open();

    [Theory]
    [EngineCases]
    public void Scenario10_Enumeration_LaterChangesAreInvisible(LayerId layer, ClassifierKind classifier)
    {
        Begin(layer, classifier);
        Add("old 1");
        Add("old 2");
        Assert.True(_session.FilterCreateEnumHandle(null, out PolicyEnumeration<Filter>? handle).IsSuccess);
        for (int i = 0; i < 5; i++)
        {
            Add($"new {i}");
        }

        Assert.Equal(["old 1"], handle!.Next(1).Select(static f => f.Name));
        Assert.Equal(["old 2"], handle.Next(10).Select(static f => f.Name));
        Assert.Empty(handle.Next(10));
        handle.Dispose();
        Assert.Throws<ObjectDisposedException>(() => handle.Next(1));
    }

    [Theory]
    [EngineCases]
    public void Scenario10_Enumeration_EnumerateAndDelete_Terminates(LayerId layer, ClassifierKind classifier)
    {
        Begin(layer, classifier);
        for (int i = 0; i < 20; i++)
        {
            Add($"{i}");
        }

        _session.FilterCreateEnumHandle(null, out PolicyEnumeration<Filter>? handle);
        while (handle!.Next(3) is { Count: > 0 } some)
        {
            foreach (Filter filter in some)
            {
                Assert.True(_session.FilterDelete(filter.Key).IsSuccess);
            }
        }

        Assert.Equal(0, _engine.FilterCount);
    }

    [Theory]
    [EngineCases]
    public void Scenario10_Enumeration_TwoConditionsOnOneField_IsRefused(LayerId layer, ClassifierKind classifier)
    {
        Begin(layer, classifier);
        FilterTemplate template = new() { LayerKey = _layer, Conditions = [Port(FwpMatchType.Equal, 80), Port(FwpMatchType.Equal, 81)] };
        Assert.Equal(FwpStatus.DuplicateCondition, _session.FilterCreateEnumHandle(template, out _));
    }

    [Theory]
    [EngineCases]
    public void Scenario10_Enumeration_SortedAndBestTerminatingMatch(LayerId layer, ClassifierKind classifier)
    {
        Begin(layer, classifier);
        Add("light", weight: 1);
        Add("heavy", weight: 9);
        Add("middle", weight: 5);
        Assert.Equal(["heavy", "middle", "light"], _session.Filters(new FilterTemplate { LayerKey = _layer, IsSorted = true }).Select(static f => f.Name));
        Assert.Equal(["heavy"], _session.Filters(new FilterTemplate { LayerKey = _layer, IsBestTerminatingMatch = true }).Select(static f => f.Name));
    }

    [Theory]
    [InlineData(FilterEnumType.Overlapping, "80-90 any")]
    [InlineData(FilterEnumType.FullyContained, "80-90 any")]
    public void Template_OneValue_FindsFiltersThatTakeIt(FilterEnumType type, string expected)
    {
        AddPorts();
        FilterTemplate template = new() { LayerKey = _layer, EnumType = type, Conditions = [Port(FwpMatchType.Equal, 85)] };
        Assert.Equal(expected, string.Join(' ', _session.Filters(template).Select(static f => f.Name)));
    }

    [Theory]
    [InlineData(FilterEnumType.Overlapping, "80-90 443 any")]
    [InlineData(FilterEnumType.FullyContained, "any")]
    public void Template_Range_OverlapsOrIsContained(FilterEnumType type, string expected)
    {
        AddPorts();
        FilterTemplate template = new()
        {
            LayerKey = _layer,
            EnumType = type,
            Conditions = [new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(85), FwpValue.UInt16(500)))],
        };
        Assert.Equal(expected, string.Join(' ', _session.Filters(template).Select(static f => f.Name)));
    }

    [Fact]
    public void Template_ThatNothingCanFit_IsRefused()
    {
        Assert.Equal(FwpStatus.NeverMatch, _session.FilterCreateEnumHandle(new FilterTemplate { ActionMask = 0 }, out _));
        FilterTemplate empty = new() { LayerKey = _layer, Conditions = [Port(FwpMatchType.Less, 0)] };
        Assert.Equal(FwpStatus.NeverMatch, _session.FilterCreateEnumHandle(empty, out _));
        Assert.Equal(FwpStatus.LayerNotFound, _session.FilterCreateEnumHandle(new FilterTemplate { LayerKey = Guid.Empty }, out _));
    }

    [Fact]
    public void Template_Lifetimes_HideBootTimeUnlessAsked()
    {
        Add("static");
        _session.FilterAdd(EngineHost.BlockAll("boot") with { Flags = FilterFlags.BootTime }, out _);
        Assert.Equal(["static"], Names(new FilterTemplate()));
        Assert.Equal(["static", "boot"], Names(new FilterTemplate { IncludesBootTime = true }));
        Assert.Equal(["boot"], Names(new FilterTemplate { IsBootTimeOnly = true }));
    }

    [Fact]
    public void Handles_OfOtherKinds_ReturnWhatThereIs()
    {
        _session.SubLayerAdd(new SubLayer { Name = "mine" }, out Guid key);
        _session.SubLayerCreateEnumHandle(null, out PolicyEnumeration<SubLayer>? subLayers);
        Assert.Contains(subLayers!.Next(100), s => s.Key == key);
        _session.LayerCreateEnumHandle(out PolicyEnumeration<LayerSchema>? layers);
        Assert.Equal(99, layers!.Remaining);
        _session.SessionCreateEnumHandle(out PolicyEnumeration<SessionOptions>? sessions);
        Assert.Single(sessions!.Next(10));
        _session.ProviderCreateEnumHandle(out PolicyEnumeration<Provider>? providers);
        Assert.NotEmpty(providers!.Next(100));
        _session.CalloutCreateEnumHandle(null, null, out PolicyEnumeration<Callout>? callouts);
        Assert.Empty(callouts!.Next(100));
        _session.ProviderContextCreateEnumHandle(null, null, out PolicyEnumeration<ProviderContext>? contexts);
        Assert.Empty(contexts!.Next(100));
    }

    private void Begin(LayerId layer, ClassifierKind classifier)
    {
        _engine = new FilterEngine(semantics: new WfpSemantics { Classifier = classifier });
        _session = _engine.Open();
        _layer = _engine.Catalog.Get(layer).Key;
    }

    private static FilterCondition Port(FwpMatchType match, ushort port) => new(FieldKeys.IpRemotePort, match, FwpValue.UInt16(port));

    private IEnumerable<string> Names(FilterTemplate template) => _session.Filters(template).Select(static f => f.Name);

    private void AddPorts()
    {
        Add("80-90", new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(80), FwpValue.UInt16(90))));
        Add("443", Port(FwpMatchType.Equal, 443));
        Add("9000", Port(FwpMatchType.GreaterOrEqual, 9000));
        Add("any");
    }

    private void Add(string name, FilterCondition? condition = null, ulong weight = 0)
    {
        Filter filter = EngineHost.BlockAll(name) with { LayerKey = _layer, Weight = FwpValue.UInt64(weight), Conditions = condition is { } given ? [given] : [] };
        Assert.True(_session.FilterAdd(filter, out _).IsSuccess);
    }
}
