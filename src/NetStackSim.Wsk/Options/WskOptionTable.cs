using System.Buffers.Binary;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>Windows' option numbers and units, translated into those of the transports.</summary>
internal static class WskOptionTable
{
    private const long Second = 1_000_000_000;

    /// <summary>Finds the transport option behind a Windows number.</summary>
    /// <param name="category">Stream sockets have TCP's options, datagram sockets UDP's.</param>
    /// <param name="code">The option.</param>
    /// <param name="level">Its level.</param>
    /// <param name="option">The transport's option.</param>
    /// <param name="unit">Transport units in one of Windows'.</param>
    /// <returns>False for an option that the category does not have.</returns>
    public static bool TryTranslate(WskSocketFlags category, uint code, uint level, out TransportOption option, out long unit)
    {
        bool isDatagram = category == WskSocketFlags.Datagram;
        unit = 1;
        bool known;
        (known, option) = level switch
        {
            WskSocketOption.LevelSocket => OfSocket(code, isDatagram),
            WskSocketOption.LevelTcp when !isDatagram => OfTcp(code, out unit),
            WskSocketOption.LevelUdp when isDatagram && code == WskSocketOption.UdpNoChecksum => (true, TransportOption.NoChecksum),
            WskSocketOption.LevelIp or WskSocketOption.LevelIpv6 => OfIp(code, level, isDatagram),
            _ => default,
        };
        return known;
    }

    /// <summary>Reads a 32-bit value. <c>IP_UNICAST_IF</c> is the one option in network order.</summary>
    public static bool TryRead(uint code, uint level, ReadOnlySpan<byte> input, out uint value)
    {
        value = 0;
        if (input.Length < sizeof(uint))
        {
            return false;
        }

        value = code == WskSocketOption.IpUnicastInterface && level == WskSocketOption.LevelIp
            ? BinaryPrimitives.ReadUInt32BigEndian(input)
            : BinaryPrimitives.ReadUInt32LittleEndian(input);
        return true;
    }

    /// <summary>The firewall property of a protection level: 10 unrestricted, 20 the default, 30 restricted.</summary>
    public static bool TryReadProtection(uint level, out long property)
    {
        const long AllowEdge = 2;
        const long DenyEdge = 4;
        property = level == 10 ? AllowEdge : level == 30 ? DenyEdge : 0;
        return level is 10 or 20 or 30;
    }

    private static (bool Known, TransportOption Option) OfSocket(uint code, bool isDatagram) => code switch
    {
        WskSocketOption.ReceiveBuffer => (true, TransportOption.ReceiveBuffer),
        WskSocketOption.KeepAlive when !isDatagram => (true, TransportOption.KeepAlive),
        WskSocketOption.Broadcast when isDatagram => (true, TransportOption.Broadcast),
        _ => default,
    };

    private static (bool Known, TransportOption Option) OfTcp(uint code, out long unit)
    {
        unit = code is WskSocketOption.TcpKeepIdle or WskSocketOption.TcpKeepInterval or WskSocketOption.TcpMaximumRetransmissionTime ? Second : 1;
        return code switch
        {
            WskSocketOption.TcpNoDelay => (true, TransportOption.NoDelay),
            WskSocketOption.TcpKeepIdle => (true, TransportOption.KeepAliveTime),
            WskSocketOption.TcpKeepInterval => (true, TransportOption.KeepAliveInterval),
            WskSocketOption.TcpKeepCount => (true, TransportOption.KeepAliveCount),
            WskSocketOption.TcpMaximumRetransmissionTime => (true, TransportOption.UserTimeout),
            WskSocketOption.TcpFailConnectOnIcmpError => (true, TransportOption.FailConnectOnIcmpError),
            _ => default,
        };
    }

    private static (bool Known, TransportOption Option) OfIp(uint code, uint level, bool isDatagram) => code switch
    {
        WskSocketOption.IpTimeToLive => (true, TransportOption.HopLimit),
        WskSocketOption.IpTypeOfService when level == WskSocketOption.LevelIp => (true, TransportOption.TrafficClass),
        WskSocketOption.Ipv6TrafficClass when level == WskSocketOption.LevelIpv6 => (true, TransportOption.TrafficClass),
        WskSocketOption.IpUnicastInterface => (true, TransportOption.UnicastInterface),
        WskSocketOption.IpDontFragment when isDatagram => (true, TransportOption.DontFragment),
        WskSocketOption.HeaderIncluded when isDatagram => (true, TransportOption.HeaderIncluded),
        _ => default,
    };
}
