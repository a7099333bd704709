using System.Globalization;
using System.Net;
using System.Xml.Linq;

namespace NetStackSim.Wfp.Tests;

/// <summary>A condition as the file has it, and wfp.md 4.1 and 4.2 as code. Values are numbers, texts or tokens; null is FWP_EMPTY.</summary>
internal sealed class NaiveCondition
{
    private readonly UInt128 _low;
    private readonly UInt128 _high;

    internal NaiveCondition(XElement item)
    {
        Field = item.Element("fieldKey")!.Value.Replace("FWPM_CONDITION_", string.Empty, StringComparison.Ordinal);
        Match = item.Element("matchType")!.Value.Replace("FWP_MATCH_", string.Empty, StringComparison.Ordinal);
        XElement value = item.Element("conditionValue")!;
        Type = value.Element("type")!.Value;
        XElement? content = value.Elements().ElementAtOrDefault(1);
        switch (Type)
        {
            case "FWP_RANGE_TYPE":
                _low = Number(content!.Element("valueLow")!.Elements().ElementAt(1).Value);
                _high = Number(content.Element("valueHigh")!.Elements().ElementAt(1).Value);
                break;
            case "FWP_V4_ADDR_MASK":
                _high = Number(content!.Element("mask")!.Value);
                _low = Number(content.Element("addr")!.Value) & _high;
                break;
            case "FWP_V6_ADDR_MASK":
                int length = int.Parse(content!.Element("prefixLength")!.Value, CultureInfo.InvariantCulture);
                _high = length == 0 ? 0 : UInt128.MaxValue << (128 - length);
                _low = Number(content.Element("addr")!.Value) & _high;
                break;
            case "FWP_BYTE_BLOB_TYPE":
                Text = content!.Element("data")!.Value.ToLowerInvariant();
                break;
            case "FWP_SID":
                Text = content!.Value;
                break;
            case "FWP_SECURITY_DESCRIPTOR_TYPE":
                Descriptor = new NaiveDescriptor(content!.Value);
                break;
            default:
                _low = Number(content!.Value);
                break;
        }
    }

    internal string Field { get; }

    internal string Match { get; }

    internal string Type { get; }

    internal string? Text { get; }

    internal NaiveDescriptor? Descriptor { get; }

    internal UInt128 Low => _low;

    internal UInt128 High => Type == "FWP_RANGE_TYPE" ? _high : _low;

    internal static UInt128 Number(string text)
    {
        if (!text.Contains('.', StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal))
        {
            return ulong.Parse(text, CultureInfo.InvariantCulture);
        }

        UInt128 number = 0;
        foreach (byte part in IPAddress.Parse(text).GetAddressBytes())
        {
            number = (number << 8) | part;
        }

        return number;
    }

    internal bool Holds(object? value) => value switch
    {
        null => false,
        NaiveToken token => Descriptor!.Grants(token),
        string text => Match == "EQUAL" ? text == Text : text != Text,
        _ => Holds((UInt128)value),
    };

    private bool Holds(UInt128 value) => Match switch
    {
        "EQUAL" when Type is "FWP_V4_ADDR_MASK" or "FWP_V6_ADDR_MASK" => (value & _high) == _low,
        "EQUAL" => value == _low,
        "NOT_EQUAL" => value != _low,
        "GREATER" => value > _low,
        "GREATER_OR_EQUAL" => value >= _low,
        "LESS" => value < _low,
        "LESS_OR_EQUAL" => value <= _low,
        "RANGE" => value >= _low && value <= _high,
        "FLAGS_ALL_SET" => (value & _low) == _low,
        "FLAGS_ANY_SET" => (value & _low) != 0,
        "FLAGS_NONE_SET" => (value & _low) == 0,
        _ => throw new InvalidOperationException(Match),
    };
}
