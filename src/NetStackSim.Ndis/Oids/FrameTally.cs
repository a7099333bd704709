using System.Runtime.CompilerServices;

namespace NetStackSim.Ndis;

/// <summary>Adds frames to the statistics of an interface by the kind of their destination: what every miniport does for OID_GEN_STATISTICS. IRQL: at most Dispatch.</summary>
public static class FrameTally
{
    /// <summary>Counts received frames of one destination.</summary>
    /// <param name="statistics">The counters.</param>
    /// <param name="frame">At least the destination address.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="bytes">Their bytes, MAC headers included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CountIn(ref NdisStatistics statistics, ReadOnlySpan<byte> frame, int frames, int bytes)
    {
        statistics.InOctets += (ulong)bytes;
        if ((frame[0] & 1) == 0)
        {
            statistics.InUcastPkts += (ulong)frames;
            statistics.InUcastOctets += (ulong)bytes;
        }
        else if (IsBroadcast(frame))
        {
            statistics.InBroadcastPkts += (ulong)frames;
            statistics.InBroadcastOctets += (ulong)bytes;
        }
        else
        {
            statistics.InMulticastPkts += (ulong)frames;
            statistics.InMulticastOctets += (ulong)bytes;
        }
    }

    /// <summary>Counts sent frames of one destination.</summary>
    /// <param name="statistics">The counters.</param>
    /// <param name="frame">At least the destination address.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="bytes">Their bytes, MAC headers included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CountOut(ref NdisStatistics statistics, ReadOnlySpan<byte> frame, int frames, int bytes)
    {
        statistics.OutOctets += (ulong)bytes;
        if ((frame[0] & 1) == 0)
        {
            statistics.OutUcastPkts += (ulong)frames;
            statistics.OutUcastOctets += (ulong)bytes;
        }
        else if (IsBroadcast(frame))
        {
            statistics.OutBroadcastPkts += (ulong)frames;
            statistics.OutBroadcastOctets += (ulong)bytes;
        }
        else
        {
            statistics.OutMulticastPkts += (ulong)frames;
            statistics.OutMulticastOctets += (ulong)bytes;
        }
    }

    private static bool IsBroadcast(ReadOnlySpan<byte> frame) => !frame[..6].ContainsAnyExcept((byte)0xFF);
}
