namespace NetStackSim.Kernel;

/// <summary>An interrupt service routine.</summary>
[WindowsDdi("KSERVICE_ROUTINE")]
public interface IInterruptTarget
{
    /// <summary>The interrupt is delivered. Runs at the device level of the interrupt: acknowledge, queue a DPC, return.</summary>
    /// <param name="interrupt">The interrupt.</param>
    /// <returns>True when the device raised it.</returns>
    bool OnInterrupt(InterruptObject interrupt);
}
