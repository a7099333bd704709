namespace NetStackSim.Wfp;

/// <summary>What a transaction changes at a layer.</summary>
internal sealed class LayerChange
{
    // Past this the layer is compiled as a whole, and nobody need know what changed.
    private const int MostFilters = 512;

    /// <summary>Filters that came.</summary>
    internal List<RuntimeFilter> Added { get; } = [];

    /// <summary>Filters that went and were there before.</summary>
    internal List<RuntimeFilter> Removed { get; } = [];

    /// <summary>True when the layer is compiled as a whole.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>Compiles the layer as a whole.</summary>
    internal void MakeWhole()
    {
        IsWhole = true;
        Added.Clear();
        Removed.Clear();
    }

    /// <summary>A filter comes.</summary>
    internal void Add(RuntimeFilter filter)
    {
        if (!IsWhole)
        {
            Added.Add(filter);
            Limit();
        }
    }

    /// <summary>A filter goes.</summary>
    internal void Remove(RuntimeFilter filter)
    {
        if (!IsWhole && !Added.Remove(filter))
        {
            Removed.Add(filter);
            Limit();
        }
    }

    private void Limit()
    {
        if (Added.Count + Removed.Count > MostFilters)
        {
            MakeWhole();
        }
    }
}
