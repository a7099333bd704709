using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Every field of every layer has the type of its schema or is empty where there is nothing to say; every layer tells what section 5 lists and no more.</summary>
public sealed class LayerFactsTests
{
    // Section 5.2, and the fields that are empty without IPsec, packages, names, or the other direction. A question mark: only where it applies.
    private static readonly string[] Expected =
    [
        "ALE_AUTH_CONNECT: FlowHandle ProcessPath Token ProcessId TransportHeaderSize CompartmentId CompletionHandle TransportEndpointHandle RemoteScopeId IcmpIdAndSequence? | ALE_REMOTE_USER_ID ALE_REMOTE_MACHINE_ID IP_ARRIVAL_INTERFACE ARRIVAL_INTERFACE_TYPE ARRIVAL_TUNNEL_TYPE ARRIVAL_INTERFACE_INDEX PEER_NAME ORIGINAL_ICMP_TYPE? ALE_SECURITY_ATTRIBUTE_FQBN_VALUE ALE_EFFECTIVE_NAME",
        "ALE_AUTH_LISTEN: ProcessPath Token ProcessId CompletionHandle TransportEndpointHandle | IP_LOCAL_ADDRESS IP_LOCAL_INTERFACE INTERFACE_TYPE ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        "ALE_AUTH_RECV_ACCEPT: FlowHandle IpHeaderSize ProcessPath Token ProcessId TransportHeaderSize CompartmentId CompletionHandle TransportEndpointHandle? ParentEndpointHandle? IcmpIdAndSequence? | ALE_REMOTE_USER_ID ALE_REMOTE_MACHINE_ID NEXTHOP_SUB_INTERFACE_INDEX IP_NEXTHOP_INTERFACE NEXTHOP_INTERFACE_TYPE NEXTHOP_TUNNEL_TYPE NEXTHOP_INTERFACE_INDEX ORIGINAL_ICMP_TYPE? ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        "ALE_BIND_REDIRECT: Token ProcessId TransportEndpointHandle | IP_LOCAL_ADDRESS ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        "ALE_CONNECT_REDIRECT: Token ProcessId TransportEndpointHandle | IP_LOCAL_ADDRESS ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        "ALE_ENDPOINT_CLOSURE: Token ProcessId CompartmentId TransportEndpointHandle ParentEndpointHandle? | IP_LOCAL_ADDRESS? IP_REMOTE_ADDRESS? IP_REMOTE_PORT? IP_LOCAL_INTERFACE? ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        "ALE_FLOW_ESTABLISHED: FlowHandle ProcessPath Token ProcessId TransportEndpointHandle? ParentEndpointHandle? IcmpIdAndSequence? | ALE_REMOTE_USER_ID ALE_REMOTE_MACHINE_ID ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        "ALE_RESOURCE_ASSIGNMENT: ProcessPath Token ProcessId CompletionHandle TransportEndpointHandle | IP_LOCAL_ADDRESS? ALE_PROMISCUOUS_MODE IP_LOCAL_INTERFACE INTERFACE_TYPE ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        "ALE_RESOURCE_RELEASE: Token ProcessId CompartmentId TransportEndpointHandle | IP_LOCAL_ADDRESS? IP_LOCAL_INTERFACE ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        "DATAGRAM_DATA: FlowHandle IpHeaderSize? SystemFlags TransportHeaderSize CompartmentId TransportEndpointHandle? RemoteScopeId? IcmpIdAndSequence? | ",
        "INBOUND_ICMP_ERROR: IpHeaderSize TransportHeaderSize CompartmentId TransportEndpointHandle? | EMBEDDED_LOCAL_PORT? EMBEDDED_REMOTE_PORT?",
        "INBOUND_IPPACKET: IpHeaderSize CompartmentId FragmentData? | ",
        "INBOUND_IPPACKET_DISCARD: DiscardReason IpHeaderSize CompartmentId | ",
        "INBOUND_MAC_FRAME_ETHERNET:  | ",
        "INBOUND_MAC_FRAME_NATIVE:  | ",
        "INBOUND_TRANSPORT: FlowHandle? IpHeaderSize SystemFlags TransportHeaderSize CompartmentId TransportEndpointHandle? AleClassifyRequired? IcmpIdAndSequence? | IPSEC_SECURITY_REALM_ID",
        "INBOUND_TRANSPORT_DISCARD: DiscardReason IpHeaderSize SystemFlags TransportHeaderSize CompartmentId | IPSEC_SECURITY_REALM_ID",
        "IPFORWARD: CompartmentId | ",
        "IPFORWARD_DISCARD: DiscardReason CompartmentId | IP_FORWARD_INTERFACE DESTINATION_INTERFACE_INDEX DESTINATION_SUB_INTERFACE_INDEX IP_PHYSICAL_NEXTHOP_INTERFACE",
        "OUTBOUND_ICMP_ERROR: SystemFlags TransportHeaderSize CompartmentId RemoteScopeId | ",
        "OUTBOUND_IPPACKET: IpHeaderSize TransportHeaderSize CompartmentId PathMtu | ",
        "OUTBOUND_MAC_FRAME_ETHERNET:  | ",
        "OUTBOUND_MAC_FRAME_NATIVE:  | ",
        "OUTBOUND_TRANSPORT: FlowHandle? SystemFlags TransportHeaderSize CompartmentId TransportEndpointHandle? RemoteScopeId IcmpIdAndSequence? | IPSEC_SECURITY_REALM_ID",
        "STREAM: FlowHandle SystemFlags | ",
        "STREAM_PACKET: FlowHandle? IpHeaderSize? SystemFlags TransportHeaderSize CompartmentId TransportEndpointHandle? RemoteScopeId? | ",
    ];

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void EveryLayer_EveryField_EveryMetadata(IpFamily family)
    {
        var facts = new FactRecorder(family);
        Traffic(family, facts);
        Assert.Empty(facts.WrongTypes);
        Assert.Equal(Expected, facts.Lines());
    }

