namespace NetStackSim.Ndis;

/// <summary>How the Advanced tab shows a keyword (the type entry of an INF's Ndi\Params section).</summary>
public enum KeywordType
{
    /// <summary>A list of named values.</summary>
    Enum,

    /// <summary>A number between two limits.</summary>
    Int,

    /// <summary>Text that somebody types.</summary>
    Edit,
}
