namespace NetStackSim.Packets;

/// <summary>One option of an IPv4 or TCP header.</summary>
public readonly ref struct OptionView
{
    internal OptionView(ReadOnlySpan<byte> bytes, int offset)
    {
        Bytes = bytes;
        Offset = offset;
    }

    /// <summary>The whole option: kind, length, data; one byte for a no-operation.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The offset of the kind byte from the start of the options.</summary>
    public int Offset { get; }

    /// <summary>The kind; for IPv4 with the copied flag (0x80) and the class.</summary>
    public byte Kind => Bytes.IsEmpty ? OptionReader.EndKind : Bytes[0];

    /// <summary>The data behind kind and length; empty for a no-operation.</summary>
    public ReadOnlySpan<byte> Data => Bytes.Length > 2 ? Bytes[2..] : default;
}
