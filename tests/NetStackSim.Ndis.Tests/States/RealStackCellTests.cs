using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.States;

/// <summary>The real adapter, filter module and binding, not the tables: every legal cell happens in a life, every other one is bug check 0x7C/0x1F.</summary>
public sealed class RealStackCellTests
{
    [Fact]
    public void Adapter_EveryLegalCell_HappensInALife()
    {
        HashSet<(AdapterState, AdapterEvent)> seen = [];
        foreach (AdapterState state in Enum.GetValues<AdapterState>())
        {
            seen.UnionWith(Life.At(state).Cells.Adapters);
        }

        Life life = new();
        life.Bring();
        life.Miniport.RestartResult = NdisStatus.Failure;
        life.Runtime.PauseStack(life.Adapter);
        life.Runtime.RestartStack(life.Adapter);
        seen.UnionWith(life.Cells.Adapters);
        foreach (AdapterState state in new[] { AdapterState.Paused, AdapterState.Restarting, AdapterState.Running, AdapterState.Pausing })
        {
            life = Life.At(state);
            life.Runtime.Shutdown(ShutdownAction.PowerOff);
            seen.UnionWith(life.Cells.Adapters);
        }

        life = new Life();
        life.Miniport.InitializeResult = NdisStatus.Failure;
        life.Bring();
        seen.UnionWith(life.Cells.Adapters);
        life = new Life();
        life.Bring();
        life.Runtime.RemoveAdapter(life.Adapter);
        seen.UnionWith(life.Cells.Adapters);
        CheckAll(seen, AdapterTransitions.Next);
    }

    [Fact]
    public void FilterModule_EveryLegalCell_HappensInALife()
    {
        HashSet<(FilterModuleState, FilterModuleEvent)> seen = [];
        Life life = new();
        life.Bring();
        life.Runtime.RemoveAdapter(life.Adapter);
        seen.UnionWith(life.Cells.Modules);
        life = new Life();
        life.FilterDriver.AttachResult = NdisStatus.Failure;
        life.Bring();
        seen.UnionWith(life.Cells.Modules);
        life = new Life();
        life.OnFilter = filter => filter.RestartResult = NdisStatus.Failure;
        life.Bring();
        seen.UnionWith(life.Cells.Modules);
        CheckAll(seen, FilterModuleTransitions.Next);
    }

    [Fact]
    public void Binding_EveryLegalCell_HappensInALife()
    {
        HashSet<(BindingState, BindingEvent)> seen = [];
        Life life = new();
        life.Bring();
        life.Runtime.RemoveAdapter(life.Adapter);
        seen.UnionWith(life.Cells.Bindings);
        life = new Life();
        life.Protocol.BindResult = NdisStatus.Failure;
        life.Bring();
        seen.UnionWith(life.Cells.Bindings);
        life = new Life();
        life.Protocol.OnEvent = static e => e.Code == NetPnPEventCode.Restart ? NdisStatus.Failure : NtStatus.Success;
        life.Bring();
        seen.UnionWith(life.Cells.Bindings);
        CheckAll(seen, BindingTransitions.Next);
    }

    public static TheoryData<AdapterState> AdapterStates => [.. Enum.GetValues<AdapterState>()];

    public static TheoryData<FilterModuleState> FilterModuleStates => [.. Enum.GetValues<FilterModuleState>()];

    public static TheoryData<BindingState> BindingStates => [.. Enum.GetValues<BindingState>()];

    [Theory]
    [MemberData(nameof(AdapterStates))]
    public void Adapter_EveryIllegalCell_IsABugCheck(AdapterState state)
    {
        MiniportAdapter adapter = Life.At(state).Adapter;
        foreach (AdapterEvent what in Enum.GetValues<AdapterEvent>().Where(what => AdapterTransitions.Next(state, what) is null))
        {
            RequireIllegal(() => adapter.MoveTo(what), $"{state} x {what}");
            Assert.Equal(state, adapter.State);
        }

        RequireIllegalUnless(state == AdapterState.Pausing, adapter.PauseComplete, state);
        RequireIllegalUnless(state == AdapterState.Restarting, () => adapter.RestartComplete(NtStatus.Success), state);
    }

