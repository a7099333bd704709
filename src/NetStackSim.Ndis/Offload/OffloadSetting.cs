namespace NetStackSim.Ndis;

/// <summary>A switch of <see cref="OffloadParameters"/> (NDIS_OFFLOAD_PARAMETERS_*).</summary>
public enum OffloadSetting : byte
{
    /// <summary>As it is.</summary>
    NoChange = 0,

    /// <summary>Off.</summary>
    Off = 1,

    /// <summary>On.</summary>
    On = 2,
}
