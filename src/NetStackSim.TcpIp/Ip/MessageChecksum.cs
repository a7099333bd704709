using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Sums the data of a buffer over its chain of memory.</summary>
internal static class MessageChecksum
{
    /// <summary>The partial sum of the used data.</summary>
    internal static uint Sum(NetBuffer buffer)
    {
        ReadOnlySpan<byte> whole = buffer.GetWritable(buffer.DataLength);
        return !whole.IsEmpty || buffer.DataLength == 0 ? InternetChecksum.Sum(whole) : SumPieces(buffer);
    }

    private static uint SumPieces(NetBuffer buffer)
    {
        MdlCursor cursor = buffer.GetCursor();
        uint sum = 0;
        int done = 0;
        while (done < buffer.DataLength)
        {
            ReadOnlySpan<byte> piece = cursor.Take(buffer.DataLength - done);
            sum = InternetChecksum.Combine(InternetChecksum.Fold(sum), InternetChecksum.Sum(piece), (done & 1) != 0);
            done += piece.Length;
        }

        return InternetChecksum.Fold(sum);
    }
}
