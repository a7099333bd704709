using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>The team driver: distribution, takeover, duplicates, members that come and go.</summary>
public sealed class TeamTests
{
    private static readonly MacAddress Group = MacAddress.Parse("33-33-00-00-00-01");

    [Fact]
    public void Send_ManyFlows_AreSpreadAndEachStaysOnItsMember()
    {
        TeamBench bench = new(members: 3);
        for (int round = 0; round < 2; round++)
        {
            for (int flow = 0; flow < 300; flow++)
            {
                bench.Send(flow);
            }
        }

        int[] first = [.. bench.Frames.Take(300).Select(frame => frame.Nic)];
        Assert.Equal(first, bench.Frames.Skip(300).Select(frame => frame.Nic));
        Assert.All(Enumerable.Range(0, 3), nic => Assert.InRange(first.Count(each => each == nic), 70, 130));
        bench.CompleteAll();
        Assert.Equal(600, bench.Protocol.Completions.Count);
        bench.Finish();
    }

    [Fact]
    public void Send_ByAnotherThanThePrimaryMember_HasThatMembersAddress()
    {
        TeamBench bench = new();
        for (int flow = 0; flow < 20; flow++)
        {
            bench.Send(flow);
        }

        Assert.All(bench.Frames, frame => Assert.Equal(TeamBench.AddressOf(frame.Nic), MacAddress.Read(frame.Bytes.AsSpan(6))));
        Assert.Equal([0, 1], bench.Frames.Select(frame => frame.Nic).Distinct().Order());
        Assert.All(bench.Frames, frame => Assert.Equal((60, 0x45), (frame.Bytes.Length, frame.Bytes[14])));
        bench.CompleteAll();
        bench.Finish();
    }

    [Theory]
    [InlineData(EtherTypes.Arp, "02-00-00-00-00-99")]
    [InlineData(EtherTypes.IPv4, "FF-FF-FF-FF-FF-FF")]
    [InlineData(EtherTypes.IPv6, "33-33-00-00-00-01")]
    public void Send_GroupFramesAndArp_GoByThePrimaryMember(ushort type, string to)
    {
        TeamBench bench = new();
        for (int flow = 0; flow < 20; flow++)
        {
            bench.Send(flow, type, MacAddress.Parse(to));
        }

        Assert.All(bench.Frames, frame => Assert.Equal(0, frame.Nic));
        bench.CompleteAll();
        bench.Finish();
    }

    [Fact]
    public void ActiveStandby_OnlyTheFirstMemberSends()
    {
        TeamBench bench = new(mode: TeamMode.ActiveStandby);
        for (int flow = 0; flow < 20; flow++)
        {
            bench.Send(flow);
        }

        Assert.All(bench.Frames, frame => Assert.Equal(0, frame.Nic));
        Assert.Empty(bench.Nics[1].Sets);
        bench.CompleteAll();
        bench.Finish();
    }

    [Theory]
    [InlineData(TeamMode.AddressHash)]
    [InlineData(TeamMode.ActiveStandby)]
    public void LinkDown_TheOtherMemberTakesTrafficAndAddress_AndGivesThemBack(TeamMode mode)
    {
        TeamBench bench = new(mode: mode);
        bench.SetLink(0, up: false);
        bench.Settle();

        Assert.Equal("nic1", bench.Primary);
        Assert.True(bench.Adapter.Attributes.LinkState.IsUp);
        (int nic, byte[] announcement) = Assert.Single(bench.Frames);
        Assert.Equal((1, TeamBench.AddressOf(0)), (nic, MacAddress.Read(announcement.AsSpan(6))));
        Assert.Equal([0x80, 0x35], announcement[12..14]);
        Assert.True(((PacketFilter)bench.Nics[1].Sets[^1].Value).HasFlag(PacketFilter.Promiscuous));

        bench.Frames.Clear();
        for (int flow = 0; flow < 20; flow++)
        {
            bench.Send(flow);
        }

        Assert.All(bench.Frames, frame => Assert.Equal((1, TeamBench.AddressOf(0)), (frame.Nic, MacAddress.Read(frame.Bytes.AsSpan(6)))));
        bench.SetLink(0, up: true);
        Assert.Equal("nic0", bench.Primary);
        Assert.False(((PacketFilter)bench.Nics[1].Sets[^1].Value).HasFlag(PacketFilter.Promiscuous));
        bench.Settle();
        bench.CompleteAll();
        Assert.Equal(20, bench.Protocol.Completions.Count);
        bench.Finish();
    }

