using System.Globalization;
using NetStackSim.Packets;

namespace NetStackSim.Cli.Options;

/// <summary>An address of an interface with its on-link prefix length.</summary>
/// <param name="Address">The address, host bits included.</param>
/// <param name="PrefixLength">Bits of the prefix.</param>
internal readonly record struct InterfaceAddress(IpAddress Address, int PrefixLength)
{
    /// <summary>Reads <c>10.0.0.2/24</c> or <c>fd00::2/64</c>; the length is required.</summary>
    public static bool TryParse(string text, out InterfaceAddress result)
    {
        result = default;
        int slash = text.LastIndexOf('/');
        if (slash < 0 || !IpAddress.TryParse(text.AsSpan(0, slash), out IpAddress address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length < 1 || length > (address.IsV4 ? 32 : 128))
        {
            return false;
        }

        result = new InterfaceAddress(address, length);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");
}
