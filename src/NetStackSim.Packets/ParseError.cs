namespace NetStackSim.Packets;

/// <summary>Why a header view could not be made from the bytes at hand.</summary>
/// <remarks>One list for all formats, so that a layer can map it to its drop reasons with one table.</remarks>
public enum ParseError : byte
{
    /// <summary>The header is readable.</summary>
    None = 0,

    /// <summary>Fewer bytes than the fixed part of the header.</summary>
    TooShort,

    /// <summary>The version field is not the one of this format (IPv4: 4, IPv6: 6).</summary>
    BadVersion,

    /// <summary>The header length field is below the minimum or runs past the data (RFC 791 IHL, RFC 9293 data offset).</summary>
    BadHeaderLength,

    /// <summary>A length field contradicts the format (an option of length 0, an extension header past the data).</summary>
    BadLength,

    /// <summary>A type or address-length field is not the one of this format (RFC 826 hardware and protocol type).</summary>
    BadType,

    /// <summary>More nested headers than the reader follows.</summary>
    TooManyHeaders,
}
