namespace NetStackSim.Wfp;

/// <summary>What of an export to write, in the shapes of <c>netsh wfp show</c>.</summary>
public enum ExportPart
{
    /// <summary>All of it, as it was read (<c>show state</c>).</summary>
    State,

    /// <summary>The filters and providers (<c>show filters</c>).</summary>
    Filters,

    /// <summary>The layers with their fields.</summary>
    Layers,

    /// <summary>The net events (<c>show netevents</c>).</summary>
    NetEvents,
}
