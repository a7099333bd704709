namespace NetStackSim.Wfp;

/// <summary>The engine that matches filters and arbitrates between them.</summary>
public enum ClassifierKind
{
    /// <summary>The compiled one: an index per sublayer, permits of packets kept until the next commit.</summary>
    Compiled,

    /// <summary>The naive one: every filter of every sublayer, one by one, nothing kept. Allocates; for tests and for doubts about the other.</summary>
    Reference,
}
