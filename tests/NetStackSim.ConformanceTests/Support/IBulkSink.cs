namespace NetStackSim.ConformanceTests.Support;

/// <summary>Where bulk data ends.</summary>
internal interface IBulkSink
{
    long Bytes { get; }

    /// <summary>A hash of all bytes in order.</summary>
    ulong Hash { get; }

    /// <summary>Gives back what is kept.</summary>
    void Stop();
}
