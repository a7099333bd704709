namespace NetStackSim.Wfp;

/// <summary>On which side of an item a border lies.</summary>
internal enum BorderPlace : byte
{
    /// <summary>Before the item.</summary>
    Before,

    /// <summary>Between the item and the next one.</summary>
    Behind,

    /// <summary>Behind all items that end with the item.</summary>
    BehindEndings,
}