    [Theory]
    [MemberData(nameof(FilterModuleStates))]
    public void FilterModule_EveryIllegalCell_IsABugCheck(FilterModuleState state)
    {
        Life life = Life.At(state);
        FilterModule module = life.Module!;
        foreach (FilterModuleEvent what in Enum.GetValues<FilterModuleEvent>().Where(what => FilterModuleTransitions.Next(state, what) is null))
        {
            RequireIllegal(() => module.MoveTo(what), $"{state} x {what}");
            Assert.Equal(state, module.State);
        }

        RequireIllegalUnless(state == FilterModuleState.Pausing, module.PauseComplete, state);
        RequireIllegalUnless(state == FilterModuleState.Restarting, () => module.RestartComplete(NtStatus.Success), state);
    }

    [Theory]
    [MemberData(nameof(BindingStates))]
    public void Binding_EveryIllegalCell_IsABugCheck(BindingState state)
    {
        Life life = Life.At(state);
        ProtocolBinding binding = life.Protocol.Binding;
        foreach (BindingEvent what in Enum.GetValues<BindingEvent>().Where(what => BindingTransitions.Next(state, what) is null))
        {
            RequireIllegal(() => binding.MoveTo(what), $"{state} x {what}");
            Assert.Equal(state, binding.State);
        }

        RequireIllegalUnless(state == BindingState.Opening, () => binding.BindComplete(NtStatus.Success), state);
        RequireIllegalUnless(state == BindingState.Closing, binding.UnbindComplete, state);
        RequireIllegal(() => binding.CompleteNetPnPEvent(new NetPnPEvent(NetPnPEventCode.Restart), NtStatus.Success), $"{state}");
    }

    private static void CheckAll<TState, TEvent>(HashSet<(TState State, TEvent What)> seen, Func<TState, TEvent, TState?> next)
        where TState : struct, Enum
        where TEvent : struct, Enum
    {
        IEnumerable<(TState State, TEvent What)> legal = Enum.GetValues<TState>().SelectMany(state => Enum.GetValues<TEvent>().Select(what => (state, what)))
            .Where(cell => next(cell.state, cell.what) is not null);
        Assert.Equal([], legal.Except(seen));
        Assert.Equal([], seen.Except(legal));
    }

    private static void RequireIllegalUnless(bool legal, Action action, Enum state)
    {
        if (!legal)
        {
            RequireIllegal(action, state.ToString());
        }
    }

    // A rule of the verifier may speak first where it has one; without it the bug check of NDIS remains.
    private static void RequireIllegal(Action action, string cell)
    {
        BugCheckException stop = Assert.Throws<BugCheckException>(action);
        Assert.True((BugCheckCode.BugcodeNdisDriver, 0x1Ful) == (stop.Code, stop.Parameters[0]), $"{cell}: {stop.Message}");
    }

    /// <summary>An adapter with one filter and one protocol, each of which can be left in any state.</summary>
    private sealed class Life
    {
        private readonly TestHost _host = new(verifier: false);

        public Life()
        {
            Runtime = new NdisRuntime(_host.Kernel) { LifeCycleObserver = Cells };
            Protocol = LateProtocol.Register(Runtime, [], p => (p.BindResult, p.UnbindResult) = (NtStatus.Success, NtStatus.Success));
            FilterDriver = TestFilterDriver.Register(Runtime, [], "filter", (d, m) =>
            {
                IdleFilter filter = new(d, m);
                OnFilter?.Invoke(filter);
                return filter;
            });
        }

        public NdisRuntime Runtime { get; }

        public Recorder Cells { get; } = new();

        public TestMiniport Miniport { get; } = new([]);

        public LateProtocol Protocol { get; }

        public TestFilterDriver FilterDriver { get; }

