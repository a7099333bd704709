namespace NetStackSim.TcpIp;

/// <summary>Duplicate address detection state of an address (<c>NL_DAD_STATE</c>, with Windows' values).</summary>
public enum DadState : byte
{
    /// <summary>No longer valid.</summary>
    Invalid = 0,

    /// <summary>Being checked: neither a source nor a destination yet.</summary>
    Tentative = 1,

    /// <summary>Somebody else has it.</summary>
    Duplicate = 2,

    /// <summary>Usable, but not for new flows.</summary>
    Deprecated = 3,

    /// <summary>Usable.</summary>
    Preferred = 4,
}
