using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace NetStackSim.Packets;

// Text form and the bridge to System.Net.IPAddress, whose rules hold (RFC 5952 on output).
public readonly partial struct IpAddress : ISpanFormattable, ISpanParsable<IpAddress>
{
    private const int MaxTextLength = 45;

    /// <summary>Reads "10.0.0.1" or "fe80::1"; a zone ("%3") is refused because the value has none.</summary>
    /// <exception cref="FormatException">Not an address.</exception>
    public static IpAddress Parse(ReadOnlySpan<char> text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out IpAddress address) ? address : throw new FormatException($"'{text}' is not an IPv4 or IPv6 address.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static IpAddress Parse(string text, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan(), provider);
    }

    /// <summary>Reads an address as <see cref="IPAddress.TryParse(ReadOnlySpan{char}, out IPAddress?)"/> does, except for zones.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address) => TryParse(text, null, out address);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out IpAddress)"/>
    public static bool TryParse(ReadOnlySpan<char> text, IFormatProvider? provider, out IpAddress result)
    {
        result = default;
        if (text.Contains('%') || text.Contains('[') || !IPAddress.TryParse(text, out IPAddress? parsed))
        {
            return false;
        }

        result = FromIPAddress(parsed);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out IpAddress)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out IpAddress result) =>
        TryParse(text.AsSpan(), provider, out result);

    /// <summary>Takes over a BCL address; its scope id is dropped.</summary>
    /// <exception cref="ArgumentException">A family other than IPv4 and IPv6.</exception>
    public static IpAddress FromIPAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[V6Length];
        if (!address.TryWriteBytes(bytes, out int written))
        {
            throw new ArgumentException("The address is longer than 16 bytes.", nameof(address));
        }

        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => ReadV4(bytes[..written]),
            AddressFamily.InterNetworkV6 => ReadV6(bytes[..written]),
            _ => throw new ArgumentException($"Address family {address.AddressFamily} is not supported.", nameof(address)),
        };
    }

    /// <summary>Makes a BCL address (allocates).</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[V6Length];
        return new IPAddress(bytes[..WriteTo(bytes)]);
    }

    /// <summary>Writes the text form without allocating for IPv4.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        if (!_isV4)
        {
            return ToIPAddress().TryFormat(destination, out charsWritten);
        }

        uint value = V4Value;
        return destination.TryWrite($"{value >> 24}.{(value >> 16) & 0xFF}.{(value >> 8) & 0xFF}.{value & 0xFF}", out charsWritten);
    }

    /// <summary>The text form: dotted decimal, or RFC 5952.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaxTextLength];
        TryFormat(text, out int length);
        return new string(text[..length]);
    }

    /// <inheritdoc cref="ToString()"/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
