using System.Buffers.Binary;

namespace NetStackSim.Ndis;

/// <summary>Where one large send capability stands in NDIS_OFFLOAD: framing, most bytes, fewest segments, and, where there is a fourth word, options.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="TcpOptionsBit">Bit of the TCP options in the fourth word; -1 = not told.</param>
/// <param name="NetworkOptionsBit">Bit of IP options or extension headers in the fourth word; -1 = not told.</param>
/// <param name="IsUdp">UDP: the count has six bits, and the next bit tells whether the last segment may be short.</param>
internal readonly record struct SegmentationLayout(int Offset, int TcpOptionsBit = -1, int NetworkOptionsBit = -1, bool IsUdp = false)
{
    private const uint CountMask = 0x3F;
    private const uint ShortLastSegment = 0x40;

    public void Write(Span<byte> structure, SegmentationCapability capability)
    {
        if (!capability.IsSupported)
        {
            return;
        }

        Span<byte> words = structure[Offset..];
        uint count = IsUdp ? ((uint)capability.MinSegmentCount & CountMask) | (capability.AllowsShortLastSegment ? ShortLastSegment : 0) : (uint)capability.MinSegmentCount;
        BinaryPrimitives.WriteUInt32LittleEndian(words, (uint)EncapsulationTypes.Ieee8023);
        BinaryPrimitives.WriteInt32LittleEndian(words[4..], capability.MaxOffloadSize);
        BinaryPrimitives.WriteUInt32LittleEndian(words[8..], count);
        if (HasOptions)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(words[12..], Bit(capability.AllowsTcpOptions, TcpOptionsBit) | Bit(capability.AllowsNetworkOptions, NetworkOptionsBit));
        }
    }

    public SegmentationCapability Read(ReadOnlySpan<byte> structure)
    {
        ReadOnlySpan<byte> words = structure[Offset..];
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(words[4..]);
        if (size == 0)
        {
            return default;
        }

        uint count = BinaryPrimitives.ReadUInt32LittleEndian(words[8..]);
        uint options = HasOptions ? BinaryPrimitives.ReadUInt32LittleEndian(words[12..]) : 0;
        return new SegmentationCapability((int)Math.Min(int.MaxValue, size), (int)Math.Min(int.MaxValue, IsUdp ? count & CountMask : count))
        {
            AllowsShortLastSegment = !IsUdp || (count & ShortLastSegment) != 0,
            AllowsTcpOptions = IsSet(options, TcpOptionsBit),
            AllowsNetworkOptions = IsSet(options, NetworkOptionsBit),
        };
    }

    private bool HasOptions => TcpOptionsBit >= 0 || NetworkOptionsBit >= 0;

    private static uint Bit(bool value, int bit) => value && bit >= 0 ? 1u << bit : 0;

    private static bool IsSet(uint options, int bit) => bit < 0 || (options & (1u << bit)) != 0;
}
