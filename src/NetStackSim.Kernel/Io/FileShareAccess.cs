namespace NetStackSim.Kernel;

/// <summary>What other openings of the same object are tolerated (FILE_SHARE_xxx).</summary>
[Flags]
public enum FileShareAccess : uint
{
    /// <summary>None: exclusive.</summary>
    None = 0,

    /// <summary>FILE_SHARE_READ.</summary>
    Read = 1,

    /// <summary>FILE_SHARE_WRITE.</summary>
    Write = 2,

    /// <summary>FILE_SHARE_DELETE.</summary>
    Delete = 4,
}
