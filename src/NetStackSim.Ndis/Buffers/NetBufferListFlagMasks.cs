namespace NetStackSim.Ndis;

/// <summary>Who may use which bits of <see cref="NetBufferList.Flags"/> (the private flags word).</summary>
public static class NetBufferListFlagMasks
{
    /// <summary>NBL_FLAGS_PROTOCOL_RESERVED (NDIS 6.30 and later): the originating protocol.</summary>
    public const uint ProtocolReserved = 0xFFF0_0003;

    /// <summary>NBL_FLAGS_SCRATCH: the current owner; not preserved across a hand-over.</summary>
    public const uint Scratch = 0x000F_0000;

    /// <summary>NBL_FLAGS_MINIPORT_RESERVED: the miniport while it owns the list.</summary>
    public const uint MiniportReserved = 0x0000_F000;

    /// <summary>NBL_FLAGS_NDIS_RESERVED: NDIS.</summary>
    public const uint NdisReserved = 0x0000_0FFC;
}
