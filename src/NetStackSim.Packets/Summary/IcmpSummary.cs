using System.Text;

namespace NetStackSim.Packets;

/// <summary>The part of a packet's summary that names an ICMP message.</summary>
internal static class IcmpSummary
{
    internal static void Append(StringBuilder text, Icmp4Header icmp, int depth)
    {
        text.Append(icmp.Type switch
        {
            Icmp4Type.Echo => $"echo request id {icmp.Identifier} seq {icmp.Sequence} len {icmp.Payload.Length}",
            Icmp4Type.EchoReply => $"echo reply id {icmp.Identifier} seq {icmp.Sequence} len {icmp.Payload.Length}",
            Icmp4Type.DestinationUnreachable => Unreachable(icmp),
            Icmp4Type.TimeExceeded => icmp.Code == Icmp4Codes.TimeToLiveExceeded ? "time to live exceeded" : "reassembly time exceeded",
            Icmp4Type.Redirect => $"redirect to {icmp.Gateway}",
            Icmp4Type.ParameterProblem => $"parameter problem at byte {icmp.Pointer}",
            _ => $"type {(byte)icmp.Type} code {icmp.Code} len {icmp.Payload.Length}",
        });
        if (icmp.IsError)
        {
            AppendQuote(text, icmp.Payload, depth);
        }
    }

    internal static void Append(StringBuilder text, Icmp6Header icmp, int depth)
    {
        text.Append(icmp.Type switch
        {
            Icmp6Type.Echo => $"echo request id {icmp.Identifier} seq {icmp.Sequence} len {icmp.Payload.Length}",
            Icmp6Type.EchoReply => $"echo reply id {icmp.Identifier} seq {icmp.Sequence} len {icmp.Payload.Length}",
            Icmp6Type.DestinationUnreachable => Unreachable(icmp),
            Icmp6Type.PacketTooBig => $"packet too big, mtu {icmp.Mtu}",
            Icmp6Type.TimeExceeded => icmp.Code == Icmp6Codes.HopLimitExceeded ? "hop limit exceeded" : "reassembly time exceeded",
            Icmp6Type.ParameterProblem => $"parameter problem code {icmp.Code} at byte {icmp.Pointer}",
            _ when icmp.IsNeighborDiscovery => NeighborDiscovery(icmp),
            _ => $"type {(byte)icmp.Type} code {icmp.Code} len {icmp.Payload.Length}",
        });
        if (icmp.IsError)
        {
            AppendQuote(text, icmp.Payload, depth);
        }
    }

    private static void AppendQuote(StringBuilder text, ReadOnlySpan<byte> quote, int depth)
    {
        if (!quote.IsEmpty)
        {
            text.Append(" (");
            PacketSummary.AppendIp(text, quote, depth + 1);
            text.Append(')');
        }
    }

    private static string Unreachable(Icmp4Header icmp) => icmp.Code switch
    {
        Icmp4Codes.NetworkUnreachable => "network unreachable",
        Icmp4Codes.HostUnreachable => "host unreachable",
        Icmp4Codes.ProtocolUnreachable => "protocol unreachable",
        Icmp4Codes.PortUnreachable => "port unreachable",
        Icmp4Codes.FragmentationNeeded => $"fragmentation needed, mtu {icmp.NextHopMtu}",
        _ => $"unreachable code {icmp.Code}",
    };

    private static string Unreachable(Icmp6Header icmp) => icmp.Code switch
    {
        Icmp6Codes.NoRoute => "no route",
        Icmp6Codes.Prohibited => "administratively prohibited",
        Icmp6Codes.AddressUnreachable => "address unreachable",
        Icmp6Codes.PortUnreachable => "port unreachable",
        _ => $"unreachable code {icmp.Code}",
    };

    private static string NeighborDiscovery(Icmp6Header icmp)
    {
        ReadOnlySpan<byte> message = icmp.Message;
        if (NeighborSolicitation.TryParse(message, out NeighborSolicitation solicitation))
        {
            return $"neighbor solicitation, who has {solicitation.Target}?{LinkLayer(solicitation.OptionBytes)}";
        }

        if (NeighborAdvertisement.TryParse(message, out NeighborAdvertisement advertisement))
        {
            string flags = $"{(advertisement.IsRouter ? "R" : "")}{(advertisement.IsSolicited ? "S" : "")}{(advertisement.IsOverride ? "O" : "")}";
            return $"neighbor advertisement [{flags}] {advertisement.Target}{LinkLayer(advertisement.OptionBytes)}";
        }

        if (RouterAdvertisement.TryParse(message, out RouterAdvertisement router))
        {
            return $"router advertisement, lifetime {router.RouterLifetime} s{LinkLayer(router.OptionBytes)}";
        }

        return RouterSolicitation.TryParse(message, out RouterSolicitation asking) ? $"router solicitation{LinkLayer(asking.OptionBytes)}"
            : RedirectMessage.TryParse(message, out RedirectMessage redirect) ? $"redirect {redirect.Destination} to {redirect.Target}"
            : $"neighbor discovery type {(byte)icmp.Type}, not readable";
    }

    private static string LinkLayer(ReadOnlySpan<byte> options)
    {
        bool found = NdOptionReader.TryFind(options, NdOptionType.SourceLinkLayerAddress, out NdOption option)
            || NdOptionReader.TryFind(options, NdOptionType.TargetLinkLayerAddress, out option);
        return found && option.TryGetLinkLayerAddress(out MacAddress address) ? $" lladdr {address}" : "";
    }
}
