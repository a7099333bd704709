using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>One receive queue of a virtual machine.</summary>
internal sealed class VirtualMachineQueue(ReceiveQueueParameters parameters)
{
    internal ReceiveQueueParameters Parameters { get; set; } = parameters;

    internal ReceiveQueueState State { get; private set; } = ReceiveQueueState.Undefined;

    /// <summary>Filters that lead here.</summary>
    internal int FilterCount { get; set; }

    /// <summary>Lists above the card.</summary>
    internal int Outstanding { get; set; }

    internal long Frames { get; set; }

    internal ReceiveQueueInfo Info => new(Parameters, State, FilterCount, Outstanding, Frames);

    /// <summary>Moves to the next state.</summary>
    /// <returns>False when the event is illegal now; nothing changes then.</returns>
    internal bool TryMove(ReceiveQueueEvent what)
    {
        if (ReceiveQueueTransitions.Next(State, what) is not { } next)
        {
            return false;
        }

        State = next;
        return true;
    }
}
