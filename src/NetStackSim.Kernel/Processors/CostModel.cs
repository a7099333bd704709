namespace NetStackSim.Kernel;

/// <summary>Virtual nanoseconds that work costs on a processor. All zero by default: work then takes no virtual time.</summary>
/// <remarks>With costs, interrupt moderation, RSS and the DPC watchdog become visible. The values are data, not measurements of this machine.</remarks>
public sealed class CostModel
{
    /// <summary>An interrupt service routine.</summary>
    public long PerIsr { get; set; }

    /// <summary>A DPC.</summary>
    public long PerDpc { get; set; }

    /// <summary>A timer expiry.</summary>
    public long PerTimer { get; set; }

    /// <summary>A work item or a step of a thread.</summary>
    public long PerWorkItem { get; set; }

    /// <summary>A net buffer list that a processor handles; charged by <see cref="Processor.ChargeLists"/>.</summary>
    public long PerList { get; set; }

    /// <summary>A payload byte that a processor touches, in picoseconds; charged by <see cref="Processor.ChargeLists"/>.</summary>
    public long PerBytePicoseconds { get; set; }
}
