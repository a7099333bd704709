namespace NetStackSim.Tap;

/// <summary>struct pollfd.</summary>
internal struct PollDescriptor
{
    internal int Descriptor;
    internal short Events;
    internal short Returned;
}
