namespace NetStackSim.Wfp;

/// <summary>How a condition compares the field with its value (<c>FWP_MATCH_TYPE</c>, Windows' numbers).</summary>
public enum FwpMatchType : byte
{
    /// <summary>Equal; within the mask; access check for a security descriptor. The only type that an empty field can match.</summary>
    Equal = 0,

    /// <summary>The field is greater.</summary>
    Greater = 1,

    /// <summary>The field is less.</summary>
    Less = 2,

    /// <summary>The field is greater or equal.</summary>
    GreaterOrEqual = 3,

    /// <summary>The field is less or equal.</summary>
    LessOrEqual = 4,

    /// <summary>Within a range, both ends included.</summary>
    Range = 5,

    /// <summary>All bits of the condition are set in the field.</summary>
    FlagsAllSet = 6,

    /// <summary>At least one bit of the condition is set in the field.</summary>
    FlagsAnySet = 7,

    /// <summary>No bit of the condition is set in the field.</summary>
    FlagsNoneSet = 8,

    /// <summary>Equal strings without regard to case.</summary>
    EqualCaseInsensitive = 9,

    /// <summary>Not equal.</summary>
    NotEqual = 10,

    /// <summary>Despite its Windows name: the field <em>ends</em> with the condition.</summary>
    Prefix = 11,

    /// <summary>The field does not end with the condition.</summary>
    NotPrefix = 12,
}
