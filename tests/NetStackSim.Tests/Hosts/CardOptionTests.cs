using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.Tests.Hosts;

/// <summary>What a card is set to, seen by the stack and the sockets above it.</summary>
public sealed class CardOptionTests
{
    private static readonly VirtualNicOptions Joining = new() { Offloads = VirtualNicOptions.AllOffloads with { CoalesceUdp = true } };

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24")]
    [InlineData("fd00::1/64", "fd00::2/64")]
    public void UdpCoalescing_On_SocketsGetEveryDatagramByItself(string a, string b)
    {
        using var network = new SimNetwork(1);
        SimHost alice = network.AddHost("alice", h => h.Address(a));
        SimHost bob = network.AddHost("bob", h => h.Adapter(Joining).Address(b));
        network.Connect(alice, bob);
        List<int> lengths = [];
        network.Run(async () =>
        {
            await using SimUdpSocket server = bob.Sockets.OpenUdp(new IpEndpoint(bob.Address, 53));
            await using SimUdpSocket client = alice.Sockets.OpenUdp(new IpEndpoint(alice.Address, 0));
            await client.SendToAsync(new byte[1], new IpEndpoint(bob.Address, 53));
            byte[] buffer = new byte[66_000];
            _ = await server.ReceiveFromAsync(buffer);
            List<Task> sends = [];
            for (int i = 0; i < 20; i++)
            {
                byte[] data = new byte[i == 12 ? 70 : 700];
                Array.Fill(data, (byte)i);
                sends.Add(client.SendToAsync(data, new IpEndpoint(bob.Address, 53)).AsTask());
            }

            await Task.WhenAll(sends);
            for (int i = 0; i < 20; i++)
            {
                UdpReceiveResult result = await server.ReceiveFromAsync(buffer);
                Assert.All(buffer[..result.Bytes], x => Assert.Equal(i, x));
                lengths.Add(result.Bytes);
            }
        });
        Assert.Equal([.. Enumerable.Repeat(700, 12), 70, .. Enumerable.Repeat(700, 7)], lengths);
        Assert.True(bob.Nic.Offloads.CoalesceUdp);
        Assert.Empty(network.Shutdown().Leaks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HeaderDataSplit_OnBothSides_CarriesBulkTcpAsEver(bool tags)
    {
        VirtualNicOptions options = new() { HeaderDataSplit = true, VlanId = (ushort)(tags ? 12 : 0) };
        Assert.Equal(Bulk(new VirtualNicOptions()), Bulk(options));
    }

    [Fact]
    public void MisbehavingCards_OnBothSides_CarryBulkTcpAllTheSame()
    {
        foreach (NicFaultProfile profile in (NicFaultProfile[])
            [NicFaultProfile.LateCompletion, NicFaultProfile.ReversedCompletions, NicFaultProfile.ChecksumSilent, NicFaultProfile.LongMdl, NicFaultProfile.ResourcesPressure, NicFaultProfile.SilentLargeSend])
        {
            Assert.Equal(Bulk(new VirtualNicOptions()), Bulk(new VirtualNicOptions { Faults = profile }));
        }
    }

    [Fact]
    public void Property_ChangedOnARunningHost_HoldsForItsStackAfterTheRestart()
    {
        using var network = new SimNetwork(2);
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
        network.Connect(alice, bob);
        network.Run(async () =>
        {
            Assert.True((await alice.PingAsync(bob.Address)).Status.IsSuccess);
            Assert.True(alice.Ndis.TrySetProperty(alice.Adapters[0], "*LsoV2IPv4", "0", out _));
            Assert.Equal(NtStatus.Success, await alice.Adapters[0].LastOperation.WaitAsync());
            Assert.False(alice.Adapters[0].Attributes.Offloads.LargeSendV2IPv4.IsSupported);
            Assert.Equal(AdapterState.Running, alice.Adapters[0].State);

            // The address is the host's again when nobody objects to it.
            await Task.Delay(TimeSpan.FromSeconds(10), network.Loop.TimeProvider);
            Assert.True((await alice.PingAsync(bob.Address)).Status.IsSuccess);
        });
        Assert.Empty(network.Shutdown().Leaks);
    }

    private static byte[] Bulk(VirtualNicOptions options)
    {
        using var network = new SimNetwork(3);
        SimHost alice = network.AddHost("alice", h => h.Adapter(options).Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Adapter(options).Address("10.0.0.2/24"));
        network.Connect(alice, bob);
        byte[] sent = new byte[300_000];
        network.Loop.Random["test"].NextBytes(sent);
        byte[] received = new byte[sent.Length];
        network.Run(async () =>
        {
            await using SimTcpListener listener = bob.Sockets.Listen(7);
            Task<SimTcpStream> accepting = listener.AcceptAsync().AsTask();
            await using SimTcpStream client = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 7));
            await using SimTcpStream server = await accepting;
            Task reading = server.ReadExactlyAsync(received).AsTask();
            await client.WriteAsync(sent);
            await reading;
        });
        Assert.Equal(sent, received);
        Assert.Empty(network.Shutdown().Leaks);
        return received;
    }
}
