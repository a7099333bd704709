namespace NetStackSim.Kernel;

/// <summary>How an interrupt line signals (KINTERRUPT_MODE).</summary>
[WindowsDdi("KINTERRUPT_MODE")]
public enum InterruptMode : byte
{
    /// <summary>While a device holds the line, the interrupt is delivered again; the services are asked until one says that it was its device.</summary>
    LevelSensitive = 0,

    /// <summary>Each edge is one interrupt; all services are asked, and asked again until none says that it was its device.</summary>
    Latched = 1,
}
