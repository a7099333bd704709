using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>Random frames over random VLANs through multiplexers on both ends, with tags beside or inside the frames: what arrives is what a naive model says.</summary>
public sealed class VlanModelTests
{
    private static readonly MacAddress[] Destinations =
        [TestMiniport.Address, MacAddress.Broadcast, MacAddress.Parse("01-00-5E-00-00-01"), MacAddress.Parse("02-00-00-00-00-77")];

    private static readonly int[] Vlans = [0, 1, 10, 4094];

    [Fact]
    public void RandomTraffic_BothEnds_ArrivesAsTheModelSays()
    {
        Gen<Case> cases = from left in Gen.Choose(1, 15)
                          from right in Gen.Choose(1, 15)
                          from leftInserts in Gen.Elements(true, false)
                          from rightInserts in Gen.Elements(true, false)
                          from chain in Gen.Choose(1, 9)
                          from frames in Gen.ListOf(FrameOf())
                          select new Case(left, right, leftInserts, rightInserts, chain, [.. frames]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(cases.ToArbitrary(), Run));
    }

    private static Gen<SentFrame> FrameOf() =>
        from vlan in Gen.Choose(0, Vlans.Length - 1)
        from destination in Gen.Choose(0, Destinations.Length - 1)
        from priority in Gen.Choose(0, 7)
        from length in Gen.Choose(15, 300)
        select new SentFrame(vlan, destination, priority, length);

    private static bool Run(Case @case)
    {
        VlanBench left = new(@case.LeftInserts, miniport => miniport.CompletesInline = false);
        VlanBench right = new(@case.RightInserts);
        TestProtocol?[] senders = Protocols(left, @case.Left);
        TestProtocol?[] receivers = Protocols(right, @case.Right);
        List<(int Vlan, byte[] Bytes, int Priority)>[] expected = [[], [], [], []];
        List<NetBufferList> wire = [];
        left.Miniport.OnSent = clone => wire.Add(Cross(clone, right, @case.RightInserts));
        byte serial = 0;
        foreach (SentFrame frame in @case.Frames)
        {
            if (senders[frame.Vlan] is { } sender)
            {
                byte[] bytes = Send(sender, frame, serial++);
                if (receivers[frame.Vlan] is not null && frame.Destination is 0 or 1)
                {
                    expected[frame.Vlan].Add((frame.Vlan, bytes, frame.Priority));
                }
            }
        }

        foreach (NetBufferList[] chunk in wire.Chunk(@case.Chain))
        {
            right.Indicate(chunk);
        }

        for (int i = 0; i < Vlans.Length; i++)
        {
            if (receivers[i] is { } receiver)
            {
                Compare(expected[i], receiver);
            }
        }

        left.Miniport.CompletePending();
        Assert.Equal(serial, senders.Sum(sender => sender?.Completions.Count ?? 0));
        left.Finish();
        right.Finish();
        return true;
    }

    private static TestProtocol?[] Protocols(VlanBench bench, int mask)
    {
        TestProtocol?[] protocols = new TestProtocol?[Vlans.Length];
        for (int i = 0; i < Vlans.Length; i++)
        {
            if ((mask & (1 << i)) != 0)
            {
                protocols[i] = bench.AddVlan(Vlans[i], configure: protocol => protocol.Holds = true);
            }
        }

        return protocols;
    }

    private static byte[] Send(TestProtocol sender, SentFrame frame, byte serial)
    {
        byte[] bytes = TestHost.Pattern(frame.Length, serial);
        Destinations[frame.Destination].CopyTo(bytes);
        (bytes[12], bytes[13]) = (0x08, 0x00);
        NetBufferList list = sender.NewList(frame.Length);
        list.FirstNetBuffer.CopyFrom(0, bytes);
        list.Vlan = new VlanInfo(frame.Priority, 0);
        NetBufferListChain chain = new(list);
        sender.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
        return bytes;
    }

    // What an adapter that inserts tags puts on the wire, and what one that removes them, or does not, makes of it.
    private static NetBufferList Cross(NetBufferList sent, VlanBench to, bool removes)
    {
        byte[] bytes = TestHost.DataOf(sent.FirstNetBuffer);
        if (!sent.Vlan.IsEmpty)
        {
            bytes = [.. bytes[..12], 0x81, 0x00, (byte)((sent.Vlan.UserPriority << 5) | (sent.Vlan.VlanId >> 8)), (byte)sent.Vlan.VlanId, .. bytes[12..]];
        }

        VlanInfo beside = default;
        if (removes && bytes[12] == 0x81)
        {
            beside = new VlanInfo(bytes[14] >> 5, ((bytes[14] & 0xF) << 8) | bytes[15]);
            bytes = [.. bytes[..12], .. bytes[16..]];
        }

        NetBufferList received = to.Miniport.Pool.Get();
        received.FirstNetBuffer.DataLength = bytes.Length;
        received.FirstNetBuffer.CopyFrom(0, bytes);
        received.FrameType = EtherTypes.IPv4;
        received.Vlan = beside;
        return received;
    }

    private static void Compare(List<(int Vlan, byte[] Bytes, int Priority)> expected, TestProtocol receiver)
    {
        NetBufferList? list = receiver.Held.Head;
        foreach ((int _, byte[] bytes, int priority) in expected)
        {
            Assert.NotNull(list);
            Assert.Equal(bytes, TestHost.DataOf(list.FirstNetBuffer));
            Assert.Equal(priority, list.Vlan.UserPriority);
            list = list.Next;
        }

        Assert.Null(list);
        receiver.ReturnHeld();
    }

    private sealed record SentFrame(int Vlan, int Destination, int Priority, int Length);

    private sealed record Case(int Left, int Right, bool LeftInserts, bool RightInserts, int Chain, SentFrame[] Frames);
}
