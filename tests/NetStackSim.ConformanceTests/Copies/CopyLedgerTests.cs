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

    private static ulong Octets(SimHost host) => host.Nic.Statistics.OutUcastOctets;
}
