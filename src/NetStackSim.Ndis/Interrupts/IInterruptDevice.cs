namespace NetStackSim.Ndis;

/// <summary>Hardware that can interrupt: what <see cref="AdapterOptions.Device"/> is when its driver registers an interrupt.</summary>
public interface IInterruptDevice
{
    /// <summary>The line and the messages that the bus gave the device.</summary>
    InterruptResources InterruptResources { get; }
}
