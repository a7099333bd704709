using System.Globalization;
using System.Net;
using System.Text;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Values in exports, both ways.</summary>
internal static class XmlValues
{
    private static readonly (FwpDataType Type, string Symbol, string Element)[] Types =
    [
        (FwpDataType.Empty, "FWP_EMPTY", string.Empty),
        (FwpDataType.UInt8, "FWP_UINT8", "uint8"),
        (FwpDataType.UInt16, "FWP_UINT16", "uint16"),
        (FwpDataType.UInt32, "FWP_UINT32", "uint32"),
        (FwpDataType.UInt64, "FWP_UINT64", "uint64"),
        (FwpDataType.Int8, "FWP_INT8", "int8"),
        (FwpDataType.Int16, "FWP_INT16", "int16"),
        (FwpDataType.Int32, "FWP_INT32", "int32"),
        (FwpDataType.Int64, "FWP_INT64", "int64"),
        (FwpDataType.Float, "FWP_FLOAT", "float32"),
        (FwpDataType.Double, "FWP_DOUBLE", "double64"),
        (FwpDataType.ByteArray16, "FWP_BYTE_ARRAY16_TYPE", "byteArray16"),
        (FwpDataType.ByteArray6, "FWP_BYTE_ARRAY6_TYPE", "byteArray6"),
        (FwpDataType.ByteBlob, "FWP_BYTE_BLOB_TYPE", "byteBlob"),
        (FwpDataType.Sid, "FWP_SID", "sid"),
        (FwpDataType.SecurityDescriptor, "FWP_SECURITY_DESCRIPTOR_TYPE", "sd"),
        (FwpDataType.TokenInformation, "FWP_TOKEN_INFORMATION_TYPE", string.Empty),
        (FwpDataType.TokenAccessInformation, "FWP_TOKEN_ACCESS_INFORMATION_TYPE", string.Empty),
        (FwpDataType.UnicodeString, "FWP_UNICODE_STRING_TYPE", "unicodeString"),
        (FwpDataType.BitmapIndex, "FWP_BITMAP_INDEX_TYPE", "bitmapIndex"),
        (FwpDataType.BitmapArray64, "FWP_BITMAP_ARRAY64_TYPE", "bitmapArray64"),
        (FwpDataType.V4AddressMask, "FWP_V4_ADDR_MASK", "v4AddrMask"),
        (FwpDataType.V6AddressMask, "FWP_V6_ADDR_MASK", "v6AddrMask"),
        (FwpDataType.Range, "FWP_RANGE_TYPE", "rangeValue"),
    ];

    /// <summary>The Windows symbol of a type.</summary>
    internal static string Symbol(FwpDataType type) => Array.Find(Types, t => t.Type == type).Symbol ?? type.ToString();

    /// <summary>The type of a Windows symbol; null for unknown ones.</summary>
    internal static FwpDataType? TypeOf(string symbol)
    {
        int index = Array.FindIndex(Types, t => t.Symbol == symbol);
        return index < 0 ? null : Types[index].Type;
    }

    /// <summary>Reads the element that holds <c>type</c> and value.</summary>
    /// <param name="item">The element.</param>
    /// <param name="unknown">Gets what a newer Windows build may have added; the value is empty then.</param>
    /// <exception cref="PolicyException">The value is wrong.</exception>
    internal static FwpValue Read(XmlItem item, List<string> unknown)
    {
        string symbol = item.Need("type").Text;
        if (TypeOf(symbol) is not { } type)
        {
            return Unknown(item, $"unknown type {symbol}", unknown);
        }

        if (type == FwpDataType.Empty)
        {
            return FwpValue.Empty;
        }

        string element = Element(type);
        return element.Length == 0 ? Unknown(item, $"values of the type {symbol} cannot be read", unknown) : Read(item.Need(element), type, unknown);
    }

    /// <summary>Writes type and value below an element.</summary>
    internal static XmlItem Write(string name, in FwpValue value, bool isAddress)
    {
        XmlItem item = XmlItem.Of(name, new XmlItem("type", Symbol(value.Type)));
        string element = Element(value.Type);
        switch (value.Type)
        {
            case FwpDataType.Empty:
                break;
            case FwpDataType.ByteBlob:
                item.Add(WriteBlob(element, value.Blob!));
                break;
            case FwpDataType.Range:
                item.Add(XmlItem.Of(
                    element,
                    Write("valueLow", value.Range!.Low, isAddress),
                    Write("valueHigh", value.Range.High, isAddress)));
                break;
            case FwpDataType.V4AddressMask:
                item.Add(XmlItem.Of(element, new XmlItem("addr", FwpText.V4((uint)value.Number)), new XmlItem("mask", FwpText.V4(value.V4Mask))));
                break;
            case FwpDataType.V6AddressMask:
                item.Add(XmlItem.Of(
                    element,
                    new XmlItem("addr", FwpText.V6(value.Number128)),
                    new XmlItem("prefixLength", value.PrefixLength.ToString(CultureInfo.InvariantCulture))));
                break;
            default:
                item.Add(new XmlItem(element, isAddress && value.Type == FwpDataType.UInt32 ? FwpText.V4((uint)value.Number) : value.ToString()));
                break;
        }

        return item;
    }

