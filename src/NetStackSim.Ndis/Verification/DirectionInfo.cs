namespace NetStackSim.Ndis;

/// <summary>The out-of-band values of a list that mean something else in the other direction, as they were handed over last, and which direction that was.</summary>
/// <param name="IsKnown">False: the list was not handed over yet.</param>
/// <param name="IsReceive">The direction.</param>
/// <param name="Checksum">Slot 0.</param>
/// <param name="LargeSend">Slot 2.</param>
/// <param name="UdpCoalesce">Slot 17.</param>
/// <param name="Segmentation">Slot 22.</param>
/// <param name="Supplement">Slot 23.</param>
/// <param name="Flags">The public flags.</param>
internal readonly record struct DirectionInfo(
    bool IsKnown, bool IsReceive, ulong Checksum, ulong LargeSend, ulong UdpCoalesce, ulong Segmentation, ulong Supplement, NblFlags Flags)
{
    /// <summary>Reads them.</summary>
    public static DirectionInfo Of(NetBufferList list, bool isReceive) => new(
        true,
        isReceive,
        list[NetBufferListInfoId.TcpIpChecksum],
        list[NetBufferListInfoId.TcpLargeSend],
        list[NetBufferListInfoId.UdpReceiveCoalesce],
        list[NetBufferListInfoId.TcpCoalesceOrUdpSegmentation],
        list[NetBufferListInfoId.CoalesceTimestampOrSendSupplement],
        list.NblFlags);

    /// <summary>The first slot that still has a value of the other direction, or -1.</summary>
    /// <param name="before">What was read in the other direction.</param>
    public int FirstStale(in DirectionInfo before) =>
        IsStale(Checksum, before.Checksum) ? 0
        : IsStale(LargeSend, before.LargeSend) ? 2
        : IsStale(UdpCoalesce, before.UdpCoalesce) ? 17
        : IsStale(Segmentation, before.Segmentation) ? 22
        : IsStale(Supplement, before.Supplement) ? 23
        : -1;

    private static bool IsStale(ulong now, ulong before) => now != 0 && now == before;
}
