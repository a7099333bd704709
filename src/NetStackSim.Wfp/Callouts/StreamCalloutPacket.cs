using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>What a callout at a stream layer gets and fills in (<c>FWPS_STREAM_CALLOUT_IO_PACKET0</c>). Reused; valid during the call.</summary>
public sealed class StreamCalloutPacket
{
    /// <summary>The bytes: data only, no headers; null when none are indicated.</summary>
    public NetBufferList? Data { get; private set; }

    /// <summary>Which way the bytes go; the direction field of the layer is that of the connection.</summary>
    public InspectionDirection DataDirection { get; private set; }

    /// <summary>Number of bytes indicated; 0 for the end of a direction.</summary>
    public int DataLength { get; private set; }

    /// <summary>What the indication is about (<c>streamData.flags</c>).</summary>
    public StreamInspectionFlags Flags { get; private set; }

    /// <summary>Bytes that heavier callouts removed since the last indication to this one (<c>missedBytes</c>).</summary>
    public int MissedBytes { get; private set; }

    /// <summary>With <see cref="StreamAction.NeedMoreData"/>: how many more bytes are wanted (<c>countBytesRequired</c>).</summary>
    public int BytesRequired { get; set; }

    /// <summary>How many of the indicated bytes the action covers, the others are indicated again at once; 0 for all (<c>countBytesEnforced</c>).</summary>
    public int BytesEnforced { get; set; }

    /// <summary>What else is to be done; anything but None makes the action in the output void (<c>streamAction</c>).</summary>
    public StreamAction Action { get; set; }

    /// <summary>Copies the indicated bytes.</summary>
    /// <param name="destination">Where to.</param>
    /// <returns>Bytes copied.</returns>
    [WindowsDdi("FwpsCopyStreamDataToBuffer0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public int CopyTo(Span<byte> destination)
    {
        return CopyTo(0, destination);
    }

    /// <summary>Copies indicated bytes from a position on: through all lists of the chain, and no more than were indicated.</summary>
    internal int CopyTo(int start, Span<byte> destination)
    {
        int copied = 0;
        destination = destination[..Math.Clamp(DataLength - start, 0, destination.Length)];
        for (NetBufferList? list = Data; list is not null; list = list.Next)
        {
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null && copied < destination.Length; buffer = buffer.Next)
            {
                int skipped = Math.Min(start, buffer.DataLength);
                start -= skipped;
                copied += skipped < buffer.DataLength ? buffer.CopyTo(skipped, destination[copied..]) : 0;
            }
        }

        return copied;
    }

    /// <summary>Describes the next indication; for the engine and for tests.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="direction">Which way they go.</param>
    /// <param name="length">How many.</param>
    /// <param name="flags">What the indication is about.</param>
    /// <param name="missedBytes">Bytes removed before it.</param>
    public void Set(
        NetBufferList? data, InspectionDirection direction, int length, StreamInspectionFlags flags = StreamInspectionFlags.None, int missedBytes = 0)
    {
        Data = data;
        DataDirection = direction;
        DataLength = length;
        Flags = flags;
        MissedBytes = missedBytes;
        BytesRequired = 0;
        BytesEnforced = 0;
        Action = StreamAction.None;
    }
}
