namespace NetStackSim.Kernel;

/// <summary>What the objects of a host do when it is off: processes are gone, and the registry forgets what it does not keep.</summary>
internal sealed class ObjectsAtPowerOff : IHostPhaseObserver
{
    public void OnPhaseChanged(SimKernel kernel, HostPhase before)
    {
        if (kernel.Phase == HostPhase.Off)
        {
            kernel.Processes.PowerOff();
            kernel.Registry.Reboot();
        }
    }
}
