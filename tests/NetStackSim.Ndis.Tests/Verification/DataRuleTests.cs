using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>The rules about lists on their way that no other test class breaks.</summary>
public sealed class DataRuleTests
{
    [Fact]
    [BreaksRule("ChildrenOutstanding")]
    public void Parent_CompletedWhileACloneIsOut_IsReported()
    {
        RuleBench bench = new(miniport: m => m.CompletesInline = false);
        NetBufferListPool clones = bench.Host.BarePool();
        NetBufferList list = bench.Protocol.NewList();
        bench.Send(list);
        Assert.True(list.TryClone(clones, CloneFlags.None, out _));

        bench.Breaks(NdisVerifierRules.ChildrenOutstanding, () => bench.Miniport.CompletePending());
    }

    [Fact]
    [BreaksRule("OneNetBufferPerReceive")]
    public void Indication_OfAListWithTwoNetBuffers_IsReported()
    {
        RuleBench bench = new();
        NetBufferList list = bench.Miniport.Frame();
        Assert.True(bench.Miniport.Pool.TryRentNetBuffer(out NetBuffer? second));
        list.AppendNetBuffer(second);

        bench.Breaks(NdisVerifierRules.OneNetBufferPerReceive, () => bench.Miniport.Indicate(RuleBench.Perfect, list));
    }

    [Fact]
    [BreaksRule("MiniportPause_Return")]
    public void MiniportPause_ReturnsAnError_IsReported()
    {
        RuleBench bench = new(miniport: m => m.PauseResult = NdisStatus.Resources);

        bench.Breaks(NdisVerifierRules.PauseReturn, () => bench.Runtime.PauseStack(bench.Adapter));
    }

    [Fact]
    [BreaksRule("ReadOnlyData")]
    public void ReadOnlySend_ChangedByAFilter_NamesTheFilter()
    {
        RuleBench bench = new(static (d, m) => new EditingFilter(d, m, static list => list.FirstNetBuffer.CopyFrom(20, [1, 2, 3])));
        NetBufferList list = bench.Protocol.NewList();
        list.NblFlags = NblFlags.SendReadOnly;

        BugCheckException stop = bench.Breaks(NdisVerifierRules.ReadOnlyData, () => bench.Send(list));

        Assert.Equal("Ethernet-culprit-0000", stop.Culprit);
    }

    [Fact]
    public void ReadOnlySend_WithAHeaderInFront_IsNoChange()
    {
        RuleBench bench = new(static (d, m) => new TaggingFilter(d, m));
        NetBufferList list = bench.Protocol.NewList();
        list.NblFlags = NblFlags.SendReadOnly;

        bench.Send(list);

        Assert.Single(bench.Protocol.Completions);
    }

