using System.Globalization;
using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <summary>Ports of well-known services (IANA service names), as in the <c>services</c> file.</summary>
internal static class KnownServices
{
    private static readonly (string Name, ushort Port, bool Tcp, bool Udp)[] Table =
    [
        ("echo", 7, true, true),
        ("discard", 9, true, true),
        ("daytime", 13, true, true),
        ("chargen", 19, true, true),
        ("ftp", 21, true, false),
        ("ssh", 22, true, false),
        ("telnet", 23, true, false),
        ("smtp", 25, true, false),
        ("domain", 53, true, true),
        ("tftp", 69, false, true),
        ("http", 80, true, false),
        ("pop3", 110, true, false),
        ("ntp", 123, false, true),
        ("imap", 143, true, false),
        ("snmp", 161, false, true),
        ("ldap", 389, true, false),
        ("https", 443, true, true),
        ("microsoft-ds", 445, true, true),
    ];

    /// <summary>Finds the port of a service.</summary>
    /// <param name="service">A name or a number; null is port 0.</param>
    /// <param name="protocol">The protocol, 0 for any.</param>
    /// <param name="numericOnly">True to refuse names.</param>
    /// <param name="port">The port.</param>
    /// <returns>False for a service that is not known for that protocol.</returns>
    public static bool TryFind(string? service, byte protocol, bool numericOnly, out ushort port)
    {
        port = 0;
        if (service is null || ushort.TryParse(service, NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return true;
        }

        foreach ((string name, ushort known, bool tcp, bool udp) in Table)
        {
            bool fits = protocol == 0 || (protocol == (byte)IpProtocol.Tcp && tcp) || (protocol == (byte)IpProtocol.Udp && udp);
            if (!numericOnly && fits && string.Equals(name, service, StringComparison.OrdinalIgnoreCase))
            {
                port = known;
                return true;
            }
        }

        return false;
    }
}