    [Fact]
    public void LinkUpAgain_WithoutReturn_ThePresentPrimaryKeepsTheAddressAlone()
    {
        TeamBench bench = new(members: 3, options: new TeamOptions { Name = TeamBench.Team, ReturnsToPreferred = false, AnnouncesTakeover = false });
        bench.SetLink(0, up: false);
        bench.SetLink(0, up: true);
        bench.Settle();
        Assert.Equal("nic1", bench.Primary);
        Assert.Empty(bench.Frames);

        for (int flow = 0; flow < 30; flow++)
        {
            bench.Send(flow);
        }

        Assert.Equal([1, 2], bench.Frames.Select(frame => frame.Nic).Distinct().Order());
        Assert.All(bench.Frames, frame => Assert.Equal(frame.Nic == 1 ? TeamBench.AddressOf(0) : TeamBench.AddressOf(2), MacAddress.Read(frame.Bytes.AsSpan(6))));
        bench.SetLink(1, up: false);
        Assert.Equal("nic0", bench.Primary);
        bench.CompleteAll();
        bench.Finish();
    }

    [Fact]
    public void AllLinksDown_TheTeamIsDownAndSendsFail()
    {
        TeamBench bench = new();
        bench.SetLink(0, up: false);
        bench.SetLink(1, up: false);
        bench.Settle();
        bench.CompleteAll();

        bench.Send(1);

        Assert.False(bench.Adapter.Attributes.LinkState.IsUp);
        Assert.Null(bench.Primary);
        Assert.Equal([NdisStatus.MediaDisconnected], bench.Protocol.Completions);
        Assert.Equal(1, bench.Host.Kernel.Drops[ImDrop.NoActiveMember]);
        bench.Finish();
    }

    [Fact]
    public void LinkSpeed_IsTheSumOfTheMembersThatCarryTraffic()
    {
        TeamBench bench = new(members: 3);
        Assert.Equal(3_000_000_000UL, bench.Adapter.Attributes.LinkState.XmitLinkSpeed);
        bench.SetLink(2, up: false);
        Assert.Equal(2_000_000_000UL, bench.Adapter.Attributes.LinkState.XmitLinkSpeed);
        bench.Finish();
    }

    [Fact]
    public void Receive_UnicastOnAnyMember_GroupFramesOnThePrimaryOnly()
    {
        TeamBench bench = new();
        bench.Indicate(0, TeamBench.AddressOf(0));
        bench.Indicate(1, TeamBench.AddressOf(1));
        bench.Indicate(0, MacAddress.Broadcast);

        Assert.Equal(3, bench.Protocol.Received);
        bench.Indicate(1, MacAddress.Broadcast);
        Assert.Equal(3, bench.Protocol.Received);
        Assert.Equal((2, 2), (bench.Nics[0].Returned, bench.Nics[1].Returned));
        bench.Finish();
    }

    [Fact]
    public void Receive_PromiscuousPrimaryAfterTakeover_OnlyOursGoesUp()
    {
        TeamBench bench = new();
        bench.SetLink(0, up: false);
        bench.Indicate(1, TeamBench.AddressOf(0));
        bench.Indicate(1, MacAddress.Broadcast);
        bench.Indicate(1, MacAddress.Parse("02-00-00-00-00-55"));
        bench.Indicate(1, Group);

        Assert.Equal(2, bench.Protocol.Received);
        Assert.Equal(2, bench.Host.Kernel.Drops[ImDrop.NotWanted]);
        bench.Settle();
        bench.CompleteAll();
        bench.Finish();
    }

