namespace NetStackSim.Kernel;

/// <summary>Settings of a <see cref="SimKernel"/>; read once, when the host is made.</summary>
public sealed class SimKernelOptions
{
    /// <summary>Name of the host; unique in a network.</summary>
    public string Name { get; set; } = "host";

    /// <summary>Number of the host; the upper 16 bits of its correlation ids.</summary>
    public int HostIndex { get; set; }

    /// <summary>Number of processors, 1 to 64.</summary>
    public int ProcessorCount { get; set; } = 1;

    /// <summary>Whether the verifier is on.</summary>
    public bool Verifier { get; set; } = true;

    /// <summary>Virtual time that work costs; null for none.</summary>
    public CostModel? Costs { get; set; }

    /// <summary>DPCs that run in a row before waiting passive work gets a turn.</summary>
    public int DpcQuota { get; set; } = 64;

    /// <summary>Longest time that one DPC may be charged, in nanoseconds. 20 s as on Windows unless set.</summary>
    public long DpcWatchdogSingleNs { get; set; } = 20_000_000_000;

    /// <summary>Longest time at DISPATCH_LEVEL and above without a rest, in nanoseconds. 120 s as on Windows unless set.</summary>
    public long DpcWatchdogCumulativeNs { get; set; } = 120_000_000_000;

    /// <summary>The registry of the machine, kept from before a reboot; null for an empty one.</summary>
    public RegistryHive? Registry { get; set; }
}
