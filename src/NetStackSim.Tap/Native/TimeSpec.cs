namespace NetStackSim.Tap;

/// <summary>struct timespec of a 64-bit system.</summary>
internal struct TimeSpec
{
    internal long Seconds;
    internal long Nanoseconds;
}