    [Fact]
    public void Capabilities_AreWhatAllMembersCanDo()
    {
        TeamBench bench = new(members: 2, configure: (index, nic) =>
        {
            nic.General = new MiniportGeneralAttributes
            {
                CurrentMacAddress = TeamBench.AddressOf(index),
                MtuSize = index == 0 ? 9000 : 4000,
                MacOptions = index == 0 ? MacOptions.Vlan8021Q | MacOptions.Priority8021P : MacOptions.Priority8021P,
            };
            nic.Offloads = new OffloadCapabilities
            {
                Checksum = index == 0 ? ChecksumOffloads.All : ChecksumOffloads.TransmitTcpIPv4,
                LargeSendV2IPv4 = new SegmentationCapability(index == 0 ? 65536 : 32768),
                CoalesceIPv4 = index == 0,
            };
        });

        AdapterAttributes known = bench.Adapter.Attributes;
        Assert.Equal(4000, known.MtuSize);
        Assert.Equal((ChecksumOffloads.TransmitTcpIPv4, 32768, false), (known.Offloads.Checksum, known.Offloads.LargeSendV2IPv4.MaxOffloadSize, known.Offloads.CoalesceIPv4));
        Assert.Equal(TeamBench.AddressOf(0), known.MacAddress);
        bench.Finish();
    }

    [Fact]
    public void Members_ComeAndGoUnderTraffic_NothingIsLost()
    {
        TeamBench bench = new(members: 1);
        bench.Protocol.Holds = true;
        int sent = 0;
        for (int i = 1; i <= 10; i++)
        {
            Traffic();
            bench.AddNic(i);
            Assert.True(bench.Driver.AddMember(TeamBench.Team, $"nic{i}").IsSuccess);
            bench.Settle();
            Traffic();
            bench.Indicate(i, TeamBench.AddressOf(i));
            Assert.True(bench.Driver.RemoveMember(TeamBench.Team, i % 2 == 0 ? $"nic{i}" : "nic0").IsSuccess);
            bench.CompleteAll();
            bench.Settle();
            Assert.Equal(AdapterState.Running, bench.Adapter.State);
            if (i % 2 != 0)
            {
                Assert.True(bench.Driver.AddMember(TeamBench.Team, "nic0").IsSuccess);
                bench.Settle();
            }
        }

        bench.CompleteAll();
        Assert.Equal(sent, bench.Protocol.Completions.Count);
        bench.Protocol.ReturnHeld();
        bench.Finish();

        void Traffic()
        {
            for (int flow = 0; flow < 8; flow++)
            {
                bench.Send(flow);
                sent++;
            }
        }
    }

