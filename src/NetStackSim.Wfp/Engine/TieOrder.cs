namespace NetStackSim.Wfp;

/// <summary>Order of filters with equal weight in one sublayer.</summary>
public enum TieOrder : byte
{
    /// <summary>The newer filter (the higher id) first, as real machines list them.</summary>
    Newest,

    /// <summary>The older filter first.</summary>
    Oldest,

    /// <summary>An order derived from a seed, for tests that must not depend on ties.</summary>
    SeededRandom,
}
