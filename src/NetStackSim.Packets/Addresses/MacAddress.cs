using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetStackSim.Packets;

/// <summary>A 48-bit IEEE 802 address.</summary>
/// <remarks>The value is kept in the low 48 bits of one word, first byte on the wire most significant; order is wire order.</remarks>
public readonly struct MacAddress : IEquatable<MacAddress>, IComparable<MacAddress>, ISpanFormattable, ISpanParsable<MacAddress>
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 6;

    private const ulong Mask = 0xFFFF_FFFF_FFFF;
    private const int TextLength = 17;

    private readonly ulong _value;

    /// <summary>Makes an address from its 48-bit value.</summary>
    /// <param name="value">The address, first wire byte in bits 47-40; the upper 16 bits are ignored.</param>
    public MacAddress(ulong value) => _value = value & Mask;

    /// <summary>FF-FF-FF-FF-FF-FF.</summary>
    public static MacAddress Broadcast => new(Mask);

    /// <summary>00-00-00-00-00-00.</summary>
    public static MacAddress None => default;

    /// <summary>The address as a number, first wire byte most significant.</summary>
    public ulong Value => _value;

    /// <summary>True for all ones.</summary>
    public bool IsBroadcast => _value == Mask;

    /// <summary>True when the group bit is set (broadcast included).</summary>
    public bool IsMulticast => (_value & 0x0100_0000_0000) != 0;

    /// <summary>True when the address was assigned locally instead of by a vendor (the U/L bit).</summary>
    public bool IsLocallyAdministered => (_value & 0x0200_0000_0000) != 0;

    /// <summary>True for the 802.1D link-local group 01-80-C2-00-00-0x, which bridges do not forward.</summary>
    public bool IsBridgeLinkLocal => (_value & ~0xFUL) == 0x0180_C200_0000UL;

    /// <summary>Reads an address from the wire.</summary>
    /// <param name="source">At least six bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than six bytes.</exception>
    public static MacAddress Read(ReadOnlySpan<byte> source) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(source) << 32) | BinaryPrimitives.ReadUInt32BigEndian(source[2..]));

    /// <summary>The group address that carries an IP multicast or broadcast address (RFC 1112 section 6.4, RFC 2464 section 7).</summary>
    /// <param name="address">A multicast address, or the limited broadcast address.</param>
    /// <returns>01-00-5E and the low 23 bits, 33-33 and the low 32 bits, or the broadcast address.</returns>
    public static MacAddress ForMulticast(in IpAddress address)
    {
        if (address.IsV6)
        {
            return new MacAddress(0x3333_0000_0000UL | (address.Low & 0xFFFF_FFFF));
        }

        return address.IsLimitedBroadcast ? Broadcast : new MacAddress(0x0100_5E00_0000UL | (address.V4Value & 0x7F_FFFF));
    }

    /// <summary>Writes the six bytes to the wire.</summary>
    /// <param name="destination">At least six bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than six bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)_value);
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(_value >> 32));
    }

    /// <summary>Reads "02-00-00-00-00-01" or "02:00:00:00:00:01".</summary>
    /// <exception cref="FormatException">Any other text.</exception>
    public static MacAddress Parse(ReadOnlySpan<char> text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out MacAddress address) ? address : throw new FormatException($"'{text}' is not a MAC address such as 02-00-00-00-00-01.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static MacAddress Parse(string text, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan(), provider);
    }

    /// <summary>Reads six two-digit groups with one kind of separator, '-' or ':'.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address) => TryParse(text, null, out address);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out MacAddress)"/>
    public static bool TryParse(ReadOnlySpan<char> text, IFormatProvider? provider, out MacAddress result)
    {
        result = default;
        if (text.Length != TextLength || text[2] is not ('-' or ':'))
        {
            return false;
        }

        ulong value = 0;
        for (int i = 0; i < TextLength; i += 3)
        {
            if ((i > 0 && text[i - 1] != text[2])
                || !byte.TryParse(text.Slice(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte part))
            {
                return false;
            }

            value = (value << 8) | part;
        }

        result = new MacAddress(value);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out MacAddress)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out MacAddress result) =>
        TryParse(text.AsSpan(), provider, out result);

    /// <summary>Writes the text form 02-00-00-00-00-01 (17 characters).</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="charsWritten">17, or 0 when it does not fit.</param>
    /// <param name="format">Empty or "-" for dashes as Windows prints them, ":" for colons and lower case.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>False when <paramref name="destination"/> is too short.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        charsWritten = 0;
        if (destination.Length < TextLength)
        {
            return false;
        }

        bool colons = format is ":";
        ReadOnlySpan<char> digits = colons ? "0123456789abcdef" : "0123456789ABCDEF";
        for (int i = 0; i < Size; i++)
        {
            int part = (int)(_value >> (40 - (8 * i))) & 0xFF;
            destination[3 * i] = digits[part >> 4];
            destination[(3 * i) + 1] = digits[part & 0xF];
            if (i < Size - 1)
            {
                destination[(3 * i) + 2] = colons ? ':' : '-';
            }
        }

        charsWritten = TextLength;
        return true;
    }

    /// <summary>The text form 02-00-00-00-00-01.</summary>
    public override string ToString() => ToString(null, null);

    /// <summary>The text form; format ":" gives colons and lower case.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        Span<char> text = stackalloc char[TextLength];
        TryFormat(text, out _, format, formatProvider);
        return new string(text);
    }

    /// <inheritdoc/>
    public bool Equals(MacAddress other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MacAddress other && Equals(other);

    /// <summary>A hash that is the same in every process.</summary>
    public override int GetHashCode() => (int)(StableMix.Mix(_value, Size) >> 32);

    /// <summary>Orders by the bytes on the wire.</summary>
    public int CompareTo(MacAddress other) => _value.CompareTo(other._value);

    /// <summary>Equality of all 48 bits.</summary>
    public static bool operator ==(MacAddress left, MacAddress right) => left._value == right._value;

    /// <summary>Inequality.</summary>
    public static bool operator !=(MacAddress left, MacAddress right) => left._value != right._value;
}
