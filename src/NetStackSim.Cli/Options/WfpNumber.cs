using System.Globalization;

namespace NetStackSim.Cli.Options;

/// <summary>64-bit numbers on the command line, decimal or hexadecimal.</summary>
internal static class WfpNumber
{
    /// <summary>A number that is no quantity.</summary>
    public static string Hex(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Reads a number.</summary>
    public static bool TryRead(string text, out ulong value) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
