namespace NetStackSim.TcpIp;

/// <summary>What one check of a segment decided.</summary>
internal readonly struct SegmentDisposition
{
    private SegmentDisposition(bool continues, bool takesList, DropCause? cause)
    {
        Continues = continues;
        TakesList = takesList;
        Cause = cause;
    }

    /// <summary>The next check goes on.</summary>
    public static SegmentDisposition Continue => new(continues: true, takesList: false, cause: null);

    /// <summary>The segment did its work; its list goes back.</summary>
    public static SegmentDisposition Done => new(continues: false, takesList: false, cause: null);

    /// <summary>The segment did its work; its list was kept or given away.</summary>
    public static SegmentDisposition Taken => new(continues: false, takesList: true, cause: null);

    /// <summary>True when the segment passed.</summary>
    public bool Continues { get; }

    /// <summary>True when the list is no longer the caller's.</summary>
    public bool TakesList { get; }

    /// <summary>Why the segment is given up; null when it is not.</summary>
    public DropCause? Cause { get; }

    /// <summary>The segment is given up; its list goes back.</summary>
    public static SegmentDisposition Drop(DropCause cause) => new(continues: false, takesList: false, cause);
}
