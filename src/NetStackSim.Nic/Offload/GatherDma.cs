using System.Runtime.CompilerServices;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Collects the pieces of a net buffer into one span: the transmit DMA, with a checksum adder beside the bus.</summary>
internal static class GatherDma
{
    /// <summary>Copies the data.</summary>
    /// <param name="buffer">The net buffer.</param>
    /// <param name="destination">As long as the data.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy(NetBuffer buffer, Span<byte> destination)
    {
        MdlCursor cursor = buffer.GetCursor();
        int done = 0;
        while (done < destination.Length)
        {
            Span<byte> piece = cursor.Take(destination.Length - done);
            if (piece.IsEmpty)
            {
                return;
            }

            piece.CopyTo(destination[done..]);
            done += piece.Length;
        }
    }

    /// <summary>Copies the data and sums what lies at or behind an offset, in one pass.</summary>
    /// <param name="buffer">The net buffer.</param>
    /// <param name="destination">As long as the data.</param>
    /// <param name="sumFrom">Offset of the first summed byte; the sum starts on an even byte there.</param>
    /// <returns>The partial sum.</returns>
    internal static uint CopyAndSum(NetBuffer buffer, Span<byte> destination, int sumFrom)
    {
        MdlCursor cursor = buffer.GetCursor();
        uint sum = 0;
        int done = 0;
        while (done < destination.Length)
        {
            int limit = done < sumFrom ? sumFrom - done : destination.Length - done;
            Span<byte> piece = cursor.Take(limit);
            if (piece.IsEmpty)
            {
                return sum;
            }

            if (done < sumFrom)
            {
                piece.CopyTo(destination[done..]);
            }
            else
            {
                sum = InternetChecksum.Combine(sum, InternetChecksum.CopyAndSum(piece, destination[done..]), ((done - sumFrom) & 1) != 0);
            }

            done += piece.Length;
        }

        return sum;
    }
}
