namespace NetStackSim.Ndis;

/// <summary>A checksum field of <see cref="OffloadParameters"/> (NDIS_OFFLOAD_PARAMETERS_*). Not the numbers of the configuration keywords, which are 0 to 3.</summary>
public enum ChecksumSetting : byte
{
    /// <summary>As it is.</summary>
    NoChange = 0,

    /// <summary>Off in both directions.</summary>
    Off = 1,

    /// <summary>Transmit only.</summary>
    TransmitOn = 2,

    /// <summary>Receive only.</summary>
    ReceiveOn = 3,

    /// <summary>Both directions.</summary>
    BothOn = 4,
}
