using System.CommandLine.Parsing;
using System.Globalization;
using NetStackSim.Packets;

namespace NetStackSim.Cli.Options;

/// <summary>Reads the values of options; what is wrong becomes an error of the parse result, which is wrong usage.</summary>
internal static class ValueParsers
{
    private static readonly (string Suffix, double Factor)[] TimeUnits =
        [("ns", 1), ("us", 1e3), ("ms", 1e6), ("min", 60e9), ("s", 1e9), ("h", 3600e9)];

    private static readonly (string Suffix, double Factor)[] RateUnits =
        [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9), ("k", 1e3), ("m", 1e6), ("g", 1e9), ("bit", 1)];

    /// <summary>An address with a prefix length and host bits, as 10.0.0.2/24.</summary>
    public static HostAddress Address(ArgumentResult result)
    {
        string text = Token(result);
        if (HostAddress.TryParse(text, out HostAddress address))
        {
            return address;
        }

        result.AddError($"'{text}' is not an address with a prefix length, as 10.0.0.2/24 or fd00::2/64.");
        return default;
    }

    /// <summary>Several of them.</summary>
    public static HostAddress[] Addresses(ArgumentResult result)
    {
        List<HostAddress> addresses = [];
        foreach (Token token in result.Tokens)
        {
            if (HostAddress.TryParse(token.Value, out HostAddress address))
            {
                addresses.Add(address);
            }
            else
            {
                result.AddError($"'{token.Value}' is not an address with a prefix length, as 10.0.0.2/24 or fd00::2/64.");
            }
        }

        return [.. addresses];
    }

    /// <summary>Addresses without a prefix length.</summary>
    public static IpAddress[] Gateways(ArgumentResult result)
    {
        List<IpAddress> gateways = [];
        foreach (Token token in result.Tokens)
        {
            if (IpAddress.TryParse(token.Value, out IpAddress gateway))
            {
                gateways.Add(gateway);
            }
            else
            {
                result.AddError($"'{token.Value}' is not an IP address.");
            }
        }

        return [.. gateways];
    }

    /// <summary>A probability as 0.02, or a percentage as 2% or 2.</summary>
    public static double Probability(ArgumentResult result)
    {
        string text = Token(result);
        bool percent = text.EndsWith('%');
        if (double.TryParse(percent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value is >= 0 and <= 100)
        {
            return percent || value > 1 ? value / 100 : value;
        }

        result.AddError($"'{text}' is not a probability: write 0.02 or 2%.");
        return 0;
    }

    /// <summary>A time with a unit; without one it is in milliseconds. The result is in nanoseconds.</summary>
    public static long Delay(ArgumentResult result) => Time(result, 1e6, "20ms, 250us or 1s");

    /// <summary>A time with a unit; without one it is in seconds. The result is in nanoseconds.</summary>
    public static long Duration(ArgumentResult result) => Time(result, 1e9, "30, 1.5 or 2min");

    /// <summary>Bits a second with k, M or G.</summary>
    public static long Rate(ArgumentResult result)
    {
        string text = Token(result);
        if (TryScale(text.EndsWith("/s", StringComparison.OrdinalIgnoreCase) ? text[..^2] : text, RateUnits, 1, out double value) && value is >= 1 and < 1e15)
        {
            return (long)value;
        }

        result.AddError($"'{text}' is not a rate in bits a second: write 10M, 1G or 56k.");
        return 0;
    }

    /// <summary>A list of services as <see cref="ServiceSpec"/> reads it.</summary>
    public static IReadOnlyList<ServiceSpec> Services(ArgumentResult result)
    {
        if (ServiceSpec.TryParse(Token(result), out IReadOnlyList<ServiceSpec>? services, out string? error))
        {
            return services;
        }

        result.AddError(error);
        return [];
    }

    private static long Time(ArgumentResult result, double defaultFactor, string examples)
    {
        string text = Token(result);
        if (TryScale(text, TimeUnits, defaultFactor, out double value) && value < 9e18)
        {
            return (long)value;
        }

        result.AddError($"'{text}' is not a time: write {examples}.");
        return 0;
    }

    private static bool TryScale(string text, (string Suffix, double Factor)[] units, double defaultFactor, out double value)
    {
        double factor = defaultFactor;
        foreach ((string suffix, double unit) in units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                factor = unit;
                text = text[..^suffix.Length];
                break;
            }
        }

        bool parsed = double.TryParse(text.TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
        value = Math.Round(value * factor);
        return parsed && value >= 0;
    }

    private static string Token(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
}
