using System.Globalization;
using System.Text.Json;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;
using NetStackSim.Wfp;
using NetStackSim.Wfp.Shims;

namespace NetStackSim.Cli.Live;

/// <summary>Explains a packet of a capture, or a connection, with the policy of a live host; or a packet with an imported policy.</summary>
internal static class LiveExplain
{
    /// <summary>Explains with the policy and the stack of a host of a scenario.</summary>
    public static void OfScenario(ToolConsole console, LiveRequest request, CapturedPacket? packet, string? direction, FlowQuestionText? flow, bool asJson)
    {
        Tuple<string, TrafficExplanation> found = LiveHost.Look(
            request,
            (host, _) => Tuple.Create(host.Name, packet is null ? Flow(host, flow!) : host.Explainer!.Packet(packet.Data.Span, Question(packet, direction))));
        Print(console, found.Item2, asJson, json => request.WriteJson(json, found.Item1));
    }

    /// <summary>Explains with a policy that runs nowhere.</summary>
    public static void OfPolicy(ToolConsole console, ImportedPolicy policy, CapturedPacket packet, string? direction, IpAddress? own, CalloutAssumption callouts, bool asJson)
    {
        AssumedSurroundings surroundings = new() { Addresses = own is { } address ? [address] : [] };
        TrafficExplainer explainer = TrafficExplainer.Of(policy.Engine, surroundings);
        Print(console, explainer.Packet(packet.Data.Span, Question(packet, direction) with { Callouts = callouts }), asJson, static _ => { });
    }

    private static PacketQuestion Question(CapturedPacket packet, string? direction) => new()
    {
        LinkType = packet.Interface.LinkType,
        IsInbound = direction is null ? null : direction == "in",
    };

    private static TrafficExplanation Flow(SimHost host, FlowQuestionText flow)
    {
        IpAddress any = flow.Remote.Address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        FlowRequest request = new(new IpEndpoint(flow.Remote.Address, flow.Remote.Port ?? 0))
        {
            Protocol = ProtocolOf(flow.Protocol),
            Local = new IpEndpoint(flow.Local?.Address ?? any, flow.Local?.Port ?? 0),
        };
        return flow.Direction == "in" ? host.Explainer!.Accept(request) : host.Explainer!.Connect(request);
    }

    private static byte ProtocolOf(string? text) => text?.ToUpperInvariant() switch
    {
        null or "TCP" => (byte)IpProtocol.Tcp,
        "UDP" => (byte)IpProtocol.Udp,
        "ICMP" => (byte)IpProtocol.Icmp,
        "ICMPV6" => (byte)IpProtocol.IcmpV6,
        _ => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte number)
            ? number
            : throw new ToolException(ExitCode.WrongUsage, $"--proto: '{text}' is not a protocol."),
    };

    private static void Print(ToolConsole console, TrafficExplanation told, bool asJson, Action<Utf8JsonWriter> about)
    {
        if (!asJson)
        {
            TrafficText.Write(console, told);
            return;
        }

        JsonOutput.Write(console.Out, json =>
        {
            about(json);
            told.WriteMembers(json);
        });
    }
}
