namespace NetStackSim.TcpIp;

/// <summary>What <see cref="FragmentMap{T}"/> did with a fragment.</summary>
internal enum FragmentVerdict : byte
{
    /// <summary>It, or the part of it that was new, is in the map.</summary>
    Kept,

    /// <summary>All of it was there already; it is not in the map.</summary>
    Duplicate,

    /// <summary>It overlaps and the policy gives up the whole datagram.</summary>
    Overlap,

    /// <summary>It reaches behind the end that the last fragment set, or the last fragment ends before data that is here.</summary>
    BeyondEnd,

    /// <summary>A second last fragment with another end.</summary>
    EndsDiffer,
}
