namespace NetStackSim.Wfp;

/// <summary>How a compiled condition is evaluated.</summary>
internal enum ConditionKind : byte
{
    /// <summary>Nothing matches.</summary>
    Never,

    /// <summary>The field is empty.</summary>
    IsEmpty,

    /// <summary>A number within two ends: equality, order, ranges, masks and prefixes all become this.</summary>
    Interval,

    /// <summary>A number other than one.</summary>
    NotEqual,

    /// <summary>All bits set.</summary>
    FlagsAll,

    /// <summary>Any bit set.</summary>
    FlagsAny,

    /// <summary>No bit set.</summary>
    FlagsNone,

    /// <summary>An equal object: blob, string or SID.</summary>
    ObjectEqual,

    /// <summary>Another object.</summary>
    ObjectNotEqual,

    /// <summary>A blob or string within two ends, each of which may be open.</summary>
    ObjectInterval,

    /// <summary>An equal string without regard to case.</summary>
    TextEqualNoCase,

    /// <summary>The field ends with the condition.</summary>
    Suffix,

    /// <summary>The field does not end with the condition.</summary>
    NotSuffix,

    /// <summary>The descriptor grants the match right to the token.</summary>
    AccessCheck,
}
