using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests.Layers;

public sealed class LayerIndicationTests
{
    [Fact]
    public void Table_AllLayers_SayWhatIsShownOrWhyNothingIs()
    {
        Dictionary<LayerIndicationKind, int> counts = [];
        foreach (LayerSchema layer in LayerCatalog.Current.Layers)
        {
            LayerIndication indication = LayerIndication.Of(layer);
            Assert.DoesNotContain("not a layer", indication.Words, StringComparison.Ordinal);
            counts[indication.Kind] = counts.GetValueOrDefault(indication.Kind) + 1;
        }

        Assert.Equal(99, counts.Values.Sum());
        Assert.Equal(
            (68, 10, 12, 9),
            (counts[LayerIndicationKind.Indicated], counts[LayerIndicationKind.NotInStack], counts[LayerIndicationKind.UserMode], counts[LayerIndicationKind.Reserved]));
    }

    [Fact]
    public void Of_AnUnknownLayer_IsNeverShownAnything() =>
        Assert.False(LayerIndication.Of(new LayerSchema(500, Guid.NewGuid(), "SOMETHING_NEW_V4", LayerFlags.None, default, [])).IsIndicated);

    [Fact]
    public void Filters_AtEveryLayer_AreTakenExceptStaticOnesAtGates()
    {
        var engine = new FilterEngine();
        EngineSession session = engine.Open();
        foreach (LayerSchema layer in LayerCatalog.Current.Layers)
        {
            NtStatus status = session.FilterAdd(new Filter { Name = "any", LayerKey = layer.Key, Action = FilterActionType.Block }, out _);
            NtStatus expected = layer.Name.EndsWith("_FAST", StringComparison.Ordinal) ? FwpStatus.IncompatibleLayer : NtStatus.Success;
            Assert.True(expected == status, $"{layer.Name}: {status}");
        }
    }

    [Fact]
    public void LinkLayers_WithoutTheirDriver_TakeNoFilters()
    {
        var engine = new FilterEngine { IsLinkLayerReady = false };
        EngineSession session = engine.Open();
        foreach (LayerSchema layer in LayerCatalog.Current.Layers)
        {
            NtStatus status = session.FilterAdd(new Filter { Name = "any", LayerKey = layer.Key, Action = FilterActionType.Permit }, out _);
            Assert.Equal(layer.Id is >= 56 and <= 59, status == FwpStatus.L2DriverNotReady);
        }
    }
}
