using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Packets that go on while callouts hold clones or references of them, contexts on them, and packets that are changed.</summary>
public sealed class KeptPacketTests
{
    public static TheoryData<string, bool, IpFamily> Places()
    {
        TheoryData<string, bool, IpFamily> data = [];
        foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
        {
            foreach (string layer in (string[])["INBOUND_IPPACKET", "INBOUND_TRANSPORT", "DATAGRAM_DATA", "OUTBOUND_TRANSPORT", "OUTBOUND_IPPACKET"])
            {
                data.Add(layer, true, family);
                data.Add(layer, false, family);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Clone_OfAPacketThatGoesOn_KeepsItsMemoryUntilItIsFreed(string layer, bool blocks, IpFamily family)
    {
        using var lab = new FilterLab(family);
        SimHost host = layer.StartsWith("OUT", StringComparison.Ordinal) ? lab.A : lab.B;
        PacketInjection packets = host.Filters!.Injection!;
        List<(NetBufferList Clone, byte[] Bytes)> clones = [];
        lab.Callout(host, layer, (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            Assert.Equal(NtStatus.Success, packets.Clone(list, out NetBufferList? clone));
            clones.Add((clone!, Bytes(clone!)));
            o.Action = blocks ? FilterActionType.Block : FilterActionType.Permit;
        });
        const int Count = 20;
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            List<Task> sends = [];
            for (int i = 0; i < Count; i++)
            {
                sends.Add(from.SendToAsync(new byte[] { (byte)i, 1, 2, 3 }, to.LocalEndpoint).AsTask());
                await Task.Delay(TimeSpan.FromMilliseconds(3), lab.Network.TimeProvider);
                if (!blocks)
                {
                    byte[] buffer = new byte[10];
                    Assert.Equal((4, (byte)i), ((await to.ReceiveFromAsync(buffer)).Bytes, buffer[0]));
                }
            }

            // The stack is done with the packets; what they said still stands in the clones, and whoever sent them waits for them.
            Assert.Equal(host == lab.B, Task.WhenAll(sends).IsCompleted);
            Assert.InRange(clones.Count, Count, Count + 4);
            Assert.All(clones, c => Assert.Equal(c.Bytes, Bytes(c.Clone)));
            clones.ForEach(c => packets.FreeClone(c.Clone));
            foreach (Task send in sends)
            {
                // A block on the way out is told to the sender.
                Exception? refused = await Record.ExceptionAsync(() => send);
                Assert.Equal(blocks && host == lab.A, refused is SocketStatusException);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(3), lab.Network.TimeProvider);
        });
        Assert.Empty(host.Filters.Contracts.Violations);
        Assert.Equal(0, packets.HeldPackets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reference_KeepsAPacketBeyondItsCompletion(bool absorbs)
    {
        using var lab = new FilterLab();
        PacketInjection packets = lab.B.Filters!.Injection!;
        NetBufferList? kept = null;
        lab.Callout(lab.B, "DATAGRAM_DATA", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            kept = (NetBufferList)d!;
            packets.Reference(kept, intendToModify: false);
            packets.Reference(kept, intendToModify: false);
            if (absorbs)
            {
                o.BlockAndAbsorb();
            }
            else
            {
                o.Action = FilterActionType.Permit;
            }
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[] { 7, 8, 9 }, to.LocalEndpoint);
            await Task.Delay(TimeSpan.FromMilliseconds(3), lab.Network.TimeProvider);
            if (!absorbs)
            {
                Assert.Equal(3, (await to.ReceiveFromAsync(new byte[10])).Bytes);
            }

            Assert.NotEqual(NetBufferListState.Free, kept!.State);
            Assert.Equal(absorbs ? 1 : 0, packets.HeldPackets);
            packets.Dereference(kept);
            Assert.NotEqual(NetBufferListState.Free, kept.State);
            packets.Dereference(kept);
            Assert.Equal((0, 0), (packets.HeldPackets, kept.ChildCount));
        });
        Assert.Equal(absorbs ? [] : [ContractRule.ListKeptWithoutAbsorb], lab.B.Filters.Contracts.Violations.Select(static v => v.Rule));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reference_WithTheIntentToModify_ClearsTheRightOfLighterCallouts(bool modifies)
    {
        using var lab = new FilterLab();
        PacketInjection packets = lab.B.Filters!.Injection!;
        lab.Callout(
            lab.B,
            "DATAGRAM_DATA",
            (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                packets.Reference((NetBufferList)d!, modifies);
                o.Action = FilterActionType.Block;
                o.Flags |= ClassifyOutFlags.Absorb;
                packets.Dereference((NetBufferList)d!);
                packets.Reference((NetBufferList)d!, modifies);
            },
            weight: 0x5000);
        bool? right = null;
        lab.Callout(lab.B, "DATAGRAM_DATA", (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => right = o.CanWrite);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[3], to.LocalEndpoint);
            await Task.Delay(TimeSpan.FromMilliseconds(3), lab.Network.TimeProvider);
        });
        Assert.Equal(!modifies, right);
    }

