using System.Globalization;
using NetStackSim.Packets;

namespace NetStackSim.Cli.Options;

/// <summary>An address of an interface with its on-link prefix length.</summary>
/// <param name="Address">The address, host bits included.</param>
/// <param name="PrefixLength">Bits of the prefix.</param>
internal readonly record struct HostAddress(IpAddress Address, int PrefixLength)
{
    /// <summary>Reads <c>10.0.0.2/24</c> or <c>fd00::2/64</c>; the length is required.</summary>
    public static bool TryParse(string text, out HostAddress result)
    {
        result = default;
        int slash = text.LastIndexOf('/');
        if (slash < 0 || !IpAddress.TryParse(text.AsSpan(0, slash), out IpAddress address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length < 1 || length > (address.IsV4 ? 32 : 128))
        {
            return false;
        }

        result = new HostAddress(address, length);
        return true;
    }

    /// <summary>The address that lies further on in the same network.</summary>
    /// <param name="distance">How much further.</param>
    public HostAddress Next(int distance) => this with
    {
        Address = Address.IsV4 ? IpAddress.FromV4(Address.V4Value + (uint)distance) : IpAddress.FromV6(Address.High, Address.Low + (ulong)distance),
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");
}
