namespace NetStackSim.Ndis;

/// <summary>Is told of every step of the three state machines of NDIS, right after it was made.</summary>
public interface INdisLifeCycleObserver
{
    /// <summary>An adapter moved.</summary>
    void OnAdapter(MiniportAdapter adapter, AdapterState from, AdapterEvent what);

    /// <summary>A filter module moved.</summary>
    void OnFilterModule(FilterModule module, FilterModuleState from, FilterModuleEvent what);

    /// <summary>A binding moved.</summary>
    void OnBinding(ProtocolBinding binding, BindingState from, BindingEvent what);
}
