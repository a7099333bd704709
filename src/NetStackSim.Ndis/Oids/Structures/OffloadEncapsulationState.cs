namespace NetStackSim.Ndis;

/// <summary>A switch of <see cref="OffloadEncapsulation"/> (NDIS_OFFLOAD_SET_*). Not the numbers of <see cref="OffloadSetting"/>.</summary>
public enum OffloadEncapsulationState : uint
{
    /// <summary>As it is.</summary>
    NoChange = 0,

    /// <summary>On.</summary>
    On = 1,

    /// <summary>Off.</summary>
    Off = 2,
}
