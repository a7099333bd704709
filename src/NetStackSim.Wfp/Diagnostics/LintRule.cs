namespace NetStackSim.Wfp;

/// <summary>What lint looks for.</summary>
public enum LintRule
{
    /// <summary>A heavier filter of the sublayer decides about everything that this one matches.</summary>
    Shadowed,

    /// <summary>No value can match.</summary>
    NeverMatches,

    /// <summary>Filters of equal weight that overlap and decide differently: the order is not documented.</summary>
    EqualWeights,

    /// <summary>The filter's callout was not added or is not registered.</summary>
    MissingCallout,

    /// <summary>The filter's provider is gone or disabled; its filters stayed.</summary>
    OrphanOfProvider,

    /// <summary>Conditions on one field that are not adjacent: documented as alternatives only when adjacent.</summary>
    ScatteredAlternatives,

    /// <summary>Several "not equal" on one field are alternatives and match nearly everything.</summary>
    NotEqualAlternatives,

    /// <summary>A provider without filters whose sublayers or callouts are still there: what a product left behind.</summary>
    LeftBehind,

    /// <summary>The import could not enforce the filter.</summary>
    NotEnforced,
}