    // A connection, datagrams whole and in fragments, echoes, closed ports, a hop limit that ends at the router.
    private static void Traffic(IpFamily family, FactRecorder facts)
    {
        bool v4 = family == IpFamily.V4;
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(v4 ? "10.0.0.1/24" : "fd00::1/64").Gateway(v4 ? "10.0.0.254" : "fd00::fe"));
        SimHost router = network.AddHost("router", h => h.Adapter().Address(v4 ? "10.0.0.254/24" : "fd00::fe/64").Adapter().Address(v4 ? "10.1.0.254/24" : "fd01::fe/64").Forwarding());
        SimHost bob = network.AddHost("bob", h => h.Address(v4 ? "10.1.0.2/24" : "fd01::2/64").Gateway(v4 ? "10.1.0.254" : "fd01::fe"));
        network.Connect(alice.Nic, router.Nics[0], new LinkOptions { DelayNs = 1_000_000 });
        network.Connect(router.Nics[1], bob.Nic, new LinkOptions { DelayNs = 1_000_000 });
        network.RunFor(TimeSpan.FromSeconds(1));
        facts.Watch(alice);
        facts.Watch(router);
        facts.Watch(bob);
        IpAddress any = v4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        network.Run(async () =>
        {
            await alice.PingAsync(bob.Address);
            await alice.PingAsync(bob.Address, new EchoRequestOptions { HopLimit = 1 });
            await Connect(alice, bob, any);
            await Assert.ThrowsAsync<SocketStatusException>(async () => await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 99)));
            await using SimUdpSocket from = alice.Sockets.OpenUdp(new IpEndpoint(any, 5000));
            await using SimUdpSocket to = bob.Sockets.OpenUdp(new IpEndpoint(any, 53));
            await from.SendToAsync(new byte[4000], new IpEndpoint(bob.Address, 53));
            await to.ReceiveFromAsync(new byte[4000]);
            await from.SendToAsync(new byte[10], new IpEndpoint(bob.Address, 4711));
            await Task.Delay(TimeSpan.FromMilliseconds(100), network.TimeProvider);
        });
        network.RunFor(TimeSpan.FromSeconds(65));
    }

    private static async Task Connect(SimHost from, SimHost to, IpAddress any)
    {
        await using SimTcpListener listener = to.Sockets.Listen(new IpEndpoint(any, 7));
        ValueTask<SimTcpStream> accept = listener.AcceptAsync();
        await using SimTcpStream client = await from.Sockets.ConnectAsync(new IpEndpoint(to.Address, 7));
        await using SimTcpStream server = await accept;
        await client.WriteAsync(new byte[100]);
        await server.ReadExactlyAsync(new byte[100]);
    }
}
