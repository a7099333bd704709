using System.Globalization;
using NetStackSim.Packets;

namespace NetStackSim.Cli.Options;

/// <summary>An address with or without a port: 10.0.0.5:80, [fd00::5]:80, fd00::5.</summary>
internal readonly record struct FlowEndpoint(IpAddress Address, ushort? Port)
{
    /// <summary>Reads an option's value.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">The value.</param>
    /// <exception cref="ToolException">It is no such thing.</exception>
    public static FlowEndpoint Read(string option, string text)
    {
        if (IpAddress.TryParse(text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text, out IpAddress alone))
        {
            return new FlowEndpoint(alone, null);
        }

        int colon = text.LastIndexOf(':');
        string address = colon < 0 ? text : text[..colon];
        bool isV6 = address.StartsWith('[') && address.EndsWith(']');
        if (colon > 0
            && IpAddress.TryParse(isV6 ? address[1..^1] : address, out IpAddress parsed)
            && parsed.IsV6 == isV6
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return new FlowEndpoint(parsed, port);
        }

        throw new ToolException(ExitCode.WrongUsage, $"{option}: '{text}' is not an address with a port, as 10.0.0.5:80 or [fd00::5]:80.");
    }

    /// <inheritdoc/>
    public override string ToString() => Port is not { } port ? Address.ToString() : Address.IsV6 ? $"[{Address}]:{port}" : $"{Address}:{port}";
}
