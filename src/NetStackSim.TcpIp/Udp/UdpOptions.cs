using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The options of a UDP endpoint that concern single datagrams.</summary>
internal sealed class UdpOptions
{
    /// <summary>0: that of the interface.</summary>
    internal byte HopLimit { get; private set; }

    internal byte TrafficClass { get; private set; }

    internal bool DontFragment { get; private set; }

    internal bool Broadcast { get; private set; }

    internal bool NoChecksum { get; private set; }

    internal uint UnicastInterface { get; private set; }

    /// <summary>ICMP errors reach the client (SIO_UDP_CONNRESET); the default.</summary>
    internal bool ReportsErrors { get; private set; } = true;

    /// <summary>Sets an option.</summary>
    /// <returns>Success, InvalidParameter, NotSupported.</returns>
    internal NtStatus Set(TransportOption option, long value)
    {
        switch (option)
        {
            case TransportOption.HopLimit when value is >= 1 and <= byte.MaxValue:
                HopLimit = (byte)value;
                break;
            case TransportOption.TrafficClass when value is >= 0 and <= byte.MaxValue:
                TrafficClass = (byte)value;
                break;
            case TransportOption.UnicastInterface when value is >= 0 and <= uint.MaxValue:
                UnicastInterface = (uint)value;
                break;
            case TransportOption.DontFragment:
                DontFragment = value != 0;
                break;
            case TransportOption.Broadcast:
                Broadcast = value != 0;
                break;
            case TransportOption.NoChecksum:
                NoChecksum = value != 0;
                break;
            case TransportOption.ReportConnectionReset:
                ReportsErrors = value != 0;
                break;
            case TransportOption.HopLimit or TransportOption.TrafficClass or TransportOption.UnicastInterface:
                return NtStatus.InvalidParameter;
            default:
                return NtStatus.NotSupported;
        }

        return NtStatus.Success;
    }
}
