namespace NetStackSim.Wfp;

/// <summary>How the conditions of a template are compared with a filter's (<c>FWP_FILTER_ENUM_TYPE</c>).</summary>
public enum FilterEnumType : byte
{
    /// <summary>Filters that match everything that the template's conditions describe.</summary>
    FullyContained,

    /// <summary>Filters that match something of what the template's conditions describe.</summary>
    Overlapping,
}
