using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The line by which a card in a low-power state asks for power (PME#): the bus behind it wakes the system.</summary>
public interface IWakeLine
{
    /// <summary>A card found something that is armed. It asks once; the system answers by setting its adapter to D0.</summary>
    /// <param name="card">The card.</param>
    /// <param name="reason">What it found; indicated as NDIS_STATUS_PM_WAKE_REASON when the adapter is in D0.</param>
    /// <remarks>Called from the event in which the frame arrived or the link changed: wake in an event of your own.</remarks>
    void OnWake(VirtualNic card, WakeReason reason);
}
