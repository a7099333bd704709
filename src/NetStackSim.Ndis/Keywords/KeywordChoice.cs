namespace NetStackSim.Ndis;

/// <summary>One value of an enumerated keyword.</summary>
/// <param name="Value">What the registry holds.</param>
/// <param name="Display">What the Advanced tab shows (EnumDesc).</param>
public readonly record struct KeywordChoice(string Value, string Display);
