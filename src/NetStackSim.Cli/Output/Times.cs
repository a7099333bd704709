using System.Globalization;

namespace NetStackSim.Cli.Output;

/// <summary>Virtual times for people.</summary>
internal static class Times
{
    /// <summary>Nanoseconds in the largest unit that keeps a digit before the point.</summary>
    public static string Format(long ns) => ns switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e9:0.000000} s"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e6:0.000} ms"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e3:0.###} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ns} ns"),
    };
}