    [Fact]
    public void LastMember_Removed_TakesTheTeamAndTheNextOneBringsItBack()
    {
        TeamBench bench = new(members: 1);
        bench.Protocol.Holds = true;
        bench.Indicate(0, TeamBench.AddressOf(0));
        bench.Send(1);

        Assert.True(bench.Driver.RemoveMember(TeamBench.Team, "nic0").IsSuccess);
        bench.CompleteAll();
        bench.Settle();
        Assert.Null(bench.Runtime.FindAdapter(TeamBench.Team));
        Assert.Equal((1, 1), (bench.Protocol.Completions.Count, bench.Nics[0].Returned));

        Assert.True(bench.Driver.AddMember(TeamBench.Team, "nic0").IsSuccess);
        bench.Settle();
        Assert.Equal(AdapterState.Running, bench.Adapter.State);
        bench.Finish();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MemberAdapter_RemovedUnderTraffic_TheOthersGoOn(bool surprise)
    {
        TeamBench bench = new(members: 3);
        bench.Protocol.Holds = true;
        for (int flow = 0; flow < 30; flow++)
        {
            bench.Send(flow);
        }

        bench.Indicate(0, TeamBench.AddressOf(0));
        MiniportAdapter first = bench.Nics[0].Adapter;
        StackOperation removal = surprise ? bench.Runtime.SurpriseRemoveAdapter(first) : bench.Runtime.RemoveAdapter(first);
        bench.CompleteAll();
        bench.Settle();

        Assert.True(removal.IsCompleted);
        Assert.Equal(("nic1", AdapterState.Running), (bench.Primary, bench.Adapter.State));
        Assert.Equal((30, 1), (bench.Protocol.Completions.Count, bench.Nics[0].Returned));
        bench.Frames.Clear();
        for (int flow = 0; flow < 30; flow++)
        {
            bench.Send(flow);
        }

        Assert.Equal([1, 2], bench.Frames.Select(frame => frame.Nic).Distinct().Order());
        bench.CompleteAll();
        Assert.Equal(60, bench.Protocol.Completions.Count);
        bench.Finish();
    }

    [Fact]
    public void MemberPause_WithListsAbove_PausesTheTeamUntilTheyAreBackAndNoLonger()
    {
        TeamBench bench = new();
        bench.Protocol.Holds = true;
        bench.Indicate(1, TeamBench.AddressOf(1));

        StackOperation pause = bench.Runtime.PauseStack(bench.Nics[1].Adapter);
        bench.Settle();

        Assert.True(pause.IsCompleted);
        Assert.Equal(AdapterState.Running, bench.Adapter.State);
        bench.Send(1);
        bench.Runtime.RestartStack(bench.Nics[1].Adapter);
        bench.Settle();
        bench.CompleteAll();
        bench.Finish();
    }

    [Fact]
    public void Team_DisabledAlone_ComesBackWhenItIsEnabledAgain()
    {
        TeamBench bench = new();
        bench.Runtime.RemoveAdapter(bench.Adapter);
        bench.Settle();
        Assert.Null(bench.Runtime.FindAdapter(TeamBench.Team));
        bench.Indicate(0, TeamBench.AddressOf(0));

        bench.Runtime.Notify(bench.Nics[1].Adapter, new NetPnPEvent(NetPnPEventCode.ImReEnableDevice, TeamBench.Team));
        bench.Settle();

        Assert.Equal(AdapterState.Running, bench.Adapter.State);
        bench.Send(1);
        bench.CompleteAll();
        Assert.Single(bench.Protocol.Completions);
        bench.Finish();
    }

    [Fact]
    public void Team_NamesAndMembers_AreChecked()
    {
        TeamBench bench = new();

        Assert.Equal(NdisStatus.InvalidParameter, bench.Driver.AddTeam(new TeamOptions { Name = TeamBench.Team }));
        Assert.Equal(NdisStatus.InvalidParameter, bench.Driver.AddTeam(new TeamOptions { Name = "nic0" }));
        Assert.Equal(NdisStatus.InvalidParameter, bench.Driver.AddMember(TeamBench.Team, "nic1"));
        Assert.Equal(NdisStatus.AdapterNotFound, bench.Driver.AddMember("team9", "nic1"));
        Assert.Equal(NdisStatus.AdapterNotFound, bench.Driver.RemoveMember(TeamBench.Team, "nic9"));
        Assert.True(bench.Driver.RemoveTeam(TeamBench.Team).IsSuccess);
        bench.Settle();
        Assert.Equal(NdisStatus.AdapterNotFound, bench.Driver.RemoveTeam(TeamBench.Team));
        Assert.Null(bench.Runtime.FindAdapter(TeamBench.Team));
        bench.Finish();
    }

    [Fact]
    public void VlansOverATeam_AreTaggedByItsMembers()
    {
        TeamBench bench = new(configure: (index, nic) => nic.General = new MiniportGeneralAttributes
        {
            CurrentMacAddress = TeamBench.AddressOf(index),
            MacOptions = MacOptions.Vlan8021Q,
        });
        using VlanMuxDriver mux = new(bench.Runtime);
        TestProtocol vlan = TestProtocol.Register(bench.Runtime, [], "vlan", options: new ProtocolOptions { Name = "vlan", BindsByDefault = false });
        bench.Runtime.Bindings.Enable("vlan", "team0.10");
        bench.Runtime.Bindings.Disable("above", TeamBench.Team);
        Assert.Equal(NtStatus.Success, mux.AddVlan(TeamBench.Team, new VlanOptions { VlanId = 10 }));
        bench.Settle();
        VlanInfo tag = default;
        bench.Nics[0].OnSent = list => tag = list.Vlan;

        vlan.Send(1);
        NetBufferList frame = bench.Nics[0].Frame(to: TeamBench.AddressOf(0));
        frame.Vlan = new VlanInfo(0, 10);
        bench.Nics[0].Indicate(ReceiveFlags.None, frame);

        Assert.Equal((10, 1), (tag.VlanId, vlan.Received));
        Assert.Equal(2, bench.Runtime.Interfaces.StackEntries.Count(row => row.HigherIfIndex == bench.Adapter.Attributes.IfIndex));
        bench.CompleteAll();
        mux.Dispose();
        bench.Finish();
    }
}
