using System.Globalization;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Reads values that people write: addresses, prefixes, numbers, protocol names, image paths, SIDs, descriptors.</summary>
public static class FwpValueParser
{
    /// <summary>Reads a value for conditions on a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">The text; "empty" asks for a field without value.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the text does not suit the field.</returns>
    public static bool TryParse(FieldSchema field, string text, out FwpValue value)
    {
        value = default;
        if (text == "empty")
        {
            return true;
        }

        return field.DataType switch
        {
            FwpDataType.ByteArray16 => TryAddress(text, IpFamily.V6, out value),
            FwpDataType.UInt32 when field.Kind == FieldKind.IpAddress => TryAddress(text, IpFamily.V4, out value),
            FwpDataType.UInt8 or FwpDataType.UInt16 or FwpDataType.UInt32 or FwpDataType.UInt64 => TryNumber(field, text, out value),
            FwpDataType.ByteBlob => TryBlob(field, text, out value),
            FwpDataType.ByteArray6 => TryMac(text, out value),
            FwpDataType.Sid => TrySid(text, out value),
            FwpDataType.TokenInformation or FwpDataType.TokenAccessInformation => TryDescriptor(text, out value),
            FwpDataType.UnicodeString => Set(FwpValue.Of(text), out value),
            _ => false,
        };
    }

    /// <summary>What a field takes, in words.</summary>
    /// <param name="field">The field.</param>
    /// <returns>A noun phrase.</returns>
    public static string Expected(FieldSchema field) => field.DataType switch
    {
        FwpDataType.ByteArray16 => "an IPv6 address or prefix",
        FwpDataType.UInt32 when field.Kind == FieldKind.IpAddress => "an IPv4 address or prefix",
        FwpDataType.ByteBlob => "an image path or hexadecimal bytes after \"hex:\"",
        FwpDataType.ByteArray6 => "a MAC address",
        FwpDataType.Sid => "a SID (S-1-...)",
        FwpDataType.TokenInformation or FwpDataType.TokenAccessInformation => "a SID or a security descriptor in SDDL",
        FwpDataType.UnicodeString => "a string",
        _ => $"a number of {field.DataType.Bits()} bits",
    };

    private static bool TryAddress(string text, IpFamily family, out FwpValue value)
    {
        value = default;
        if (text.Contains('/', StringComparison.Ordinal))
        {
            if (!IpPrefix.TryParse(text, out IpPrefix prefix) || prefix.Address.Family != family)
            {
                return false;
            }

            uint mask = prefix.Length == 0 ? 0 : uint.MaxValue << (32 - Math.Min(32, prefix.Length));
            value = family == IpFamily.V4
                ? FwpValue.V4AddressMask(prefix.Address.V4Value, mask)
                : FwpValue.V6AddressMask(new UInt128(prefix.Address.High, prefix.Address.Low), (byte)prefix.Length);
            return true;
        }

        return IpAddress.TryParse(text, out IpAddress address) && address.Family == family && Set(FwpValue.Address(address), out value);
    }

    private static bool TryNumber(FieldSchema field, string text, out FwpValue value)
    {
        value = default;
        if (field.Name.EndsWith("PROTOCOL", StringComparison.Ordinal) && Protocol(text) is { } protocol)
        {
            return Set(FwpValue.UInt8(protocol), out value);
        }

        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool valid = isHex
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return valid && number <= field.DataType.MaxValue() && Set(FwpValue.Unsigned(field.DataType, number), out value);
    }

    private static byte? Protocol(string text) => text.ToUpperInvariant() switch
    {
        "ICMP" => 1,
        "TCP" => 6,
        "UDP" => 17,
        "ICMPV6" => 58,
        _ => null,
    };

    private static bool TryBlob(FieldSchema field, string text, out FwpValue value)
    {
        value = default;
        if (text.StartsWith("hex:", StringComparison.Ordinal))
        {
            try
            {
                return Set(FwpValue.Of(new FwpBlob(Convert.FromHexString(text.AsSpan(4)))), out value);
            }
            catch (FormatException)
            {
                return false;
            }
        }

        bool isApp = field.Name.EndsWith("APP_ID", StringComparison.Ordinal);
        return text.Length > 0 && Set(FwpValue.Of(isApp ? FwpBlob.AppId(text) : FwpBlob.OfText(text)), out value);
    }

    private static bool TryMac(string text, out FwpValue value)
    {
        value = default;
        if (!MacAddress.TryParse(text, out MacAddress mac))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[6];
        mac.CopyTo(bytes);
        return Set(FwpValue.ByteArray6(bytes), out value);
    }

    private static bool TrySid(string text, out FwpValue value)
    {
        value = default;
        return Sid.TryParse(text, out Sid? sid) && Set(FwpValue.Of(sid), out value);
    }

    private static bool TryDescriptor(string text, out FwpValue value)
    {
        value = default;
        string sddl = text.StartsWith("S-1-", StringComparison.OrdinalIgnoreCase) ? $"O:SYG:SYD:(A;;CC;;;{text})" : text;
        return SecurityDescriptor.TryParse(sddl, out SecurityDescriptor? descriptor) && Set(FwpValue.Of(descriptor), out value);
    }

    private static bool Set(FwpValue made, out FwpValue value)
    {
        value = made;
        return true;
    }
}
