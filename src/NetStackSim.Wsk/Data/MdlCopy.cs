using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wsk;

/// <summary>Copies the data of a net buffer into a client's descriptor chain.</summary>
internal static class MdlCopy
{
    /// <summary>Copies the first <paramref name="count"/> used bytes; target and offset move on behind them.</summary>
    public static void FromNetBuffer(NetBuffer source, ref Mdl target, ref int offset, int count)
    {
        int done = 0;
        while (done < count)
        {
            while (offset >= target.ByteCount && target.Next is not null)
            {
                offset -= target.ByteCount;
                target = target.Next;
            }

            int room = Math.Min(count - done, target.ByteCount - offset);
            source.CopyTo(done, target.Span.Slice(offset, room));
            done += room;
            offset += room;
        }
    }
}
