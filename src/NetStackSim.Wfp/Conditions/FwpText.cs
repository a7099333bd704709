using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace NetStackSim.Wfp;

/// <summary>Addresses and names as Windows' tools print them.</summary>
internal static class FwpText
{
    /// <summary>A dotted IPv4 address from host order.</summary>
    internal static string V4(uint address) => string.Create(
        CultureInfo.InvariantCulture,
        $"{address >> 24}.{(address >> 16) & 0xFF}.{(address >> 8) & 0xFF}.{address & 0xFF}");

    /// <summary>An IPv6 address from a big-endian number.</summary>
    internal static string V6(UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return new IPAddress(bytes).ToString();
    }

    /// <summary>A key in braces, lower case, as <c>netsh</c> prints it.</summary>
    internal static string Key(Guid key) => key.ToString("B");

    /// <summary>A value of a field for people: IPv4 addresses dotted, flags in hexadecimal.</summary>
    internal static string Of(FieldSchema field, in FwpValue value) => Of(field.Kind, value);

    /// <summary>A value for people where the layer is not at hand: what the field holds follows from its name.</summary>
    internal static string Of(string field, in FwpValue value) => Of(
        field.EndsWith("_ADDRESS", StringComparison.Ordinal) ? FieldKind.IpAddress : field.EndsWith("FLAGS", StringComparison.Ordinal) ? FieldKind.Flags : FieldKind.RawData,
        value);

    private static string Of(FieldKind kind, in FwpValue value)
    {
        if (value.Type == FwpDataType.Range)
        {
            return Of(kind, value.Range!.Low) + ".." + Of(kind, value.Range.High);
        }

        if (value.Type != FwpDataType.UInt32)
        {
            return value.ToString();
        }

        return kind switch
        {
            FieldKind.IpAddress => V4((uint)value.Number),
            FieldKind.Flags => "0x" + value.Number.ToString("x", CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
    }
}