    /// <summary>Each wrong claim is found: flags against bytes, flags against flags, slot 0 of both directions.</summary>
    [Fact]
    [BreaksRule("OutOfBandTruth")]
    public void OutOfBand_ClaimThatBytesDoNotBearOut_IsReported()
    {
        (string Words, Action<NetBufferList> Claim)[] sends =
        [
            ("exclude each other", static list => list.NblFlags = NblFlags.IsIPv4 | NblFlags.IsIPv6),
            ("without an IP version", static list => list.NblFlags = NblFlags.IsTcp),
            ("IPv4 with protocol 17", static list => list.NblFlags = NblFlags.IsIPv6),
            ("IPv4 with protocol 17", static list => list.NblFlags = NblFlags.IsIPv4 | NblFlags.IsTcp),
            ("asks for a TCP checksum", static list => list.TransmitChecksum = TransmitChecksumInfo.ForTcp(true, 34)),
            ("slot 0 says IPv6", static list => list.TransmitChecksum = TransmitChecksumInfo.ForUdp(false, 34)),
            ("at 50, and it is at 34", static list => list.TransmitChecksum = TransmitChecksumInfo.ForUdp(true, 50)),
        ];
        foreach ((string words, Action<NetBufferList> claim) in sends)
        {
            RuleBench bench = new();
            NetBufferList list = Udp(bench.Protocol.NewList());
            claim(list);
            Assert.Contains(words, bench.Breaks(NdisVerifierRules.OutOfBandTruth, () => bench.Send(list)).Message, StringComparison.Ordinal);
        }

        (string Words, ReceiveChecksumInfo Claim)[] receives =
        [
            ("both failed and succeeded", ReceiveChecksumInfo.UdpChecksumFailed | ReceiveChecksumInfo.UdpChecksumSucceeded),
            ("says TcpChecksumSucceeded", ReceiveChecksumInfo.TcpChecksumSucceeded),
        ];
        foreach ((string words, ReceiveChecksumInfo claim) in receives)
        {
            RuleBench bench = new();
            NetBufferList list = Udp(bench.Miniport.Frame());
            list.ReceiveChecksum = claim;
            BugCheckException stop = bench.Breaks(NdisVerifierRules.OutOfBandTruth, () => bench.Miniport.Indicate(RuleBench.Perfect, list));
            Assert.Contains(words, stop.Message, StringComparison.Ordinal);
        }

        RuleBench deep = new();
        deep.Kernel.Verifier!.RecordsStacks = true;
        NetBufferList wrong = Udp(deep.Miniport.Frame());
        wrong.ReceiveChecksum = ReceiveChecksumInfo.IpChecksumSucceeded;
        deep.Breaks(NdisVerifierRules.OutOfBandTruth, () => deep.Miniport.Indicate(RuleBench.Perfect, wrong));
    }

    [Fact]
    public void OutOfBand_TrueClaims_PassInBothDirections()
    {
        RuleBench bench = new();
        NetBufferList sent = Udp(bench.Protocol.NewList());
        sent.NblFlags = NblFlags.IsIPv4 | NblFlags.IsUdp;
        sent.TransmitChecksum = TransmitChecksumInfo.ForUdp(true, 34, ipHeaderChecksum: true);
        NetBufferList received = Udp(bench.Miniport.Frame());
        received.ReceiveChecksum = ReceiveChecksumInfo.UdpChecksumSucceeded | ReceiveChecksumInfo.IpChecksumSucceeded;

        bench.Send(sent);
        bench.Miniport.Indicate(RuleBench.Perfect, received);

        Assert.Empty(bench.Kernel.Verifier!.Violations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(40)]
    public void OutOfBand_TowersOfTags_AreLookedThroughOrLeftAlone(int tags)
    {
        RuleBench bench = new();
        NetBufferList list = Tagged(Udp(bench.Miniport.Frame()), tags);
        list.NblFlags = NblFlags.IsIPv4 | NblFlags.IsUdp;

        bench.Miniport.Indicate(RuleBench.Perfect, list);
        Assert.Empty(bench.Kernel.Verifier!.Violations);
    }

    /// <summary>Acceptance scenario 38, last part: a coalesced unit that a filter sends again, with slots 17, 22 and 23 as they were, and a send turned into a receive.</summary>
    [Theory]
    [InlineData(17)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(2)]
    [BreaksRule("DirectionSlots")]
    public void Direction_TurnedWithStaleSlots_IsReported(int slot)
    {
        RuleBench bench = new(static (d, m) => new TurningFilter(d, m));
        NetBufferListInfoId id = (NetBufferListInfoId)slot;
        BugCheckException stop = bench.Breaks(NdisVerifierRules.DirectionSlots, () =>
        {
            if (slot == 2)
            {
                NetBufferList sent = bench.Protocol.NewList();
                sent[id] = 0x2_0001;
                bench.Send(sent);
                return;
            }

            NetBufferList list = bench.Miniport.Frame();
            list[id] = 0x2_0005;
            bench.Miniport.Indicate(RuleBench.Perfect, list);
        });

        Assert.Contains($"slot {slot} ", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Direction_TurnedAndConverted_IsNotReported()
    {
        RuleBench bench = new(static (d, m) => new TurningFilter(d, m) { Converts = true });
        NetBufferList list = bench.Miniport.Frame();
        list.Coalesce = new CoalesceInfo(5, 0);

        bench.Miniport.Indicate(RuleBench.Perfect, list);

        Assert.Equal(1, bench.Miniport.Sent);
        Assert.Empty(bench.Kernel.Verifier!.Violations);
    }

    [Fact]
    [BreaksRule("Reentrance")]
    public void Completion_ThatSendsAgainAndAgain_IsReported()
    {
        RuleBench bench = new();
        bench.Runtime.Timeouts.MaxReentrance = 50;
        bench.Protocol.OnCompleted = _ => bench.Protocol.Send(1);

        bench.Breaks(NdisVerifierRules.Reentrance, () => bench.Protocol.Send(1));
    }

    [Fact]
    [BreaksRule("LeakedContext")]
    public void Context_PushedAndNotPopped_IsReportedAtTheOriginator()
    {
        RuleBench bench = new(static (d, m) => new EditingFilter(d, m, static list => list.PushContext(16)));

        bench.Breaks(NdisVerifierRules.LeakedContext, () => bench.Protocol.Send(1));
    }

    private static NetBufferList Udp(NetBufferList list)
    {
        byte[] frame = new byte[60];
        TestMiniport.Address.CopyTo(frame);
        (frame[12], frame[13], frame[14], frame[17], frame[22], frame[23]) = (0x08, 0x00, 0x45, 46, 64, 17);
        list.FirstNetBuffer.DataLength = frame.Length;
        list.FirstNetBuffer.CopyFrom(0, frame);
        return list;
    }

    private sealed class EditingFilter(TestFilterDriver driver, FilterModule module, Action<NetBufferList> edit) : PassThroughFilter(driver, module)
    {
        public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            foreach (NetBufferList list in chain)
            {
                edit(list);
            }

            base.SendNetBufferLists(ref chain, port, flags);
        }
    }

    private sealed class TaggingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            foreach (NetBufferList list in chain)
            {
                list.Retreat(4);
            }

            base.SendNetBufferLists(ref chain, port, flags);
        }

        public override void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
        {
            foreach (NetBufferList list in chain)
            {
                list.Advance(4);
            }

            base.SendNetBufferListsComplete(ref chain, flags);
        }
    }

