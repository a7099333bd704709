using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>How a device sits on its bus (NDIS_PCI_DEVICE_CUSTOM_PROPERTIES).</summary>
public sealed record PciDeviceProperties : IOidStructure<PciDeviceProperties>
{
    /// <summary>Bytes of the structure (revision 2).</summary>
    public const int Size = 52;

    private const int FirstRevisionSize = 40;

    /// <summary>Conventional PCI 0, PCI-X 1, PCI Express endpoint 2.</summary>
    public uint DeviceType { get; init; } = 2;

    /// <summary>Speed and mode of PCI-X.</summary>
    public uint CurrentSpeedAndMode { get; init; }

    /// <summary>Payload size in use, as coded in PCI Express (1 = 256 bytes).</summary>
    public uint CurrentPayloadSize { get; init; } = 1;

    /// <summary>Largest payload size.</summary>
    public uint MaxPayloadSize { get; init; } = 1;

    /// <summary>Largest read request, coded the same way.</summary>
    public uint MaxReadRequestSize { get; init; } = 2;

    /// <summary>Link speed in use (1 = 2.5 GT/s).</summary>
    public uint CurrentLinkSpeed { get; init; } = 1;

    /// <summary>Lanes in use.</summary>
    public uint CurrentLinkWidth { get; init; } = 1;

    /// <summary>Fastest link speed.</summary>
    public uint MaxLinkSpeed { get; init; } = 1;

    /// <summary>Most lanes.</summary>
    public uint MaxLinkWidth { get; init; } = 1;

    /// <summary>Version of PCI Express.</summary>
    public uint PciExpressVersion { get; init; } = 2;

    /// <summary>Kinds of interrupt: line 1, MSI 2, MSI-X 4.</summary>
    public uint InterruptType { get; init; } = 4;

    /// <summary>Most messages.</summary>
    public uint MaxInterruptMessages { get; init; } = 1;

    /// <inheritdoc/>
    static int IOidStructure<PciDeviceProperties>.MinimumSize => FirstRevisionSize;

    /// <inheritdoc/>
    int IOidStructure<PciDeviceProperties>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 2, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], DeviceType);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], CurrentSpeedAndMode);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], CurrentPayloadSize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], MaxPayloadSize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[20..], MaxReadRequestSize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], CurrentLinkSpeed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[28..], CurrentLinkWidth);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[32..], MaxLinkSpeed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[36..], MaxLinkWidth);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[40..], PciExpressVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[44..], InterruptType);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[48..], MaxInterruptMessages);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out PciDeviceProperties value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, FirstRevisionSize, out NdisObjectHeader header))
        {
            value = null;
            return false;
        }

        // Fields that an older revision does not have read as zero.
        byte[] whole = new byte[Size];
        source[..Math.Min((int)header.Size, Size)].CopyTo(whole);
        source = whole;
        value = new PciDeviceProperties
        {
            DeviceType = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            CurrentSpeedAndMode = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            CurrentPayloadSize = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
            MaxPayloadSize = BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
            MaxReadRequestSize = BinaryPrimitives.ReadUInt32LittleEndian(source[20..]),
            CurrentLinkSpeed = BinaryPrimitives.ReadUInt32LittleEndian(source[24..]),
            CurrentLinkWidth = BinaryPrimitives.ReadUInt32LittleEndian(source[28..]),
            MaxLinkSpeed = BinaryPrimitives.ReadUInt32LittleEndian(source[32..]),
            MaxLinkWidth = BinaryPrimitives.ReadUInt32LittleEndian(source[36..]),
            PciExpressVersion = BinaryPrimitives.ReadUInt32LittleEndian(source[40..]),
            InterruptType = BinaryPrimitives.ReadUInt32LittleEndian(source[44..]),
            MaxInterruptMessages = BinaryPrimitives.ReadUInt32LittleEndian(source[48..]),
        };
        return true;
    }
}
