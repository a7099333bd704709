using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests.Engine;

/// <summary>Contexts on flows: every cell of state and event, and the promise that each context comes back exactly once.</summary>
public sealed class FlowContextTests
{
    private const ushort StreamLayer = 20;

    /// <summary>Where a context can be.</summary>
    public enum Standing
    {
        None,
        Associated,
        RemovedInACall,
        FlowEnded,
    }

    /// <summary>What can happen.</summary>
    public enum Happening
    {
        Associate,
        AssociateZero,
        Remove,
        Abort,
        End,
        Unregister,
    }

    public static TheoryData<Standing, Happening, uint, int> Cells()
    {
        uint success = NtStatus.Success.Value;
        uint invalid = NtStatus.InvalidParameter.Value;
        uint exists = FwpStatus.ObjectNameExists.Value;
        uint none = NtStatus.Unsuccessful.Value;
        uint notFound = NtStatus.NotFound.Value;
        uint busy = NtStatus.DeviceBusy.Value;
        TheoryData<Standing, Happening, uint, int> cells = [];
        Add(Standing.None, (success, 0), (invalid, 0), (none, 0), (success, 0), (success, 0), (success, 0));
        Add(Standing.Associated, (exists, 0), (invalid, 0), (success, 1), (success, 1), (success, 1), (busy, 0));

        // The call that runs may still use the context: it comes back when the call is over, and until then the callout is busy.
        Add(Standing.RemovedInACall, (success, 0), (invalid, 0), (none, 0), (success, 0), (success, 0), (busy, 0));
        Add(Standing.FlowEnded, (invalid, 1), (invalid, 1), (none, 1), (notFound, 1), (success, 1), (success, 1));
        return cells;

        void Add(Standing standing, params (uint Status, int Returned)[] row)
        {
            for (int i = 0; i < row.Length; i++)
            {
                cells.Add(standing, (Happening)i, row[i].Status, row[i].Returned);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cell_GivesTheStatus_AndReturnsTheContext(Standing standing, Happening happening, uint status, int returned)
    {
        Bench bench = new();
        NtStatus got = NtStatus.Pending;
        int back = -1;
        bench.Enter(standing, () =>
        {
            got = bench.Do(happening);
            back = bench.Returned.Count;
        });

        Assert.Equal((new NtStatus(status), returned), (got, back));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Context_ComesBackExactlyOnce_AfterEveryCell(Standing standing, Happening happening, uint status, int returned)
    {
        Bench bench = new();
        bench.Enter(standing, () => bench.Do(happening));
        bench.Engine.Flows.End(bench.Flow);
        bench.Engine.Flows.End(bench.Flow);

        int associated = bench.Associated;
        Assert.Equal(Enumerable.Range(1, associated).Select(static c => (ulong)c), bench.Returned.Order());
        Assert.Equal(NtStatus.NotFound, bench.Engine.Callouts.FlowAbort(bench.Flow.Id));
        Assert.True(returned <= associated, $"{status}");
    }

    [Fact]
    public void Contexts_OfManyCalloutsAndLayers_AreIndependent()
    {
        Bench bench = new();
        Bench.Guest other = new();
        bench.Engine.Callouts.Register(new Guid(7, 7, 7, new byte[8]), other, CalloutFlags.None, out uint otherId);
        CalloutRegistry callouts = bench.Engine.Callouts;
        Assert.Equal(NtStatus.Success, callouts.FlowAssociateContext(bench.Flow.Id, StreamLayer, bench.Id, 1));
        Assert.Equal(NtStatus.Success, callouts.FlowAssociateContext(bench.Flow.Id, 24, bench.Id, 2));
        Assert.Equal(NtStatus.Success, callouts.FlowAssociateContext(bench.Flow.Id, StreamLayer, otherId, 3));
        Assert.Equal(NtStatus.Success, callouts.FlowRemoveContext(bench.Flow.Id, 24, bench.Id));
        Assert.Equal([2UL], bench.Returned);
        bench.Engine.Flows.End(bench.Flow);

        Assert.Equal([2UL, 1UL], bench.Returned);
        Assert.Equal([3UL], other.Returned);
    }

    [Fact]
    public void Associate_WithoutAFlowDeleteFunction_IsRefused()
    {
        Bench bench = new();
        bench.Engine.Callouts.Register(new Guid(8, 8, 8, new byte[8]), new Plain(), CalloutFlags.None, out uint plain);

        Assert.Equal(NtStatus.InvalidParameter, bench.Engine.Callouts.FlowAssociateContext(bench.Flow.Id, StreamLayer, plain, 1));
        Assert.Equal(NtStatus.InvalidParameter, bench.Engine.Callouts.FlowAssociateContext(bench.Flow.Id, StreamLayer, 4711, 1));
    }

    [Fact]
    public void FlowDelete_ThatTouchesTheFlowAgain_FindsNothing()
    {
        Bench bench = new();
        List<NtStatus> inside = [];
        bench.Callout.OnDelete = () =>
        {
            inside.Add(bench.Engine.Callouts.FlowRemoveContext(bench.Flow.Id, StreamLayer, bench.Id));
            inside.Add(bench.Engine.Callouts.FlowAssociateContext(bench.Flow.Id, StreamLayer, bench.Id, 9));
            inside.Add(bench.Engine.Callouts.FlowAbort(bench.Flow.Id));
        };
        bench.Do(Happening.Associate);
        bench.Engine.Flows.End(bench.Flow);

        Assert.Equal([NtStatus.Unsuccessful, NtStatus.InvalidParameter, NtStatus.NotFound], inside);
        Assert.Equal([1UL], bench.Returned);
    }

    private sealed class Plain : ICallout
    {
        public void Classify(
            ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output) => output.Continue();
    }

    private sealed class Bench
    {
        private readonly Guid _key = new(1, 1, 1, new byte[8]);
        private readonly EngineLayer _layer;

        internal Bench()
        {
            EngineHost host = new();
            Engine = host.Engine;
            Flow = Engine.Flows.Begin();
            _layer = Engine.Layer(LayerId.AleFlowEstablishedV4);
            Assert.True(Engine.Callouts.Register(_key, Callout, CalloutFlags.None, out uint id).IsSuccess);
            Id = id;
            EngineSession session = Engine.Open();
            session.CalloutAdd(new Callout { Key = _key, Name = "guest", ApplicableLayer = _layer.Schema.Key }, out _);
            session.FilterAdd(new Filter { Name = "guest", LayerKey = _layer.Schema.Key, Action = FilterActionType.CalloutInspection, CalloutKey = _key }, out _);
        }

        internal FilterEngine Engine { get; }

        internal FlowRecord Flow { get; }

        internal Guest Callout { get; } = new();

        internal uint Id { get; }

        internal List<ulong> Returned => Callout.Returned;

        internal int Associated { get; private set; }

        internal void Enter(Standing standing, Action then)
        {
            if (standing != Standing.None)
            {
                Assert.Equal(NtStatus.Success, Do(Happening.Associate));
            }

            if (standing == Standing.FlowEnded)
            {
                Do(Happening.End);
            }

            if (standing != Standing.RemovedInACall)
            {
                then();
                return;
            }

            Callout.OnCall = () =>
            {
                Assert.Equal(NtStatus.Pending, Engine.Callouts.FlowRemoveContext(Flow.Id, StreamLayer, Id));
                then();
            };
            ClassifyMetadata metadata = new() { Flow = Flow, FlowHandle = Flow.Id };
            _layer.Classify(new ClassifyValues(_layer.Schema), ref metadata, null, out _);
        }

        internal NtStatus Do(Happening happening)
        {
            switch (happening)
            {
                case Happening.Associate:
                    NtStatus status = Engine.Callouts.FlowAssociateContext(Flow.Id, StreamLayer, Id, (ulong)Associated + 1);
                    Associated += status == NtStatus.Success ? 1 : 0;
                    return status;
                case Happening.AssociateZero:
                    return Engine.Callouts.FlowAssociateContext(Flow.Id, StreamLayer, Id, 0);
                case Happening.Remove:
                    return Engine.Callouts.FlowRemoveContext(Flow.Id, StreamLayer, Id);
                case Happening.Abort:
                    return Engine.Callouts.FlowAbort(Flow.Id);
                case Happening.End:
                    Engine.Flows.End(Flow);
                    return NtStatus.Success;
                default:
                    return Engine.Callouts.Unregister(_key);
            }
        }

        internal sealed class Guest : IFlowCallout
        {
            internal List<ulong> Returned { get; } = [];

            internal Action? OnCall { get; set; }

            internal Action? OnDelete { get; set; }

            public void Classify(
                ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
            {
                OnCall?.Invoke();
                output.Continue();
            }

            public void FlowDelete(ushort layerId, uint calloutId, ulong flowContext)
            {
                Returned.Add(flowContext);
                OnDelete?.Invoke();
            }
        }
    }
}
