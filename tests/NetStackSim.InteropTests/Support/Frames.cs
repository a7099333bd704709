namespace NetStackSim.InteropTests.Support;

/// <summary>What crosses the TAP device.</summary>
public enum Frames
{
    /// <summary>IFF_VNET_HDR: large frames and partial checksums, both ways.</summary>
    Vnet,

    /// <summary>Single frames with complete checksums.</summary>
    Plain,
}
