namespace NetStackSim.Kernel;

/// <summary>Comparisons of a conditional entry.</summary>
internal enum AceOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    NotContains,
    AnyOf,
    NotAnyOf,
}
