namespace NetStackSim.Nic;

/// <summary>Registers of the card, by their offset in its memory window.</summary>
internal enum NicRegister
{
    /// <summary>Starts, stops and resets the device.</summary>
    Control = 0x00,

    /// <summary>Masks and unmasks interrupts.</summary>
    InterruptMask = 0x10,

    /// <summary>Reads and clears the causes of interrupts.</summary>
    InterruptCause = 0x14,

    /// <summary>The doorbell of the transmit rings.</summary>
    TransmitTail = 0x20,

    /// <summary>Addresses, offloads, scaling: everything that requests set.</summary>
    Settings = 0x40,
}
