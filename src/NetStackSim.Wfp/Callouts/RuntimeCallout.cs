namespace NetStackSim.Wfp;

/// <summary>A callout key at run time: what management added and what a driver registered, in any order.</summary>
public sealed class RuntimeCallout
{
    // Contexts that wait for the end of the calls that are running, to be given back.
    private Queue<FlowContext>? _leaving;

    internal RuntimeCallout(Guid key, uint id)
    {
        Key = key;
        Id = id;
    }

    /// <summary>The key that both sides share.</summary>
    public Guid Key { get; }

    /// <summary>Run-time id.</summary>
    public uint Id { get; }

    /// <summary>True while a driver has registered it.</summary>
    public bool IsRegistered => Implementation is not null;

    /// <summary>How often it was called.</summary>
    public long Calls { get; internal set; }

    /// <summary>The driver's functions; null while it is not registered.</summary>
    internal ICallout? Implementation { get; set; }

    /// <summary>The flags of the registration.</summary>
    internal CalloutFlags Flags { get; set; }

    /// <summary>True for a callout of an imported policy that is taken to have no opinion, because its code is not at hand.</summary>
    internal bool LetsPass { get; set; }

    /// <summary>Contexts that live flows hold for it.</summary>
    internal int FlowContexts { get; set; }

    /// <summary>Calls that are running.</summary>
    internal int Active { get; private set; }

    /// <summary>The filter of the last call; null when it was never called.</summary>
    internal RuntimeFilter? LastFilter { get; private set; }

    /// <summary>Operations and classifications that it holds.</summary>
    internal int Pended { get; set; }

    /// <summary>Classify handles that it acquired and has to release.</summary>
    internal int ClassifyHandles { get; set; }

    /// <summary>Clones and lists that it made in its calls and that are not under way into the stack, and references that it holds.</summary>
    internal int KeptLists { get; set; }

    /// <summary>Contexts that it had when unregistering was refused because of them; 0 when it was not.</summary>
    internal int ContextsAtRefusal { get; set; }

    /// <summary>A call begins.</summary>
    internal void Enter(RuntimeFilter filter)
    {
        LastFilter = filter;
        Active++;
    }

    /// <summary>A call ended: contexts that were removed meanwhile go back.</summary>
    internal void Leave()
    {
        Active--;
        while (Active == 0 && _leaving is { Count: > 0 } leaving)
        {
            GiveBack(leaving.Dequeue());
        }
    }

    /// <summary>Gives a context back, once no call runs that could still use it.</summary>
    /// <returns>True when it went back at once.</returns>
    internal bool Release(FlowContext context)
    {
        if (Active > 0)
        {
            (_leaving ??= new Queue<FlowContext>()).Enqueue(context);
            return false;
        }

        GiveBack(context);
        return true;
    }

    private void GiveBack(FlowContext context)
    {
        FlowContexts--;
        (Implementation as IFlowCallout)?.FlowDelete(context.LayerId, Id, context.Value);
    }
}