    /// <summary>Sends a clone of what it receives, indicates a clone of what is sent.</summary>
    private sealed class TurningFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        private readonly NetBufferListPool _pool = new(module.Adapter.Kernel, new NetBufferListPoolOptions { Name = "turner" });

        public bool Converts { get; init; }

        public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            NetBufferListChain turned = new(Clone(chain.Head!, isReceived: true));
            Module.Send(ref turned, port, SendFlags.None);
            base.ReceiveNetBufferLists(ref chain, port, flags);
        }

        public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            NetBufferListChain turned = new(Clone(chain.Head!, isReceived: false));
            Module.IndicateReceive(ref turned, port, ReceiveFlags.None);
            base.SendNetBufferLists(ref chain, port, flags);
        }

        public override void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
        {
            if (!ReferenceEquals(chain.Head!.SourceHandle, Module))
            {
                base.SendNetBufferListsComplete(ref chain, flags);
                return;
            }

            while (chain.TryRemoveFirst(out NetBufferList? list))
            {
                list.Free();
            }
        }

        private NetBufferList Clone(NetBufferList list, bool isReceived)
        {
            Assert.True(list.TryClone(_pool, CloneFlags.None, out NetBufferList? clone));
            if (isReceived)
            {
                list.CopyReceiveInfoTo(clone);
            }
            else
            {
                list.CopySendInfoTo(clone);
            }

            if (Converts)
            {
                clone.ClearDirectionInfo();
            }

            clone.SourceHandle = Module;
            return clone;
        }
    }

    private static NetBufferList Tagged(NetBufferList list, int tags)
    {
        byte[] plain = TestHost.DataOf(list.FirstNetBuffer);
        byte[] frame = [.. plain[..12], .. Enumerable.Repeat(new byte[] { 0x81, 0, 0, 5 }, tags).SelectMany(tag => tag), .. plain[12..]];
        list.FirstNetBuffer.DataLength = frame.Length;
        list.FirstNetBuffer.CopyFrom(0, frame);
        return list;
    }
}
