using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>What a callout at a stream layer gets (<c>FWPS_STREAM_CALLOUT_IO_PACKET0</c>). Reused; valid during the call.</summary>
public sealed class StreamCalloutPacket
{
    /// <summary>The bytes: data only, no headers; null when none are indicated.</summary>
    public NetBufferList? Data { get; private set; }

    /// <summary>Which way the bytes go; the direction field of the layer is that of the connection.</summary>
    public InspectionDirection DataDirection { get; private set; }

    /// <summary>Number of bytes indicated.</summary>
    public int DataLength { get; private set; }

    /// <summary>Copies the indicated bytes.</summary>
    /// <param name="destination">Where to.</param>
    /// <returns>Bytes copied.</returns>
    [Kernel.WindowsDdi("FwpsCopyStreamDataToBuffer0")]
    public int CopyTo(Span<byte> destination)
    {
        int copied = 0;
        for (NetBuffer? buffer = Data?.FirstNetBuffer; buffer is not null && copied < destination.Length; buffer = buffer.Next)
        {
            copied += buffer.CopyTo(0, destination[copied..]);
        }

        return copied;
    }

    /// <summary>Describes the next indication; for the shim.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="direction">Which way they go.</param>
    /// <param name="length">How many.</param>
    public void Set(NetBufferList? data, InspectionDirection direction, int length)
    {
        Data = data;
        DataDirection = direction;
        DataLength = length;
    }
}
