namespace NetStackSim.Tap;

/// <summary>struct iovec.</summary>
internal unsafe struct IoVector
{
    internal void* Base;
    internal nuint Length;
}
