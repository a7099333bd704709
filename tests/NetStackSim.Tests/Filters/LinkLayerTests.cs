using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>The link layers: order against the others, fields and offsets, block, absorb, batches, injection, coming and going.</summary>
public sealed class LinkLayerTests
{
    private const string Out = "OUTBOUND_TRANSPORT OUTBOUND_IPPACKET OUTBOUND_MAC_FRAME_ETHERNET OUTBOUND_MAC_FRAME_NATIVE";
    private const string In = "INBOUND_MAC_FRAME_NATIVE INBOUND_MAC_FRAME_ETHERNET INBOUND_IPPACKET INBOUND_TRANSPORT";

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Section11_Udp_FramesAreShownBelowEverything(IpFamily family)
    {
        using var lab = new FilterLab(family);
        LayerRecorder client = WithFrames(lab.A, family);
        LayerRecorder server = WithFrames(lab.B, family);
        Warm(lab);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            client.Take();
            server.Take();
            await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 53));
            await to.ReceiveFromAsync(new byte[10]);
        });
        Assert.StartsWith($"ALE_CONNECT_REDIRECT ALE_AUTH_CONNECT ALE_FLOW_ESTABLISHED DATAGRAM_DATA {Out}", client.Take(), StringComparison.Ordinal);
        Assert.StartsWith($"{In} ALE_AUTH_RECV_ACCEPT ALE_FLOW_ESTABLISHED DATAGRAM_DATA", server.Take(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Section11_Fragments_AreFramesOfTheirOwn(IpFamily family)
    {
        using var lab = new FilterLab(family);
        LayerRecorder client = WithFrames(lab.A, family);
        LayerRecorder server = WithFrames(lab.B, family);
        int frames = 0;
        lab.Callout(lab.A, lab.A.Filters!.Catalog.Find("OUTBOUND_MAC_FRAME_NATIVE")!, (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            frames = ((NetBufferList)d!).NetBufferCount;
            o.Continue();
        }, FilterActionType.CalloutInspection);
        Warm(lab);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            client.Take();
            server.Take();
            await from.SendToAsync(new byte[4000], new IpEndpoint(lab.B.Address, 53));
            await to.ReceiveFromAsync(new byte[4000]);
        });
        Assert.Equal((1, 1), (Count(client, "OUTBOUND_IPPACKET"), Count(client, "OUTBOUND_MAC_FRAME_ETHERNET")));
        Assert.Equal(3, frames);
        Assert.Equal((3, 1), (Count(server, "INBOUND_MAC_FRAME_ETHERNET"), Count(server, "INBOUND_TRANSPORT")));
        Assert.True(client.Layers.IndexOf("OUTBOUND_IPPACKET") < client.Layers.IndexOf("OUTBOUND_MAC_FRAME_ETHERNET"));
    }

    [Fact]
    public void Section11_Arp_IsShownAtLinkLayersAlone_LoopbackNowhereThere()
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24"));
        network.Connect(alice, bob);
        LayerRecorder recorder = WithFrames(bob, IpFamily.V4);
        network.Run(async () =>
        {
            await using SimUdpSocket from = alice.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 5000));
            Task send = from.SendToAsync(new byte[10], new IpEndpoint(IpAddress.Parse("10.0.0.77"), 53)).AsTask();
            await Task.Delay(TimeSpan.FromMilliseconds(100), network.TimeProvider);
            Assert.Equal("INBOUND_MAC_FRAME_NATIVE INBOUND_MAC_FRAME_ETHERNET", recorder.Take());
            await Assert.ThrowsAsync<SocketStatusException>(() => send);
        });
        recorder.Take();
        network.Run(async () => await bob.PingAsync(IpAddress.Parse("127.0.0.1")));
        Assert.DoesNotContain("MAC_FRAME", recorder.Take(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_OffsetsAndMetadata_AreThoseOfTheFrame()
    {
        using var lab = new FilterLab();
        List<string> seen = [];
        foreach (string layer in (string[])["OUTBOUND_MAC_FRAME_ETHERNET", "INBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_NATIVE", "INBOUND_MAC_FRAME_NATIVE"])
        {
            LayerSchema schema = lab.A.Filters!.Catalog.Find(layer)!;
            lab.Callout(lab.A, schema, (ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                o.Continue();
                byte[] first = new byte[1];
                ((NetBufferList)d!).FirstNetBuffer.CopyTo(0, first);
                Assert.Equal((L2MetadataFields.EthernetMacHeaderSize, 14, MetadataFields.None), (m.L2Present, m.EthernetMacHeaderSize, m.Present));
                seen.Add($"{layer} {first[0]:X2} {string.Join(' ', v.Span.ToArray())}");
            }, FilterActionType.CalloutInspection);
        }

        Warm(lab);
        seen.Clear();
        lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address));
        string a = lab.A.Nic.MacAddress.Value.ToString("x12", System.Globalization.CultureInfo.InvariantCulture);
        string b = lab.B.Nic.MacAddress.Value.ToString("x12", System.Globalization.CultureInfo.InvariantCulture);
        uint index = lab.A.Adapters[0].Attributes.IfIndex;
        ulong luid = (6UL << 48) | ((ulong)index << 24);
        byte destination = (byte)(lab.B.Nic.MacAddress.Value >> 40);
        Assert.Equal(
            [
                $"OUTBOUND_MAC_FRAME_ETHERNET {destination:X2} {a} {a} {b} 0 0 2048 0 {luid} {index} 0 129 1",
                $"OUTBOUND_MAC_FRAME_NATIVE {destination:X2} 0 14 {luid} 6 {index} 0 129 1",
                $"INBOUND_MAC_FRAME_NATIVE {destination:X2} 0 14 {luid} 6 {index} 0 129 1",
                $"INBOUND_MAC_FRAME_ETHERNET 45 {a} {a} {b} 0 0 2048 0 {luid} {index} 0 129 1",
            ],
            seen);
    }

    [Theory]
    [InlineData("OUTBOUND_MAC_FRAME_ETHERNET")]
    [InlineData("OUTBOUND_MAC_FRAME_NATIVE")]
    [InlineData("INBOUND_MAC_FRAME_ETHERNET")]
    [InlineData("INBOUND_MAC_FRAME_NATIVE")]
    public void Block_DropsCountsAndTells(string layer)
    {
        using var lab = new FilterLab();
        ulong filter = lab.Filter(lab.A, lab.A.Filters!.Catalog.Find(layer)!, FilterActionType.Block, default, 0x8000);
        lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address, new EchoRequestOptions { TimeoutNs = 10_000_000 }));
        Assert.Equal(1, lab.A.Kernel.Drops[GeneralDrop.FirewallPolicy]);
        NetEvent last = lab.A.Filters.NetEvents.Snapshot()[^1];
        Assert.Equal((NetEventType.ClassifyDropMac, filter), (last.Type, last.FilterId));
        lab.Delete(lab.A, filter);
        Assert.True(lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address)).Status.IsSuccess);
        Assert.Equal(FilterHandlers.None, Module(lab.A, layer).Handlers);
    }

    [Fact]
    public void Block_ByEtherTypeAndAddress_LeavesTheRestAlone()
    {
        using var lab = new FilterLab();
        LayerSchema layer = lab.B.Filters!.Catalog.Find("INBOUND_MAC_FRAME_ETHERNET")!;
        lab.Filter(lab.B, layer, FilterActionType.Block, default, 0x8000, ("ETHER_TYPE", FwpValue.UInt16(0x86DD)));
        Assert.True(lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address)).Status.IsSuccess);
        byte[] mac = new byte[6];
        lab.A.Nic.MacAddress.CopyTo(mac);
        lab.Filter(lab.B, layer, FilterActionType.Block, default, 0x9000, ("MAC_REMOTE_ADDRESS", FwpValue.ByteArray6(mac)), ("ETHER_TYPE", FwpValue.UInt16(0x800)));
        Assert.False(lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address, new EchoRequestOptions { TimeoutNs = 10_000_000 })).Status.IsSuccess);
    }

    [Theory]
    [InlineData("OUTBOUND_MAC_FRAME_ETHERNET")]
    [InlineData("OUTBOUND_MAC_FRAME_NATIVE")]
    [InlineData("INBOUND_MAC_FRAME_ETHERNET")]
    [InlineData("INBOUND_MAC_FRAME_NATIVE")]
    public void Absorb_CloneAndInject_TheFrameArrivesOnceMore(string name)
    {
        using var lab = new FilterLab();
        LayerSchema layer = lab.A.Filters!.Catalog.Find(name)!;
        bool inbound = name.StartsWith("INBOUND", StringComparison.Ordinal);
        PacketInjection packets = lab.A.Filters.Injection!;
        InjectionHandle handle = packets.CreateHandle(null, InjectionTypes.L2, out _)!;
        List<InjectionState> states = [];
        int completed = 0;
        uint index = lab.A.Adapters[0].Attributes.IfIndex;
        lab.Callout(lab.A, layer, (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            NetBufferList list = (NetBufferList)d!;
            InjectionState state = packets.QueryState(handle, list, out object? mine);
            states.Add(state);
            if (state == InjectionState.InjectedBySelf)
            {
                Assert.Equal("mine", mine);
                o.Permit(f);
                return;
            }

            int hidden = name == "INBOUND_MAC_FRAME_ETHERNET" ? m.EthernetMacHeaderSize : 0;
            list.Retreat(hidden);
            packets.Clone(list, out NetBufferList? clone);
            list.Advance(hidden);
            NtStatus status = inbound
                ? packets.MacReceive(handle, "mine", 0, (LayerId)layer.Id, index, PortNumber.Default, clone!, Done)
                : packets.MacSend(handle, "mine", 0, (LayerId)layer.Id, index, PortNumber.Default, clone!, Done);
            Assert.True(status.IsSuccess, status.Name);
            o.Block();
            o.Flags |= ClassifyOutFlags.Absorb;
        }, FilterActionType.CalloutTerminating);
        Warm(lab);
        states.Clear();
        completed = 0;
        Assert.True(lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address)).Status.IsSuccess);
        lab.Network.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal([InjectionState.NotInjected, InjectionState.InjectedBySelf], states);
        Assert.Equal((1, 0, 0L), (completed, packets.HeldPackets, lab.A.Kernel.Drops[GeneralDrop.FirewallPolicy]));
        Assert.Empty(lab.A.Filters.Contracts.Violations);

        void Done(NetBufferList list, NtStatus status)
        {
            Assert.True(status.IsSuccess, status.Name);
            completed++;
            packets.FreeClone(list);
        }
    }

    [Fact]
    public void Pause_WaitsForAbsorbedFrames()
    {
        using var lab = new FilterLab();
        PacketInjection packets = lab.A.Filters!.Injection!;
        NetBufferList? kept = null;
        LabCallout callout = lab.Callout(lab.A, lab.A.Filters.Catalog.Find("INBOUND_MAC_FRAME_ETHERNET")!, (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            kept = (NetBufferList)d!;
            packets.Reference(kept, intendToModify: false);
            o.Block();
            o.Flags |= ClassifyOutFlags.Absorb;
        }, FilterActionType.CalloutTerminating);
        lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address, new EchoRequestOptions { TimeoutNs = 10_000_000 }));
        lab.Delete(lab.A, callout.FilterId);
        lab.Network.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal(FilterModuleState.Pausing, Module(lab.A, "INBOUND_MAC_FRAME_ETHERNET").State);
        packets.Dereference(kept!);
        lab.Network.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal(FilterModuleState.Running, Module(lab.A, "INBOUND_MAC_FRAME_ETHERNET").State);
        Assert.True(lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address)).Status.IsSuccess);
    }

    [Theory]
    [InlineData(CalloutFlags.None, false)]
    [InlineData(CalloutFlags.AllowL2BatchClassify, true)]
    public void Batches_OnlyForCalloutsThatAllowThem(CalloutFlags flags, bool batched)
    {
        using var lab = new FilterLab();
        int longest = 0;
        int frames = 0;
        PacketInjection packets = lab.B.Filters!.Injection!;
        lab.Callout(lab.B, lab.B.Filters.Catalog.Find("INBOUND_MAC_FRAME_ETHERNET")!, (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            int count = 0;
            for (NetBufferList? list = (NetBufferList)d!; list is not null; list = list.Next)
            {
                count++;
            }

            if (count > 1)
            {
                Assert.Equal(NtStatus.InvalidParameter, packets.Clone((NetBufferList)d!, out _));
            }

            longest = Math.Max(longest, count);
            frames += count;
        }, FilterActionType.CalloutInspection, flags);
        Warm(lab);
        frames = 0;
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            await from.SendToAsync(new byte[4000], new IpEndpoint(lab.B.Address, 53));
            await to.ReceiveFromAsync(new byte[4000]);
        });
        Assert.Equal((batched ? 3 : 1, true), (longest, frames >= 3));
    }

    [Fact]
    public void VlanId_IsToldBelowTheMultiplexer_AndCanBeFiltered()
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Adapter().Vlan(10).Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Adapter().Vlan(10).Address("10.0.0.2/24"));
        network.Connect(alice.Nic, bob.Nic, new LinkOptions { DelayNs = 1_000_000 });
        LayerSchema layer = bob.Filters!.Catalog.Get(LayerId.InboundMacFrameEthernet);
        SortedSet<string> seen = [];
        EngineSession session = bob.Filters.Open();
        AddCallout(bob, LayerId.InboundMacFrameEthernet, FilterActionType.CalloutInspection, (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            bool isHardware = v[InboundMacFrameEthernetField.InterfaceIndex].Number == bob.Adapters[0].Attributes.IfIndex;
            seen.Add($"{(isHardware ? "hardware" : "virtual")} {v[InboundMacFrameEthernetField.VlanId].Number} {v[InboundMacFrameEthernetField.EtherType].Number:X} {v[InboundMacFrameEthernetField.L2Flags].Number:X}");
            o.Continue();
        });
        Assert.True(network.Run(async () => await alice.PingAsync(bob.Address)).Status.IsSuccess);
        Assert.Equal(["hardware 10 800 81", "hardware 10 806 81", "virtual 0 800 1", "virtual 0 806 1"], seen);
        session.FilterAdd(new Filter
        {
            Name = "no VLAN 10",
            LayerKey = layer.Key,
            Action = FilterActionType.Block,
            Conditions = [new FilterCondition(layer.FindField("VLAN_ID")!.Key, FwpMatchType.Equal, FwpValue.UInt16(10))],
        }, out _);
        Assert.False(network.Run(async () => await alice.PingAsync(bob.Address, new EchoRequestOptions { TimeoutNs = 10_000_000 })).Status.IsSuccess);
    }

    [Fact]
    public void FramesOnLoan_AreShownAsCopies_ThatCanBeKept()
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Adapter(new VirtualNicOptions { ReceiveDescriptors = 32, ResourcesThreshold = 32 }).Address("10.0.0.2/24"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000 });
        PacketInjection packets = bob.Filters!.Injection!;
        Queue<NetBufferList> kept = [];
        AddCallout(bob, LayerId.InboundMacFrameEthernet, FilterActionType.CalloutTerminating, (ClassifyValues v, ref ClassifyMetadata _, object? d, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            if (v[InboundMacFrameEthernetField.EtherType].Number != 0x800 || kept.Count > 0)
            {
                o.Permit(f);
                return;
            }

            NetBufferList list = (NetBufferList)d!;
            packets.Reference(list, intendToModify: false);
            kept.Enqueue(list);
            o.BlockAndAbsorb();
        });
        EchoRequestOptions quick = new() { TimeoutNs = 10_000_000 };
        Assert.False(network.Run(async () => await alice.PingAsync(bob.Address, quick)).Status.IsSuccess);
        Assert.True(network.Run(async () => await alice.PingAsync(bob.Address, quick)).Status.IsSuccess);
        Assert.Equal((1, 1), (kept.Count, packets.HeldPackets));
        packets.Dereference(kept.Peek());
        Assert.Equal(0, packets.HeldPackets);
        Assert.Empty(bob.Filters.Contracts.Violations);
    }

    [Theory]
    [InlineData(LayerId.InboundMacFrameEthernet)]
    [InlineData(LayerId.InboundMacFrameNative)]
    public void Frames_OfAnyBytes_AreShownAndSurvived(LayerId at)
    {
        using var lab = new FilterLab();
        int malformed = 0;
        int shown = 0;
        AddCallout(lab.B, LayerId.InboundMacFrameEthernet, FilterActionType.CalloutInspection, (ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            shown++;
            bool isMalformed = (v[InboundMacFrameEthernetField.L2Flags].Number & 0x20) != 0;
            malformed += isMalformed ? 1 : 0;
            Assert.Equal(isMalformed, v[InboundMacFrameEthernetField.EtherType].IsEmpty);
            Assert.Equal(isMalformed, m.EthernetMacHeaderSize == 0);
            o.Continue();
        });
        AddCallout(lab.B, LayerId.InboundMacFrameNative, FilterActionType.CalloutInspection, (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Continue());
        Warm(lab);
        PacketInjection packets = lab.B.Filters!.Injection!;
        InjectionHandle handle = packets.CreateHandle(null, InjectionTypes.L2, out _)!;
        uint index = lab.B.Adapters[0].Attributes.IfIndex;
        RandomStream random = lab.B.Kernel.RandomStream("frames");
        int back = 0;
        shown = 0;
        malformed = 0;
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = new byte[1 + random.Next(100)];
            random.NextBytes(bytes);
            if (bytes.Length > 17 && random.Chance(0.3))
            {
                (bytes[12], bytes[13]) = (0x81, 0x00);
            }

            packets.Allocate(bytes, out NetBufferList? list);
            Assert.True(packets.MacReceive(handle, null, 0, at, index, PortNumber.Default, list!, (l, _) =>
            {
                back++;
                packets.Free(l);
            }).IsSuccess);
        }

        lab.Network.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1000, 1000), (shown, back));
        Assert.InRange(malformed, 50, 250);
        Assert.True(lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address)).Status.IsSuccess);
    }

    [Fact]
    public void Inject_WithoutAFilterThere_IsNotReady()
    {
        using var lab = new FilterLab();
        PacketInjection packets = lab.A.Filters!.Injection!;
        InjectionHandle handle = packets.CreateHandle(null, InjectionTypes.L2, out _)!;
        packets.Allocate(new byte[60], out NetBufferList? list);
        NtStatus? outcome = null;
        NtStatus status = packets.MacSend(handle, null, 0, LayerId.OutboundMacFrameEthernet, 2, PortNumber.Default, list!, (l, s) =>
        {
            outcome = s;
            packets.Free(l);
        });
        Assert.True(status.IsSuccess);
        lab.Network.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FwpStatus.L2DriverNotReady, outcome);
        packets.Allocate(new byte[60], out list);
        Assert.Equal(NtStatus.InvalidParameter, packets.MacSend(handle, null, 0, LayerId.InboundMacFrameEthernet, 2, PortNumber.Default, list!, (_, _) => { }));
        packets.Free(list!);
    }

    [Fact]
    public void NoFilter_NothingOnThePath()
    {
        using var lab = new FilterLab();
        Assert.Empty(lab.A.Adapters[0].Filters);
        lab.Filter(lab.A, lab.A.Filters!.Catalog.Find("INBOUND_MAC_FRAME_NATIVE")!, FilterActionType.Permit, default, 0x8000);
        lab.Network.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FilterHandlers.ReceivePath, Assert.Single(lab.A.Adapters[0].Filters).Handlers);
    }

    // Filters at link layers restart the driver stack, and TCP/IP asks for its neighbours anew.
    private static void Warm(FilterLab lab) => lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address));

    private static void AddCallout(SimHost host, LayerId at, FilterActionType action, LabCallout.Classification classify)
    {
        LayerSchema layer = host.Filters!.Catalog.Get(at);
        Guid key = new((int)at, 9, 9, new byte[8]);
        EngineSession session = host.Filters.Open();
        session.CalloutAdd(new Callout { Key = key, Name = "lab", ApplicableLayer = layer.Key }, out _);
        host.Filters.Callouts.Register(key, new LabCallout(classify) { Layer = layer }, CalloutFlags.None, out _);
        session.FilterAdd(new Filter { Name = "lab", LayerKey = layer.Key, Action = action, CalloutKey = key }, out _);
    }

    private static FilterModule Module(SimHost host, string layer) =>
        host.Adapters[0].Filters.Single(m => m.Driver.Name == (layer.Contains("NATIVE", StringComparison.Ordinal) ? "wfplwfs-native" : "wfplwfs"));

    private static int Count(LayerRecorder recorder, string layer) => recorder.Layers.Count(l => l == layer);

    private static LayerRecorder WithFrames(SimHost host, IpFamily family)
    {
        var recorder = new LayerRecorder(host, family);
        recorder.AddFrames(host);
        return recorder;
    }
}
