using NetStackSim.Packets;

namespace NetStackSim.Transport.Tests;

public sealed class InspectionPointsTests
{
    private readonly InspectionPoints _points = new();

    [Fact]
    public void Points_EveryLayerAndFamily_IsOneDisarmedObjectOfItsOwn()
    {
        HashSet<InspectionPoint> seen = [];
        foreach (InspectionLayer layer in Enum.GetValues<InspectionLayer>())
        {
            foreach (IpFamily family in (ReadOnlySpan<IpFamily>)[IpFamily.V4, IpFamily.V6])
            {
                InspectionPoint point = _points[layer, family];
                Assert.Equal((layer, family), (point.Layer, point.Family));
                Assert.Null(point.Handler);
                Assert.True(seen.Add(point));
                Assert.Same(point, _points[layer, family]);
            }
        }

        Assert.Equal(seen.Count, _points.All.Length);
    }

    [Fact]
    public void Verdict_Default_Permits()
    {
        Assert.True(InspectionVerdict.Permit.IsPermit);
        Assert.False(new InspectionVerdict(InspectionAction.Block).IsPermit);
    }

    [Fact]
    public void Handler_WithoutMemory_PermitsNothingUnseen()
    {
        IInspectionHandler handler = new Silent();
        InspectionContext context = default;
        Assert.False(handler.TryPermit(ref context));
    }

    [Fact]
    public void State_Ends_TellsTheEngineOnce()
    {
        Flow flow = new();
        InspectionState state = new() { Engine = flow };
        state.End();
        state.End();
        Assert.Equal(1, flow.Ends);
        Assert.Null(state.Engine);
    }

    private sealed class Silent : IInspectionHandler
    {
        public InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context) => InspectionVerdict.Permit;
    }

    private sealed class Flow : IInspectedFlow
    {
        public int Ends { get; private set; }

        public void End() => Ends++;
    }
}