        public Action<IdleFilter>? OnFilter { get; set; }

        public MiniportAdapter Adapter => Miniport.Adapter;

        public FilterModule? Module => Cells.Module;

        public static Life At(AdapterState state)
        {
            Life life = new();
            switch (state)
            {
                case AdapterState.Initializing:
                    life.Miniport.ThrowsInInitialize = true;
                    Assert.Throws<InvalidOperationException>(life.Bring);
                    break;
                case AdapterState.Halted:
                    life.Bring();
                    life.Runtime.StopAdapter(life.Adapter);
                    break;
                case AdapterState.Paused:
                    life.Bring();
                    life.Runtime.PauseStack(life.Adapter);
                    break;
                case AdapterState.Restarting:
                    life.Miniport.RestartResult = NtStatus.Pending;
                    life.Bring();
                    break;
                case AdapterState.Pausing:
                    life.Bring();
                    life.Miniport.PauseResult = NtStatus.Pending;
                    life.Runtime.PauseStack(life.Adapter);
                    break;
                case AdapterState.Shutdown:
                    life.Bring();
                    life.Runtime.Shutdown(ShutdownAction.PowerOff);
                    break;
                default:
                    life.Bring();
                    break;
            }

            Assert.Equal(state, life.Adapter.State);
            return life;
        }

        public static Life At(FilterModuleState state)
        {
            Life life = new();
            life.OnFilter = filter => (filter.RestartResult, filter.PauseResult) =
                (state == FilterModuleState.Restarting ? NtStatus.Pending : NtStatus.Success, state == FilterModuleState.Pausing ? NtStatus.Pending : NtStatus.Success);
            if (state == FilterModuleState.Attaching)
            {
                life.OnFilter = static _ => throw new InvalidOperationException("attach");
                Assert.Throws<InvalidOperationException>(life.Bring);
            }
            else
            {
                life.Bring();
            }

            if (state is FilterModuleState.Paused or FilterModuleState.Pausing)
            {
                life.Runtime.PauseStack(life.Adapter);
            }
            else if (state == FilterModuleState.Detached)
            {
                life.FilterDriver.Registration.Dispose();
            }

            Assert.Equal(state, life.Module!.State);
            return life;
        }

        public static Life At(BindingState state)
        {
            Life life = new();
            life.Protocol.BindResult = state == BindingState.Opening ? NtStatus.Pending : NtStatus.Success;
            life.Protocol.UnbindResult = state == BindingState.Closing ? NtStatus.Pending : NtStatus.Success;
            life.Protocol.OnEvent = e => (state, e.Code) is (BindingState.Restarting, NetPnPEventCode.Restart) or (BindingState.Pausing, NetPnPEventCode.Pause)
                ? NtStatus.Pending : NtStatus.Success;
            life.Bring();
            if (state is BindingState.Paused or BindingState.Pausing)
            {
                life.Runtime.PauseStack(life.Adapter);
            }
            else if (state is BindingState.Closing or BindingState.Unbound)
            {
                life.Protocol.Registration.Dispose();
            }

            Assert.Equal(state, life.Protocol.Binding.State);
            return life;
        }

        public void Bring() => Miniport.AddTo(Runtime);
    }

    private sealed class Recorder : INdisLifeCycleObserver
    {
        public HashSet<(AdapterState, AdapterEvent)> Adapters { get; } = [];

        public HashSet<(FilterModuleState, FilterModuleEvent)> Modules { get; } = [];

        public HashSet<(BindingState, BindingEvent)> Bindings { get; } = [];

        public FilterModule? Module { get; private set; }

        public void OnAdapter(MiniportAdapter adapter, AdapterState from, AdapterEvent what) => Adapters.Add((from, what));

        public void OnFilterModule(FilterModule module, FilterModuleState from, FilterModuleEvent what)
        {
            Module = module;
            Modules.Add((from, what));
        }

        public void OnBinding(ProtocolBinding binding, BindingState from, BindingEvent what) => Bindings.Add((from, what));
    }
}
