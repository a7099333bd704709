using System.Runtime.CompilerServices;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>Adds frames of the wire to the statistics of an interface by the kind of their destination.</summary>
internal static class FrameTally
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CountIn(ref NdisStatistics statistics, ReadOnlySpan<byte> frame, int frames, int bytes)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CountOut(ref NdisStatistics statistics, ReadOnlySpan<byte> frame, int frames, int bytes)
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
