using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.TcpIp;

namespace NetStackSim.Tests.Hosts;

/// <summary>A host that sleeps behind its card: neighbours are answered, a connection attempt wakes it, and it serves again.</summary>
public sealed class WakeOnLanTests
{
    [Fact]
    public void SleepingHost_ArpIsAnsweredByTheCard_ASynWakesIt()
    {
        using var network = new SimNetwork(1);
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
        network.Connect(alice, bob);
        WakeButton button = new(bob);
        bob.Nic.WakeLine = button;
        Send(bob, OidRequest.Set(Oid.PmAddWolPattern, (object)new WakePattern { PatternId = 1, Type = WakePatternType.IPv4TcpSyn, DestinationPort = 7 }));
        Send(bob, OidRequest.Set(Oid.PmAddProtocolOffload, (object)new ProtocolOffload { OffloadId = 1, Kind = ProtocolOffloadKinds.Arp, HostAddress = bob.Address, LinkAddress = bob.Nic.MacAddress }));
        Send(bob, OidRequest.Set(Oid.PmParameters, new PowerManagementParameters(WakePacketKinds.IPv4TcpSyn, ProtocolOffloadKinds.Arp, WakeEvents.None)));
        network.Run(async () =>
        {
            await using SimTcpListener listener = bob.Sockets.Listen(7);
            Assert.Equal(NtStatus.Success, await bob.Ndis.SetPower(bob.Adapters[0], DevicePowerState.D3).WaitAsync());
            Assert.Equal(DevicePowerState.D3, bob.Nic.PowerState);

            // The card answers for the neighbour, so that the echo request is sent; nobody answers that.
            EchoReply unanswered = await alice.PingAsync(bob.Address, new EchoRequestOptions { TimeoutNs = 500_000_000 });
            Assert.False(unanswered.Status.IsSuccess);
            Assert.Equal(2, bob.Kernel.Drops[NicDropReasons.Asleep]);
            Assert.Null(button.Reason);

            // The first SYN wakes, the one that is sent again is served.
            Task<SimTcpStream> accepting = listener.AcceptAsync().AsTask();
            await using SimTcpStream client = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 7));
            await using SimTcpStream server = await accepting;
            Assert.Equal((WakeReasonType.Packet, 1u), (button.Reason!.Type, button.Reason.PatternId));
            Assert.Equal(DevicePowerState.D0, bob.Nic.PowerState);
        });
        Assert.Empty(network.Shutdown().Leaks);
    }

    private static void Send(SimHost host, OidRequest request) => Assert.Equal(NtStatus.Success, host.Adapters[0].Bindings[0].OidRequest(request));

    /// <summary>The bus and the power manager behind the card: power comes back in an event of its own.</summary>
    private sealed class WakeButton(SimHost host) : IWakeLine, IWorkItemTarget
    {
        public WakeReason? Reason { get; private set; }

        public void OnWake(VirtualNic card, WakeReason reason)
        {
            Reason = reason;
            new WorkItem(host.Kernel, this).Queue();
        }

        public void OnWorkItem(WorkItem workItem) => host.Ndis.SetPower(host.Adapters[0], DevicePowerState.D0);
    }
}