    /// <summary>Writes a blob: hexadecimal bytes, and what is printable of them.</summary>
    internal static XmlItem WriteBlob(string name, FwpBlob blob)
    {
        StringBuilder printable = new();
        foreach (byte letter in blob.Bytes)
        {
            printable.Append(letter is >= 0x20 and < 0x7F ? (char)letter : '.');
        }

        return XmlItem.Of(
            name,
            new XmlItem("data", Convert.ToHexStringLower(blob.Bytes)),
            new XmlItem("asString", printable.ToString()));
    }

    /// <summary>Reads a blob from its hexadecimal bytes; the printable form loses too much.</summary>
    internal static FwpBlob Blob(XmlItem item)
    {
        try
        {
            return new FwpBlob(Convert.FromHexString(item.TextOf("data")));
        }
        catch (FormatException)
        {
            throw item.Error("the bytes are not hexadecimal");
        }
    }

    private static FwpValue Read(XmlItem value, FwpDataType type, List<string> unknown)
    {
        switch (type)
        {
            case FwpDataType.UInt8 or FwpDataType.UInt16 or FwpDataType.UInt32 or FwpDataType.UInt64:
                return Number(value, type);
            case FwpDataType.ByteArray16:
                return TryBytes16(value.Text, out UInt128 bytes) ? FwpValue.ByteArray16(bytes) : Unknown(value, "sixteen bytes that cannot be read", unknown);
            case FwpDataType.ByteArray6:
                return Bytes6(value);
            case FwpDataType.ByteBlob:
                return FwpValue.Of(Blob(value));
            case FwpDataType.Sid:
                return Sid.TryParse(value.Text, out Sid? sid) ? FwpValue.Of(sid) : throw value.Error("not a SID");
            case FwpDataType.SecurityDescriptor:
                return SecurityDescriptor.TryParse(value.Text, out SecurityDescriptor? descriptor)
                    ? FwpValue.Of(descriptor)
                    : Unknown(value, "a security descriptor that cannot be read", unknown);
            case FwpDataType.UnicodeString:
                return FwpValue.Of(value.Text);
            case FwpDataType.V4AddressMask:
                return FwpValue.V4AddressMask(Address4(value.Need("addr")), Address4(value.Need("mask")));
            case FwpDataType.V6AddressMask:
                return FwpValue.V6AddressMask(Address16(value.Need("addr")), PrefixLength(value.Need("prefixLength")));
            case FwpDataType.Range:
                FwpValue low = Read(value.Need("valueLow"), unknown);
                FwpValue high = Read(value.Need("valueHigh"), unknown);
                return low.IsEmpty || high.IsEmpty ? FwpValue.Empty : FwpValue.RangeOf(low, high);
            default:
                return Unknown(value, $"values of the type {Symbol(type)} cannot be read", unknown);
        }
    }

    // An address; elsewhere, such as for interfaces of RPC, a key or hexadecimal bytes.
    private static bool TryBytes16(string text, out UInt128 bytes)
    {
        if (Guid.TryParse(text, out Guid key))
        {
            bytes = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(key.ToByteArray());
            return true;
        }

        Span<byte> address = stackalloc byte[16];
        bool valid = IPAddress.TryParse(text, out IPAddress? parsed) && parsed.TryWriteBytes(address, out int written) && written == 16;
        bytes = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(address);
        return valid;
    }

    private static FwpValue Unknown(XmlItem item, string what, List<string> unknown)
    {
        unknown.Add($"line {item.Line}: {what}");
        return FwpValue.Empty;
    }

    private static string Element(FwpDataType type) => Array.Find(Types, t => t.Type == type).Element;

    private static FwpValue Number(XmlItem item, FwpDataType type)
    {
        if (type == FwpDataType.UInt32 && item.Text.Contains('.', StringComparison.Ordinal))
        {
            return FwpValue.UInt32(Address4(item));
        }

        return ulong.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number <= type.MaxValue()
            ? FwpValue.Unsigned(type, number)
            : throw item.Error($"not a number of {type.Bits()} bits");
    }

    private static uint Address4(XmlItem item)
    {
        Span<byte> bytes = stackalloc byte[4];
        return IPAddress.TryParse(item.Text, out IPAddress? address) && address.TryWriteBytes(bytes, out int written) && written == 4
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : throw item.Error("not an IPv4 address");
    }

    private static UInt128 Address16(XmlItem item) => TryBytes16(item.Text, out UInt128 address) ? address : throw item.Error("not an IPv6 address");

    private static FwpValue Bytes6(XmlItem item)
    {
        string digits = item.Text.Replace("-", string.Empty, StringComparison.Ordinal).Replace(":", string.Empty, StringComparison.Ordinal);
        return digits.Length == 12 && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? FwpValue.ByteArray6(Convert.FromHexString(digits))
            : throw item.Error("not six bytes");
    }

    private static byte PrefixLength(XmlItem item) =>
        byte.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out byte length) ? length : throw item.Error("not a prefix length");
}
