using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Brings frames into the form that the next port takes: cuts what it does not take uncut, completes checksums, drops what is too long.</summary>
public static class FrameAdapter
{
    // What the 16-bit length of an IP packet can say, with a link header: longer sends exist only inside a card.
    private const int LongestUncut = ushort.MaxValue + EthernetHeader.Size;

    /// <summary>Adapts a chain in place; order is kept.</summary>
    /// <param name="frames">The caller's frames. Frames that cannot be adapted are dropped.</param>
    /// <param name="accepted">What the next port takes.</param>
    /// <param name="pool">Where pieces and copies are rented.</param>
    /// <param name="drops">Who drops what cannot be adapted.</param>
    public static void Adapt(ref FrameChain frames, in WireCapabilities accepted, FramePool pool, IFrameDropSink drops)
    {
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            if (!Passes(frame, accepted))
            {
                AdaptAll(ref frames, accepted, pool, drops);
                return;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Passes(Frame frame, in WireCapabilities accepted) =>
        frame.Wire.NeedsWork ? IsAccepted(frame, accepted) && FitsSize(frame, accepted) : frame.Length <= accepted.MaxFrameSize;

    private static bool IsAccepted(Frame frame, in WireCapabilities accepted) => accepted.Accepts(frame.Wire) && frame.Length <= LongestUncut;

    // A large frame is as long as its pieces are.
    private static bool FitsSize(Frame frame, in WireCapabilities accepted) =>
        (frame.Wire.IsLarge ? Math.Min(frame.Length, frame.Wire.HeaderLength + frame.Wire.SegmentSize) : frame.Length) <= accepted.MaxFrameSize;

    private static void AdaptAll(ref FrameChain frames, in WireCapabilities accepted, FramePool pool, IFrameDropSink drops)
    {
        FrameChain adapted = default;
        while (frames.RemoveFirst() is { } frame)
        {
            if (!FitsSize(frame, accepted))
            {
                drops.Drop(frame, WireDropReasons.FrameTooLong);
            }
            else if (IsAccepted(frame, accepted))
            {
                adapted.Add(frame);
            }
            else
            {
                AdaptOne(frame, pool, drops, ref adapted);
            }
        }

        frames = adapted;
    }

    private static void AdaptOne(Frame frame, FramePool pool, IFrameDropSink drops, ref FrameChain adapted)
    {
        if (frame.Wire.IsLarge)
        {
            if (FrameSegmenter.TrySegment(frame, pool, ref adapted, out DropReason reason))
            {
                frame.Release();
            }
            else
            {
                drops.Drop(frame, reason);
            }
        }
        else if (FrameChecksum.TryComplete(ref frame))
        {
            adapted.Add(frame);
        }
        else
        {
            drops.Drop(frame, FrameChecksum.Fits(frame.Length, frame.Wire) ? WireDropReasons.NoFrameMemory : WireDropReasons.MalformedMetadata);
        }
    }
}
