namespace NetStackSim.Wfp;

/// <summary>The kinds of objects that the engine keeps in containers of their own.</summary>
public enum PolicyObjectKind : byte
{
    /// <summary>The engine itself.</summary>
    Engine,

    /// <summary>Providers.</summary>
    Provider,

    /// <summary>Provider contexts.</summary>
    ProviderContext,

    /// <summary>Sublayers.</summary>
    SubLayer,

    /// <summary>Layers.</summary>
    Layer,

    /// <summary>Callouts.</summary>
    Callout,

    /// <summary>Filters.</summary>
    Filter,

    /// <summary>Net events.</summary>
    NetEvent,

    /// <summary>Sessions.</summary>
    Session,
}
