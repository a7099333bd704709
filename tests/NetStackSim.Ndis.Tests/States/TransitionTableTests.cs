namespace NetStackSim.Ndis.Tests.States;

/// <summary>Every cell of the three state tables against the tables of the specification (event: from -> to; all other cells are illegal).</summary>
public sealed class TransitionTableTests
{
    private const string Adapter = """
        InitializeCalled: Halted>Initializing
        InitializeSucceeded: Initializing>Paused
        InitializeFailed: Initializing>Halted
        HaltCalled: Paused>Halted
        RestartCalled: Paused>Restarting
        RestartSucceeded: Restarting>Running
        RestartFailed: Restarting>Paused
        PauseCalled: Running>Pausing
        PauseCompleted: Pausing>Paused
        ShutdownCalled: Paused>Shutdown Restarting>Shutdown Running>Shutdown Pausing>Shutdown
        """;

    private const string Filter = """
        AttachCalled: Detached>Attaching
        AttachSucceeded: Attaching>Paused
        AttachFailed: Attaching>Detached
        DetachCalled: Paused>Detached
        RestartCalled: Paused>Restarting
        RestartSucceeded: Restarting>Running
        RestartFailed: Restarting>Paused
        PauseCalled: Running>Pausing
        PauseCompleted: Pausing>Paused
        """;

    private const string Binding = """
        BindCalled: Unbound>Opening
        BindSucceeded: Opening>Paused
        BindFailed: Opening>Unbound
        RestartSent: Paused>Restarting
        RestartSucceeded: Restarting>Running
        RestartFailed: Restarting>Paused
        PauseSent: Running>Pausing
        PauseCompleted: Pausing>Paused
        UnbindCalled: Paused>Closing
        UnbindCompleted: Closing>Unbound
        """;

    private const string ReceiveQueue = """
        Allocate: Undefined>Allocated
        FirstFilterSet: Allocated>Set Paused>Running
        LastFilterCleared: Set>Allocated Running>Paused
        AllocationComplete: Allocated>Paused Set>Running
        Free: Allocated>DmaStopped Set>DmaStopped Running>DmaStopped Paused>DmaStopped
        BuffersReturned: DmaStopped>Freeing
        Freed: Freeing>Undefined
        """;

    [Fact]
    public void ReceiveQueue_AllCells_AreAsSpecified() => Check<ReceiveQueueState, ReceiveQueueEvent>(ReceiveQueue, ReceiveQueueTransitions.Next, 49);

    [Fact]
    public void Adapter_AllCells_AreAsSpecified() => Check<AdapterState, AdapterEvent>(Adapter, AdapterTransitions.Next, 70);

    [Fact]
    public void FilterModule_AllCells_AreAsSpecified() => Check<FilterModuleState, FilterModuleEvent>(Filter, FilterModuleTransitions.Next, 54);

    [Fact]
    public void Binding_AllCells_AreAsSpecified() => Check<BindingState, BindingEvent>(Binding, BindingTransitions.Next, 70);

    private static void Check<TState, TEvent>(string table, Func<TState, TEvent, TState?> next, int cells)
        where TState : struct, Enum
        where TEvent : struct, Enum
    {
        Dictionary<(TState, TEvent), TState> expected = [];
        foreach (string line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split(':', 2);
            foreach (string arrow in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] ends = arrow.Split('>');
                expected.Add((Enum.Parse<TState>(ends[0]), Enum.Parse<TEvent>(parts[0])), Enum.Parse<TState>(ends[1]));
            }
        }

        int seen = 0;
        foreach (TState state in Enum.GetValues<TState>())
        {
            foreach (TEvent what in Enum.GetValues<TEvent>())
            {
                TState? wanted = expected.TryGetValue((state, what), out TState to) ? to : null;
                Assert.True(Equals(wanted, next(state, what)), $"{state} x {what}");
                seen++;
            }
        }

        Assert.Equal(cells, seen);
    }
}
