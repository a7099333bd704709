using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace NetStackSim.Packets;

/// <summary>An address and a port, "10.0.0.1:80" or "[::1]:80".</summary>
/// <param name="address">The address.</param>
/// <param name="port">The port in host order.</param>
public readonly struct IpEndpoint(in IpAddress address, ushort port) : IEquatable<IpEndpoint>, ISpanFormattable, ISpanParsable<IpEndpoint>
{
    private readonly IpAddress _address = address;
    private readonly ushort _port = port;

    /// <summary>The address.</summary>
    public IpAddress Address => _address;

    /// <summary>The port in host order.</summary>
    public ushort Port => _port;

    /// <summary>The family of the address.</summary>
    public IpFamily Family => _address.Family;

    /// <summary>The same address with another port.</summary>
    public IpEndpoint WithPort(ushort port) => new(_address, port);

    /// <summary>Reads "10.0.0.1:80" or "[::1]:80".</summary>
    /// <exception cref="FormatException">Not an endpoint.</exception>
    public static IpEndpoint Parse(ReadOnlySpan<char> text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out IpEndpoint endpoint) ? endpoint : throw new FormatException($"'{text}' is not an endpoint such as 10.0.0.1:80 or [::1]:80.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static IpEndpoint Parse(string text, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan(), provider);
    }

    /// <summary>Reads an endpoint; the port is required and IPv6 needs brackets.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpEndpoint endpoint) => TryParse(text, null, out endpoint);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out IpEndpoint)"/>
    public static bool TryParse(ReadOnlySpan<char> text, IFormatProvider? provider, out IpEndpoint result)
    {
        result = default;
        int colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return false;
        }

        ReadOnlySpan<char> host = text[..colon];
        bool bracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        if (!IpAddress.TryParse(bracketed ? host[1..^1] : host, out IpAddress address) || address.IsV6 != bracketed)
        {
            return false;
        }

        result = new IpEndpoint(address, port);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out IpEndpoint)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out IpEndpoint result) =>
        TryParse(text.AsSpan(), provider, out result);

    /// <summary>Takes over a BCL endpoint; its scope id is dropped.</summary>
    public static IpEndpoint FromIPEndPoint(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return new IpEndpoint(IpAddress.FromIPAddress(endPoint.Address), (ushort)endPoint.Port);
    }

    /// <summary>Makes a BCL endpoint (allocates).</summary>
    public IPEndPoint ToIPEndPoint() => new(_address.ToIPAddress(), _port);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        _address.IsV4
            ? destination.TryWrite($"{_address}:{_port}", out charsWritten)
            : destination.TryWrite($"[{_address}]:{_port}", out charsWritten);

    /// <summary>The text form "10.0.0.1:80" or "[::1]:80".</summary>
    public override string ToString() => _address.IsV4 ? $"{_address}:{_port}" : $"[{_address}]:{_port}";

    /// <inheritdoc cref="ToString()"/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool Equals(IpEndpoint other) => _port == other._port && _address == other._address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IpEndpoint other && Equals(other);

    /// <summary>A keyed hash that is the same in every process.</summary>
    public ulong StableHash(ulong seed) => _address.StableHash(seed + _port);

    /// <summary>A hash that is the same in every process.</summary>
    public override int GetHashCode() => (int)(StableHash(0) >> 32);

    /// <summary>Same address and port.</summary>
    public static bool operator ==(in IpEndpoint left, in IpEndpoint right) => left.Equals(right);

    /// <summary>Another address or port.</summary>
    public static bool operator !=(in IpEndpoint left, in IpEndpoint right) => !left.Equals(right);
}
