using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// Tells the way of packets and connections through the layers of a host without sending anything: every layer in the order in which it is passed,
/// every sublayer and filter, the right to override, the decision. Counts nothing, records nothing, keeps nothing. For traffic as it passes
/// there is <see cref="FilterEngine.Record"/>.
/// </summary>
/// <remarks>Callouts are not called; the question says what they are taken to say. IRQL Passive or Dispatch; allocates.</remarks>
public sealed class TrafficExplainer
{
    private readonly FilterPlatform _platform;
    private readonly IPacketSurroundings _surroundings;
    private readonly FilterEngine _target;

    private TrafficExplainer(FilterPlatform platform, IPacketSurroundings surroundings, FilterEngine target)
    {
        _platform = platform;
        _surroundings = surroundings;
        _target = target;
    }

    /// <summary>Explains with the policy and the stack of a running host.</summary>
    /// <param name="platform">The host's filter platform.</param>
    /// <param name="stack">Its stack.</param>
    /// <returns>The explainer; it sees the host as it is at the moment of each question.</returns>
    public static TrafficExplainer Of(FilterPlatform platform, TcpIpStack stack)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(stack);
        return new TrafficExplainer(platform, new StackSurroundings(platform.Kernel, stack), platform.Engine);
    }

    /// <summary>Explains with a policy that runs nowhere, such as an imported one.</summary>
    /// <param name="policy">The policy's engine.</param>
    /// <param name="surroundings">What is taken for granted about its host.</param>
    /// <param name="options">Facts about the host; null for the defaults.</param>
    /// <returns>The explainer.</returns>
    public static TrafficExplainer Of(FilterEngine policy, IPacketSurroundings surroundings, PlatformOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(surroundings);
        SimKernel kernel = new(new EventLoop(), new SimKernelOptions { Name = "explain" });
        FilterPlatform platform = FilterPlatform.Attach(kernel, new FilterEngine(kernel), new InspectionPoints(), options: options);
        return new TrafficExplainer(platform, surroundings, policy);
    }

    /// <summary>Explains a captured packet. Never throws on the packet's bytes.</summary>
    /// <param name="packet">The bytes.</param>
    /// <param name="question">How they are meant; null for an Ethernet frame that the host receives.</param>
    /// <returns>The explanation.</returns>
    public TrafficExplanation Packet(ReadOnlySpan<byte> packet, PacketQuestion? question = null)
    {
        question ??= new PacketQuestion();
        ParsedPacket parsed = ParsedPacket.Read(packet, question.LinkType);
        TrafficWalk walk = new(_platform, _target, question.Callouts);
        bool isInbound = question.IsInbound ?? (!parsed.IsIp || _surroundings.IsLocal(parsed.Destination) || !_surroundings.IsLocal(parsed.Source));
        if (isInbound)
        {
            new InboundWalk(walk, parsed, _surroundings, question.InterfaceIndex).Run();
        }
        else
        {
            new OutboundWalk(walk, parsed, _surroundings, question.InterfaceIndex).Run();
        }

        return walk.ToExplanation(parsed.Summary, isInbound);
    }

    /// <summary>
    /// Explains a packet that lies in buffers, such as one that a filter driver or a callout holds. The list stays the caller's and is not changed.
    /// Never throws on the packet's bytes.
    /// </summary>
    /// <param name="list">The packet: data of the first net buffer from the Ethernet or IP header on, over as many MDLs as there are.</param>
    /// <param name="question">How it is meant, with direction and interface; null for an Ethernet frame that the host receives.</param>
    /// <returns>The explanation.</returns>
    public TrafficExplanation Packet(NetBufferList list, PacketQuestion? question = null)
    {
        ArgumentNullException.ThrowIfNull(list);
        byte[] packet = new byte[list.FirstNetBuffer.DataLength];
        int length = list.FirstNetBuffer.CopyTo(0, packet);
        return Packet(packet.AsSpan(0, length), question);
    }

    /// <summary>Explains a connect, or a first datagram, from the bind of its socket to the established flow.</summary>
    /// <param name="request">Who connects to whom.</param>
    /// <returns>The explanation.</returns>
    public TrafficExplanation Connect(FlowRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        TrafficWalk walk = new(_platform, _target, request.Callouts);
        FlowWalk flow = new(walk, request, _surroundings);
        flow.Connect();
        return walk.ToExplanation(flow.Summary("to"), isInbound: false);
    }

    /// <summary>Explains a connection, or a first datagram, from a peer to a local endpoint, which need not exist yet.</summary>
    /// <param name="request">Whom the peer wants; its local address and port are those of the endpoint.</param>
    /// <returns>The explanation.</returns>
    public TrafficExplanation Accept(FlowRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        TrafficWalk walk = new(_platform, _target, request.Callouts);
        FlowWalk flow = new(walk, request, _surroundings);
        flow.Accept();
        return walk.ToExplanation(flow.Summary("from"), isInbound: true);
    }
}
