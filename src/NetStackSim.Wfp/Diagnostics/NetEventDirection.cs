namespace NetStackSim.Wfp;

/// <summary>Directions of net events, with Windows' numbers (<c>msFwpDirection</c>).</summary>
public enum NetEventDirection : uint
{
    /// <summary>To this host.</summary>
    In = 0x3900,

    /// <summary>From this host.</summary>
    Out = 0x3901,

    /// <summary>Through this host.</summary>
    Forward = 0x3902,
}
