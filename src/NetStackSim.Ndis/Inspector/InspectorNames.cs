using System.Globalization;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>How pages name states, flags, speeds and times.</summary>
internal static class InspectorNames
{
    /// <summary>Flags with bars between them; "0" for none.</summary>
    public static string Flags<T>(T value)
        where T : struct, Enum
    {
        string text = value.ToString().Replace(", ", " | ", StringComparison.Ordinal);
        return text == "None" ? "0" : text;
    }

    /// <summary>Bits a second in the largest unit that leaves no fraction.</summary>
    public static string Speed(ulong bitsPerSecond) => bitsPerSecond switch
    {
        LinkState.UnknownSpeed => "unknown",
        >= 1_000_000_000 when bitsPerSecond % 1_000_000_000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{bitsPerSecond / 1_000_000_000} Gbit/s"),
        >= 1_000_000 when bitsPerSecond % 1_000_000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{bitsPerSecond / 1_000_000} Mbit/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bitsPerSecond} bit/s"),
    };

    /// <summary>A span of virtual time.</summary>
    public static string Time(long ns) => ns switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e9:0.000000} s"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e6:0.000} ms"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e3:0.###} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ns} ns"),
    };

    /// <summary>Which directions of the data path pass a module.</summary>
    public static string Datapath(FilterHandlers handlers)
    {
        bool sends = (handlers & FilterHandlers.SendPath) != 0;
        bool receives = (handlers & FilterHandlers.ReceivePath) != 0;
        return (sends, receives) switch
        {
            (true, true) => "Send and receive",
            (true, false) => "Send only",
            (false, true) => "Receive only",
            _ => "Bypass",
        };
    }

    /// <summary>What a filter is: "Monitoring" or its class.</summary>
    public static string Kind(FilterOptions options) => options.Type == FilterType.Monitoring ? "Monitoring" : options.Class.ToString();

    /// <summary>EtherTypes that a binding wants.</summary>
    public static string FrameTypes(IReadOnlyList<ushort> types) =>
        types.Count == 0 ? "All" : string.Join(", ", types.Select(static type => type.ToString("X4", CultureInfo.InvariantCulture)));

    /// <summary>Addresses, or "[none]".</summary>
    public static string Addresses(IReadOnlyList<MacAddress> addresses) => addresses.Count == 0 ? "[none]" : string.Join(", ", addresses);

    /// <summary>A type by its short name; "[none]" for null.</summary>
    public static string TypeOf(object? driver) => driver?.GetType().Name ?? "[none]";

    /// <summary>The interface's operational state, and why it is not up.</summary>
    public static string Interface(MiniportAdapter adapter)
    {
        OperState state = adapter.OperState;
        return state.Flags == OperStatusFlags.None ? state.OperationalStatus.ToString() : $"{state.OperationalStatus} ({Flags(state.Flags)})";
    }
}
