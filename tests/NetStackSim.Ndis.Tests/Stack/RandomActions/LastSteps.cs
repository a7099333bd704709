namespace NetStackSim.Ndis.Tests.Stack.RandomActions;

/// <summary>The last steps of all state machines, for the message of a failure.</summary>
internal sealed class LastSteps : INdisLifeCycleObserver
{
    private const int Kept = 40;

    private readonly Queue<string> _steps = new();

    public void OnAdapter(MiniportAdapter adapter, AdapterState from, AdapterEvent what) => Add($"{adapter.Name} {from} {what}");

    public void OnFilterModule(FilterModule module, FilterModuleState from, FilterModuleEvent what) => Add($"{module.Name} {from} {what}");

    public void OnBinding(ProtocolBinding binding, BindingState from, BindingEvent what) => Add($"{binding.Name} {from} {what}");

    public override string ToString() => string.Join('\n', _steps);

    private void Add(string step)
    {
        _steps.Enqueue(step);
        if (_steps.Count > Kept)
        {
            _steps.Dequeue();
        }
    }
}
