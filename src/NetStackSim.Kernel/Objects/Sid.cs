using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NetStackSim.Kernel;

/// <summary>A security identifier: a user, a group, a service, an app package or a capability. Immutable, compared by value.</summary>
public sealed class Sid : IEquatable<Sid>
{
    /// <summary>Most sub-authorities a SID can have (SID_MAX_SUB_AUTHORITIES).</summary>
    public const int MaxSubAuthorities = 15;

    private const int HeaderBytes = 8;

    private readonly uint[] _subAuthorities;

    /// <summary>Makes a SID.</summary>
    /// <param name="authority">Identifier authority, 48 bits: 5 is NT, 1 World, 15 app packages, 16 integrity labels.</param>
    /// <param name="subAuthorities">1 to 15 numbers; the last one is the relative id.</param>
    public Sid(ulong authority, params ReadOnlySpan<uint> subAuthorities)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(authority, 0xFFFF_FFFF_FFFFul);
        ArgumentOutOfRangeException.ThrowIfZero(subAuthorities.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subAuthorities.Length, MaxSubAuthorities);
        Authority = authority;
        _subAuthorities = subAuthorities.ToArray();
    }

    /// <summary>Identifier authority.</summary>
    public ulong Authority { get; }

    /// <summary>The numbers after the authority.</summary>
    public ReadOnlySpan<uint> SubAuthorities => _subAuthorities;

    /// <summary>Bytes of the binary form.</summary>
    public int ByteLength => HeaderBytes + (4 * _subAuthorities.Length);

    /// <summary>True for an app package or capability SID (S-1-15-2-..., S-1-15-3-...), which the app side of an access check looks at.</summary>
    public bool IsPackageOrCapability => Authority == 15 && _subAuthorities[0] is 2 or 3;

    /// <summary>Equality by value.</summary>
    public static bool operator ==(Sid? left, Sid? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(Sid? left, Sid? right) => !(left == right);

    /// <summary>Reads the text form, e.g. <c>S-1-5-32-544</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a SID.</exception>
    public static Sid Parse(ReadOnlySpan<char> text)
        => TryParse(text, out Sid? sid) ? sid : throw new FormatException($"'{text}' is not a SID.");

    /// <summary>Reads the text form. The authority may be decimal or hexadecimal (from 2^32 on it is written so).</summary>
    /// <param name="text">The text.</param>
    /// <param name="sid">The SID.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Sid? sid)
    {
        sid = null;
        if (text.Length < 7 || text[0] is not ('S' or 's') || !text[1..].StartsWith("-1-"))
        {
            return false;
        }

        Span<uint> subAuthorities = stackalloc uint[MaxSubAuthorities];
        int count = -1;
        ulong authority = 0;
        foreach (Range part in text[4..].Split('-'))
        {
            ReadOnlySpan<char> number = text[4..][part];
            bool read = count < 0
                ? TryParseAuthority(number, out authority)
                : count < MaxSubAuthorities && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out subAuthorities[count]);
            if (!read)
            {
                return false;
            }

            count++;
        }

        if (count < 1)
        {
            return false;
        }

        sid = new Sid(authority, subAuthorities[..count]);
        return true;
    }

    /// <summary>Reads the binary form at the start of <paramref name="bytes"/>; <see cref="ByteLength"/> tells how much was used.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="sid">The SID.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Sid? sid)
    {
        sid = null;
        if (bytes.Length < HeaderBytes || bytes[0] != 1 || bytes[1] is 0 or > MaxSubAuthorities || bytes.Length < HeaderBytes + (4 * bytes[1]))
        {
            return false;
        }

        Span<uint> subAuthorities = stackalloc uint[bytes[1]];
        for (int i = 0; i < subAuthorities.Length; i++)
        {
            subAuthorities[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(HeaderBytes + (4 * i))..]);
        }

        // The authority is the one big-endian number of the structure.
        ulong authority = ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        sid = new Sid(authority, subAuthorities);
        return true;
    }

    /// <summary>Writes the binary form.</summary>
    /// <param name="destination">At least <see cref="ByteLength"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        destination[0] = 1;
        destination[1] = (byte)_subAuthorities.Length;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(Authority >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], (uint)Authority);
        for (int i = 0; i < _subAuthorities.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(HeaderBytes + (4 * i))..], _subAuthorities[i]);
        }
    }

    /// <summary>This SID with one more number behind it, e.g. a user of a domain.</summary>
    /// <param name="relativeId">The number.</param>
    public Sid Append(uint relativeId) => new(Authority, [.. _subAuthorities, relativeId]);

    /// <inheritdoc/>
    public bool Equals(Sid? other)
        => other is not null && Authority == other.Authority && SubAuthorities.SequenceEqual(other.SubAuthorities);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sid);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ulong hash = Authority;
        foreach (uint number in _subAuthorities)
        {
            hash = StableHash.Mix(hash, number);
        }

        return (int)hash;
    }

    /// <summary>The text form.</summary>
    public override string ToString()
    {
        StringBuilder text = new("S-1-");
        if (Authority > uint.MaxValue)
        {
            text.Append(CultureInfo.InvariantCulture, $"0x{Authority:X12}");
        }
        else
        {
            text.Append(Authority);
        }

        foreach (uint number in _subAuthorities)
        {
            text.Append('-').Append(number);
        }

        return text.ToString();
    }

    private static bool TryParseAuthority(ReadOnlySpan<char> text, out ulong authority)
    {
        bool read = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out authority)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out authority);
        return read && authority <= 0xFFFF_FFFF_FFFFul;
    }
}
