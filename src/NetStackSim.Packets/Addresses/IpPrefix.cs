using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetStackSim.Packets;

/// <summary>An address with a prefix length, "10.0.0.1/24": a network, or an interface address with its network.</summary>
/// <remarks>The host bits of <see cref="Address"/> are kept; <see cref="Network"/> clears them. The default value is ::/0.</remarks>
public readonly struct IpPrefix : IEquatable<IpPrefix>, ISpanFormattable, ISpanParsable<IpPrefix>
{
    private readonly IpAddress _address;
    private readonly byte _length;

    /// <summary>Makes a prefix.</summary>
    /// <param name="address">The address; host bits may be set.</param>
    /// <param name="length">0-32 for IPv4, 0-128 for IPv6.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length does not fit the family.</exception>
    public IpPrefix(in IpAddress address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, address.BitLength);
        _address = address;
        _length = (byte)length;
    }

    /// <summary>The address as given, host bits included.</summary>
    public IpAddress Address => _address;

    /// <summary>The number of leading bits that name the network.</summary>
    public int Length => _length;

    /// <summary>The family.</summary>
    public IpFamily Family => _address.Family;

    /// <summary>True when the prefix is one single address (/32 or /128).</summary>
    public bool IsHost => _length == _address.BitLength;

    /// <summary>The address with its host bits cleared.</summary>
    public IpAddress NetworkAddress
    {
        get
        {
            (ulong high, ulong low) = Mask();
            return IpAddress.FromParts(Family, _address.High & high, _address.Low & low);
        }
    }

    /// <summary>The prefix with its host bits cleared.</summary>
    public IpPrefix Network => new(NetworkAddress, _length);

    /// <summary>The netmask as an address: 255.255.255.0 for /24.</summary>
    public IpAddress NetworkMask
    {
        get
        {
            (ulong high, ulong low) = Mask();
            return IpAddress.FromParts(Family, high, low);
        }
    }

    /// <summary>The directed broadcast address of an IPv4 network; the address itself for /31, /32 (RFC 3021) and IPv6, which have none.</summary>
    public IpAddress Broadcast =>
        HasBroadcast ? IpAddress.FromV4(_address.V4Value | (uint)(uint.MaxValue >> _length)) : _address;

    /// <summary>True when the network has a directed broadcast address: IPv4, /0 to /30.</summary>
    public bool HasBroadcast => _address.IsV4 && _length < 31;

    /// <summary>True when the address is of the same family and its leading bits are those of the network.</summary>
    public bool Contains(in IpAddress address)
    {
        (ulong high, ulong low) = Mask();
        return address.Family == _address.Family && (((address.High ^ _address.High) & high) | ((address.Low ^ _address.Low) & low)) == 0;
    }

    /// <summary>True when every address of <paramref name="other"/> lies in this network.</summary>
    public bool Contains(in IpPrefix other) => other._length >= _length && Contains(other._address);

    /// <summary>Reads "10.0.0.1/24" or "fe80::1/64"; without a slash the prefix is the single address.</summary>
    /// <exception cref="FormatException">Not a prefix.</exception>
    public static IpPrefix Parse(ReadOnlySpan<char> text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out IpPrefix prefix) ? prefix : throw new FormatException($"'{text}' is not an address with a prefix length such as 10.0.0.1/24.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static IpPrefix Parse(string text, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan(), provider);
    }

    /// <summary>Reads "10.0.0.1/24".</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix prefix) => TryParse(text, null, out prefix);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out IpPrefix)"/>
    public static bool TryParse(ReadOnlySpan<char> text, IFormatProvider? provider, out IpPrefix result)
    {
        result = default;
        int slash = text.IndexOf('/');
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out IpAddress address))
        {
            return false;
        }

        int length = address.BitLength;
        if (slash >= 0
            && (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > address.BitLength))
        {
            return false;
        }

        result = new IpPrefix(address, length);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out IpPrefix)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out IpPrefix result) =>
        TryParse(text.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        destination.TryWrite($"{_address}/{(int)_length}", out charsWritten);

    /// <summary>The text form "10.0.0.1/24".</summary>
    public override string ToString() => $"{_address}/{(int)_length}";

    /// <inheritdoc cref="ToString()"/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Equal when address (host bits too) and length are.</summary>
    public bool Equals(IpPrefix other) => _length == other._length && _address == other._address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IpPrefix other && Equals(other);

    /// <summary>A hash that is the same in every process.</summary>
    public override int GetHashCode() => (int)(_address.StableHash(_length) >> 32);

    /// <summary>Equal when address (host bits too) and length are.</summary>
    public static bool operator ==(in IpPrefix left, in IpPrefix right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(in IpPrefix left, in IpPrefix right) => !left.Equals(right);

    private (ulong High, ulong Low) Mask()
    {
        // IPv4 lives in the last 32 of the 128 bits.
        int bits = _address.IsV4 ? _length + 96 : _length;
        return (LeadingOnes(bits), LeadingOnes(bits - 64));
    }

    // A shift by 64 would be taken modulo 64, hence the two ends.
    private static ulong LeadingOnes(int bits) => bits <= 0 ? 0 : bits >= 64 ? ulong.MaxValue : ulong.MaxValue << (64 - bits);
}
