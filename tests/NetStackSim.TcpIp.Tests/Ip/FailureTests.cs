using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

/// <summary>Memory that runs out, adapters that go: nothing leaks and nothing is thrown.</summary>
public sealed class FailureTests
{
    private static readonly string[] Pools = ["tcpip/small", "tcpip/large", "tcpip/header", "tcpip/describe", "tcpip/describe/backfill", "tcpip/udp-send", "mdl"];

    public static TheoryData<string> PoolNames() => [.. Pools];

    [Theory]
    [MemberData(nameof(PoolNames))]
    public void EveryRent_ThatFails_LosesOnlyItsPacket(string pool)
    {
        for (long kth = 1; kth <= 40; kth += kth < 8 ? 1 : 5)
        {
            foreach (IpFamily family in Enum.GetValues<IpFamily>())
            {
                (TestHost left, TestHost right) = PingTests.Pair(family);
                UdpClient client = new(left, family == IpFamily.V4 ? "10.0.0.1:1000" : "[fd00::1]:1000");
                UdpClient server = new(right, family == IpFamily.V4 ? "10.0.0.2:7" : "[fd00::2]:7") { Echoes = true };
                string remote = family == IpFamily.V4 ? "10.0.0.2:7" : "[fd00::2]:7";
                client.Send(remote, [1]);
                left.Loop.RunUntilIdle();
                left.Kernel.Pools.Find(pool)?.FailRentAt(kth);
                right.Kernel.Pools.Find(pool)?.FailRentAt(kth);

                Task<EchoReply> ping = left.Stack.PingAsync(IpAddress.Parse(Frames.PeerOf(family)), new EchoRequestOptions { Size = 5000 }).AsTask();
                for (int i = 0; i < 8; i++)
                {
                    client.Send(remote, Frames.Pattern(i * 600));
                }

                left.Loop.RunUntilIdle();
                Assert.True(ping.IsCompleted);
                Assert.Equal(9, client.Completed.Count);
                Assert.True(client.Received.Count >= 7, $"{pool} {kth}: {client.Received.Count}");
                client.Endpoint.Close();
                server.Endpoint.Close();
                right.Dispose();
                left.Dispose();
            }
        }
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Adapter_RemovedWithWorkWaiting_GivesEverythingBack(IpFamily family)
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: Frames.PrefixOf(family));
        UdpClient client = new(host, family == IpFamily.V4 ? "10.0.0.1:9" : "[fd00::1]:9");
        client.Send(family == IpFamily.V4 ? "10.0.0.77:5" : "[fd00::77]:5", [1]);
        nic.Receive(ReassemblyTests.Cut(family, nic.Mac, Frames.Pattern(3000), 1024)[0]);
        host.Stack.AddAddress(on, IpPrefix.Parse(family == IpFamily.V4 ? "10.0.0.8/24" : "fd00::8/64"));

        host.Ndis.RemoveAdapter(host.Ndis.Adapters[0]);
        host.Loop.RunFor(0);

        Assert.Equal([NtStatus.HostUnreachable], client.Completed.Select(send => send.Status));
        Assert.Single(host.Stack.Interfaces);
        Assert.DoesNotContain(host.Stack.Store.GetRoutes(), row => row.InterfaceIndex == on.Index);
        client.Send(family == IpFamily.V4 ? "10.0.0.77:5" : "[fd00::77]:5", [1]);
        Assert.False(client.Completed[^1].Status.IsSuccess);
        client.Endpoint.Close();
        Assert.Equal(1, client.ClosedCount);
        host.Stack.Dispose();
        host.Loop.RunFor(0);
        Assert.True(host.Kernel.CheckLeaks().IsClean, host.Kernel.CheckLeaks().ToString());
    }

    [Fact]
    public void LinkDown_SendsFailUntilItIsUpAgain()
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        host.Stack.AddNeighbour(on, IpAddress.Parse("10.0.0.2"), Frames.PeerMac);
        UdpClient client = new(host, "10.0.0.1:9");
        host.Ndis.Adapters[0].IndicateLinkState(new LinkState { MediaConnectState = MediaConnectState.Disconnected });
        Assert.False(on.IsUp);
        client.Send("10.0.0.2:5", [1]);
        Assert.Equal(NtStatus.NetworkUnreachable, client.Completed[^1].Status);
        host.Ndis.Adapters[0].IndicateLinkState(new LinkState());
        client.Send("10.0.0.2:5", [1]);
        Assert.Equal(NtStatus.Success, client.Completed[^1].Status);
        client.Endpoint.Close();
        host.Dispose();
    }

    [Fact]
    public void PortThatLosesItsAuthorisation_TakesTheInterfaceDownUntilItIsBack()
    {
        TestHost host = new();
        (_, IpInterface on) = host.AddNic(addresses: "10.0.0.1/24");
        MiniportAdapter adapter = host.Ndis.Adapters[0];
        PortState open = adapter.Ports[0].State;

        adapter.IndicateStatus(new StatusIndication(
            adapter, NdisStatusCode.PortState, open with { SendControlState = PortControlState.Controlled, SendAuthorizationState = PortAuthorizationState.Unauthorized }));
        Assert.False(on.IsUp);
        adapter.IndicateStatus(new StatusIndication(adapter, NdisStatusCode.PortState, open));
        Assert.True(on.IsUp);

        // A link that bounced is down for a moment, and up again afterwards.
        adapter.IndicateStatus(new StatusIndication(adapter, NdisStatusCode.LinkState, new LinkState(), StatusIndication.MediaConnectToConnect));
        Assert.True(on.IsUp);
        host.Dispose();
    }
}
