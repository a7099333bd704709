using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>Frames that arrive at one instant.</summary>
internal struct FrameBatch
{
    internal FrameQueue Frames;
    internal long DueNs;
    internal long Sequence;
}
