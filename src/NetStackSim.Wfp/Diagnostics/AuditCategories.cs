namespace NetStackSim.Wfp;

/// <summary>The subcategories of auditing, each off by default as on Windows.</summary>
[Flags]
public enum AuditCategories
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>"Filtering Platform Policy Change": 5440 to 5450.</summary>
    PolicyChange = 0x1,

    /// <summary>"Filtering Platform Packet Drop": 5150 to 5153.</summary>
    PacketDrop = 0x2,

    /// <summary>"Filtering Platform Connection": 5154 to 5159.</summary>
    Connection = 0x4,

    /// <summary>All of them.</summary>
    All = PolicyChange | PacketDrop | Connection,
}
