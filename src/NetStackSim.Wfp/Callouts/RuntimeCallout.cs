namespace NetStackSim.Wfp;

/// <summary>A callout key at run time: what management added and what a driver registered, in any order.</summary>
public sealed class RuntimeCallout
{
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
}
