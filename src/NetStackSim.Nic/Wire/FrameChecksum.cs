using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Completes the transport checksum of frames that left it partial.</summary>
public static class FrameChecksum
{
    /// <summary>Completes the checksum in the frame's own memory, in place.</summary>
    /// <param name="frame">Any frame; replaced by a copy when its memory is shared. A frame that is not partial is left alone.</param>
    /// <returns>False when the metadata does not fit the bytes, the frame is large, or a needed copy found no memory; the frame is unchanged then.</returns>
    public static bool TryComplete(ref Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Wire.Checksum != ChecksumState.Partial)
        {
            return true;
        }

        if (frame.Wire.IsLarge || !Fits(frame.Length, frame.Wire) || !Frame.TryUnshare(ref frame))
        {
            return false;
        }

        Complete(frame.Data, frame.Wire);

        // Complete, and known to be good: it has not left memory.
        frame.Wire = new WireMetadata { Checksum = ChecksumState.Valid };
        return true;
    }

    /// <summary>True when the checksum field that the metadata names lies inside the frame.</summary>
    internal static bool Fits(int frameLength, in WireMetadata wire) =>
        wire.ChecksumStart >= EthernetHeader.Size && wire.ChecksumStart + wire.ChecksumOffset + 2 <= frameLength;

    /// <summary>Sums from the checksum start to the end and stores the complement; padding is zero and does not count.</summary>
    internal static void Complete(Span<byte> frame, in WireMetadata wire)
    {
        Span<byte> transport = frame[wire.ChecksumStart..];
        uint sum = InternetChecksum.Sum(transport);
        ushort checksum = wire.ChecksumOffset == SegmentationPlan.UdpChecksumOffset ? InternetChecksum.FinishUdp(sum) : InternetChecksum.Finish(sum);
        BinaryPrimitives.WriteUInt16BigEndian(transport[wire.ChecksumOffset..], checksum);
    }
}
