namespace NetStackSim.Nic;

/// <summary>What is known about the transport checksum of a frame on a wire (the flags of a vnet header).</summary>
public enum ChecksumState : byte
{
    /// <summary>The checksum field is what a physical wire would carry; nobody has verified it.</summary>
    None,

    /// <summary>
    /// The checksum field holds the sum of the pseudo header (with the length of the transport header and payload); whoever needs the real value adds the bytes
    /// from <see cref="WireMetadata.ChecksumStart"/> to the end and stores the complement. The data counts as intact: it has not left memory.
    /// </summary>
    Partial,

    /// <summary>The checksum field is complete and was verified by the sender of the frame.</summary>
    Valid,
}
