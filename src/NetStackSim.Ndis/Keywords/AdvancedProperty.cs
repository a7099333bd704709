namespace NetStackSim.Ndis;

/// <summary>One line of the Advanced tab.</summary>
/// <param name="Keyword">Registry value name.</param>
/// <param name="Display">Its name on the tab.</param>
/// <param name="Value">The value in force: that of the registry, or the default.</param>
/// <param name="DisplayValue">The value in words.</param>
/// <param name="IsDefault">True when the registry holds nothing, or the default.</param>
/// <param name="Problem">Why the driver does not use what the registry holds; null when it is right.</param>
public sealed record AdvancedProperty(string Keyword, string Display, string Value, string DisplayValue, bool IsDefault, string? Problem);
