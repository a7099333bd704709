using NetStackSim.ConformanceTests.Support;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Copies;

/// <summary>How often a payload byte is copied on its way, as the ledgers of both hosts and of the wire say.</summary>
public sealed class CopyLedgerTests
{
    private const long Bytes = 8 << 20;

    [Theory]
    [InlineData(false, false, IpFamily.V4)]
    [InlineData(false, false, IpFamily.V6)]
    [InlineData(false, true, IpFamily.V4)]
    [InlineData(true, false, IpFamily.V4)]
    [InlineData(true, false, IpFamily.V6)]
    [InlineData(true, true, IpFamily.V4)]
    [InlineData(true, true, IpFamily.V6)]
    public void PayloadByte_IsCopiedOnceForACopyingReceiveAndNeverForARetainingOne(bool copying, bool offloads, IpFamily family)
    {
        OffloadCapabilities capabilities = offloads ? VirtualNicOptions.AllOffloads : new OffloadCapabilities();
        using var pair = new BulkPair(new BulkSettings
        {
            Family = family,
            SenderOffloads = capabilities,
            ReceiverOffloads = capabilities,
            CopyingReceive = copying,
        });
        pair.Transfer(Bytes);
        CopyLedger sender = pair.A.Kernel.Copies;
        CopyLedger receiver = pair.B.Kernel.Copies;
        sender.Reset();
        receiver.Reset();
        pair.Network.Wire.Frames.Copies.Reset();
        ulong sentBefore = Octets(pair.A);

        pair.Transfer(Bytes);

        Assert.Equal(0, sender.StackBytes);
        Assert.Equal(copying ? Bytes : 0, receiver.StackBytes);
        Assert.Equal(copying ? Bytes : 0, receiver.Bytes(CopyKind.StackReceive));
        Assert.Equal(0, receiver.Bytes(CopyKind.DmaReceive));
        Assert.Equal(0, pair.Network.Wire.Frames.Copies.Bytes(CopyKind.FrameSegment));
        Assert.Equal(0, pair.Network.Wire.Frames.Copies.Bytes(CopyKind.FrameUnshare));

        // Every byte that left the card was gathered once, headers included; what a large send repeats in the headers of its pieces was gathered once only.
        long gathered = sender.Bytes(CopyKind.DmaGather);
        Assert.InRange(gathered, Bytes, offloads ? Bytes + (Bytes / 50) : (long)(Octets(pair.A) - sentBefore));
        if (!offloads)
        {
            Assert.Equal((long)(Octets(pair.A) - sentBefore), gathered);
        }

        Assert.Empty(pair.Stop().Leaks);
    }

    // From host to host through a router: each card gathers once, the router copies nothing.
    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void PayloadByte_ThroughARouter_IsGatheredOnceByEachHop(IpFamily family)
    {
        using var network = new SimNetwork(new SimNetworkOptions { Seed = 2, DigestFrames = false });
        SimHost a = network.AddHost("a", h => h.Address("10.1.0.1/24").Gateway("10.1.0.254").Address("fd01::1/64").Gateway("fd01::254").Offloads(new OffloadCapabilities()));
        SimHost b = network.AddHost("b", h => h.Address("10.2.0.1/24").Gateway("10.2.0.254").Address("fd02::1/64").Gateway("fd02::254").Offloads(new OffloadCapabilities()));
        SimHost router = network.AddHost("router", h => h
            .Adapter().Address("10.1.0.254/24").Address("fd01::254/64").Offloads(new OffloadCapabilities())
            .Adapter().Address("10.2.0.254/24").Address("fd02::254/64").Offloads(new OffloadCapabilities())
            .Forwarding());
        network.Connect(a.Nic, router.Nics[0]);
        network.Connect(router.Nics[1], b.Nic);
        byte[] data = new byte[300_000];

        network.Run(async () =>
        {
            await using DiscardService discard = DiscardService.Start(b.Kernel);
            SimTcpPipe output = await a.Sockets.ConnectPipeAsync(new IpEndpoint(b.AddressOf(family), DiscardService.DefaultPort));
            await output.Output.WriteAsync(data);
            await output.Output.CompleteAsync();
            await output.Input.CompleteAsync();
            await Task.Delay(TimeSpan.FromSeconds(1), network.TimeProvider);
            Assert.Equal(data.Length, discard.BytesReceived);
        });

        long forwarded = (long)router.Nics[0].Statistics.OutOctets + (long)router.Nics[1].Statistics.OutOctets;
        Assert.Equal(0, router.Kernel.Copies.StackBytes);
        Assert.Equal(0, router.Kernel.Copies.Bytes(CopyKind.DmaReceive));

        // The card pads short frames, which is not a copy.
        Assert.InRange(forwarded - router.Kernel.Copies.Bytes(CopyKind.DmaGather), 0, 200);
        Assert.True(forwarded > data.Length);
        Assert.Equal(0, b.Kernel.Copies.StackBytes);
        Assert.Empty(network.Shutdown().Leaks);
    }

    private static ulong Octets(SimHost host) => host.Nic.Statistics.OutUcastOctets;
}