    [Fact]
    public void Tag_OfAPacketThatGoesOn_LeavesWithIt()
    {
        using var lab = new FilterLab();
        PacketInjection packets = lab.B.Filters!.Injection!;
        uint tag = packets.GetTagForContext();
        List<(int Packet, PacketTagEvent What)> events = [];
        int count = 0;
        lab.Callout(lab.B, "INBOUND_IPPACKET", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            Assert.Equal(NtStatus.NotFound, packets.RetrieveContext(list, tag, remove: false, out _));
            int number = ++count;
            Assert.Equal(NtStatus.Success, packets.AssociateContext(list, (ulong)number, tag, (e, c, _, _, _) =>
            {
                Assert.Equal((ulong)number, c);
                events.Add((number, e));
            }));
            o.Continue();
        });
        int seenAbove = 0;
        lab.Callout(lab.B, "DATAGRAM_DATA", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            Assert.Equal(NtStatus.Success, packets.RetrieveContext((NetBufferList)d!, tag, remove: false, out ulong context));
            Assert.Equal((ulong)++seenAbove, context);
            o.Continue();
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            for (int i = 0; i < 5; i++)
            {
                await from.SendToAsync(new byte[3], to.LocalEndpoint);
                await to.ReceiveFromAsync(new byte[10]);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(3), lab.Network.TimeProvider);
        });
        Assert.Equal((5, 5), (count, seenAbove));
        Assert.Equal(
            Enumerable.Range(1, 5).SelectMany(static i => new[] { (i, PacketTagEvent.ExitNetIo), (i, PacketTagEvent.ContextRemoved) }),
            events);
        Assert.Empty(lab.B.Filters.Contracts.Violations);
    }

    [Fact]
    public void Injection_OfOwnLists_AllocatesNothing()
    {
        using var lab = new FilterLab();
        PacketInjection packets = lab.A.Filters!.Injection!;
        InjectionHandle handle = packets.CreateHandle(IpFamily.V4, InjectionTypes.Network, out _)!;
        byte[] packet = new byte[28];
        IPv4Header.Write(packet, lab.A.Address, lab.B.Address, IpProtocol.Udp, 28);
        UdpHeader.Write(packet.AsSpan(20), 9, 9, 8);
        int completed = 0;
        InjectionCompletion done = (l, _) =>
        {
            completed++;
            packets.Free(l);
        };
        long allocated = 0;
        lab.Network.Run(async () =>
        {
            for (int round = 0; round < 3; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 32; i++)
                {
                    packets.Allocate(packet, out NetBufferList? list);
                    packets.NetworkSend(handle, null, 1, list!, done);
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                await Task.Delay(TimeSpan.FromMilliseconds(5), lab.Network.TimeProvider);
            }
        });
        Assert.Equal((96, 0L), (completed, allocated));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TransportSend_WithARawSendersHeader_SendsItInFront_AndTakesItOffAgain(bool again)
    {
        using var lab = new FilterLab();
        PacketInjection packets = lab.A.Filters!.Injection!;
        InjectionHandle handle = packets.CreateHandle(null, InjectionTypes.Transport, out _)!;
        byte[] header = new byte[20];
        IPv4Header.Write(header, lab.A.Address, lab.B.Address, IpProtocol.Udp, 33);
        byte[] datagram = new byte[13];
        UdpHeader.Write(datagram, 9, 53, 13);
        Assert.True(packets.Allocate(datagram, out NetBufferList? list).IsSuccess);
        int left = 0;
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            var arguments = new TransportSendArguments { HeaderIncludeHeader = header };
            InjectionCompletion done = (l, status) =>
            {
                Assert.Equal(NtStatus.Success, status);
                left = l.FirstNetBuffer.DataLength;
                packets.Free(l);
            };
            Assert.Equal(NtStatus.Success, packets.TransportSend(handle, null, arguments, 1, list!, done));
            if (again)
            {
                Assert.Equal(NtStatus.InvalidParameter, packets.TransportSend(handle, null, arguments, 1, list!, done));
            }

            Assert.Equal(5, (await to.ReceiveFromAsync(new byte[10])).Bytes);
        });
        Assert.Equal(13, left);
    }

    private static byte[] Bytes(NetBufferList list)
    {
        byte[] bytes = new byte[list.FirstNetBuffer.DataLength];
        list.FirstNetBuffer.CopyTo(0, bytes);
        return bytes;
    }
}
