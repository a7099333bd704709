using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The numbers in which ICMPv4 and ICMPv6 differ; the layer above is written once.</summary>
internal static class IcmpFormat
{
    private const byte V6Informational = 128;

    internal static byte Protocol(IpFamily family) => family == IpFamily.V4 ? (byte)IpProtocol.Icmp : (byte)IpProtocol.IcmpV6;

    internal static byte EchoRequest(IpFamily family) => family == IpFamily.V4 ? (byte)Icmp4Type.Echo : (byte)Icmp6Type.Echo;

    internal static byte EchoReply(IpFamily family) => family == IpFamily.V4 ? (byte)Icmp4Type.EchoReply : (byte)Icmp6Type.EchoReply;

    /// <summary>True for the types that report about another packet, redirects included: no error is ever sent about them.</summary>
    internal static bool IsError(IpFamily family, byte type) => family == IpFamily.V4
        ? (Icmp4Type)type is Icmp4Type.DestinationUnreachable or Icmp4Type.SourceQuench or Icmp4Type.Redirect or Icmp4Type.TimeExceeded or Icmp4Type.ParameterProblem
        : type < V6Informational || (Icmp6Type)type == Icmp6Type.Redirect;

    /// <summary>True for an echo request or reply.</summary>
    internal static bool IsEcho(IpFamily family, byte type) => type == EchoRequest(family) || type == EchoReply(family);

    /// <summary>Translates type and code of a received error.</summary>
    internal static IcmpErrorKind Kind(IpFamily family, byte type, byte code) => family == IpFamily.V4 ? KindV4(type, code) : KindV6(type, code);

    private static IcmpErrorKind KindV4(byte type, byte code) => (Icmp4Type)type switch
    {
        Icmp4Type.TimeExceeded => code == Icmp4Codes.ReassemblyTimeExceeded ? IcmpErrorKind.ReassemblyTimeExceeded : IcmpErrorKind.HopLimitExceeded,
        Icmp4Type.ParameterProblem => IcmpErrorKind.ParameterProblem,
        _ => code switch
        {
            Icmp4Codes.HostUnreachable or 7 or 8 or 12 => IcmpErrorKind.HostUnreachable,
            Icmp4Codes.ProtocolUnreachable => IcmpErrorKind.ProtocolUnreachable,
            Icmp4Codes.PortUnreachable => IcmpErrorKind.PortUnreachable,
            Icmp4Codes.FragmentationNeeded => IcmpErrorKind.PacketTooBig,
            Icmp4Codes.SourceRouteFailed => IcmpErrorKind.SourceRouteFailed,
            Icmp4Codes.NetworkProhibited or Icmp4Codes.HostProhibited or Icmp4Codes.CommunicationProhibited or 14 or 15 => IcmpErrorKind.AdministrativelyProhibited,
            _ => IcmpErrorKind.NetworkUnreachable,
        },
    };

    private static IcmpErrorKind KindV6(byte type, byte code) => (Icmp6Type)type switch
    {
        Icmp6Type.PacketTooBig => IcmpErrorKind.PacketTooBig,
        Icmp6Type.TimeExceeded => code == Icmp6Codes.ReassemblyTimeExceeded ? IcmpErrorKind.ReassemblyTimeExceeded : IcmpErrorKind.HopLimitExceeded,
        Icmp6Type.ParameterProblem => code == Icmp6Codes.UnknownNextHeader ? IcmpErrorKind.ProtocolUnreachable : IcmpErrorKind.ParameterProblem,
        Icmp6Type.DestinationUnreachable => code switch
        {
            Icmp6Codes.NoRoute => IcmpErrorKind.NetworkUnreachable,
            Icmp6Codes.Prohibited or Icmp6Codes.SourcePolicy or Icmp6Codes.RejectRoute => IcmpErrorKind.AdministrativelyProhibited,
            Icmp6Codes.BeyondScope => IcmpErrorKind.BeyondScope,
            Icmp6Codes.PortUnreachable => IcmpErrorKind.PortUnreachable,
            _ => IcmpErrorKind.HostUnreachable,
        },
        _ => IcmpErrorKind.Other,
    };
}
