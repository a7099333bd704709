using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>Header-data split: headers in one MDL, payload in another, at an address of its own with room before it to rebuild the frame.</summary>
/// <remarks>
/// Frames are split at the payload of TCP or UDP, and nowhere else; what has IP options, extension headers or no known transport stays whole, as do frames
/// without payload. The frame is copied into memory that the ring has posted (<see cref="CopyKind.DmaReceive"/>).
/// </remarks>
internal sealed class HeaderDataSplitter
{
    /// <summary>Longest header part.</summary>
    internal const int MaximumHeader = 128;

    /// <summary>Free bytes before the data part: as many as the longest header, so that a contiguous frame can be rebuilt there.</summary>
    internal const int Backfill = MaximumHeader;

    // Data parts begin on such a boundary of their buffer, as the DMA of a real card wants it.
    private const int Alignment = 64;

    private readonly SimKernel _kernel;
    private readonly FramePool _frames;

    internal HeaderDataSplitter(SimKernel kernel, FramePool frames)
    {
        _kernel = kernel;
        _frames = frames;
    }

    /// <summary>NDIS_HD_SPLIT_COMBINE_ALL_HEADERS: nothing is split until it is cleared.</summary>
    internal bool CombinesAllHeaders { get; set; }

    /// <summary>Moves a frame into split memory.</summary>
    /// <param name="frame">The frame; replaced by the split copy, whose data is then the header part, and the old one released.</param>
    /// <param name="headers">Where things are.</param>
    /// <param name="payload">The data part; the caller chains it behind the header part.</param>
    /// <returns>False when the frame stays whole: unfit, or no memory.</returns>
    internal bool TrySplit(ref Frame frame, in FrameHeaders headers, out Mdl? payload)
    {
        payload = null;
        int header = HeaderLengthOf(frame.Data, headers);
        int length = headers.End - header;
        if (CombinesAllHeaders || header == 0 || length == 0)
        {
            return false;
        }

        int gap = ((header + Backfill + Alignment - 1) & -Alignment) - header;
        if (!_frames.TryRent(header + gap + length, out Frame? split))
        {
            return false;
        }

        ReadOnlySpan<byte> source = frame.Data;
        source[..header].CopyTo(split.Data);
        source[header..headers.End].CopyTo(split.Data[(header + gap)..]);
        _kernel.Copies.Add(CopyKind.DmaReceive, headers.End);
        split.Wire = frame.Wire;
        split.CorrelationId = frame.CorrelationId;
        payload = split.DescribeTail(header + gap, length);
        split.Length = header;
        frame.Release();
        frame = split;
        return true;
    }

    /// <summary>The flags of a split list.</summary>
    internal static NblFlags Flags => NblFlags.HeaderDataSplit | NblFlags.SplitAtUpperLayerProtocolPayload;

    private static int HeaderLengthOf(ReadOnlySpan<byte> frame, in FrameHeaders headers)
    {
        if (headers.HasNetworkOptions || frame.Length < headers.End)
        {
            return 0;
        }

        int length = headers.IsTcp ? headers.TransportOffset + ((frame[headers.TransportOffset + 12] >> 4) * 4)
            : headers.IsUdp ? headers.TransportOffset + 8
            : 0;
        return length > MaximumHeader || length > headers.End ? 0 : length;
    }
}
