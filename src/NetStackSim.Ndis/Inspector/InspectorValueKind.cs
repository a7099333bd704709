namespace NetStackSim.Ndis;

/// <summary>How an <see cref="InspectorValue"/> stands in JSON.</summary>
public enum InspectorValueKind : byte
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,
}
