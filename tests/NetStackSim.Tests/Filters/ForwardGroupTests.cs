using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Section 10.6: fragments on their way through are shown one by one and, with grouping, once more together.</summary>
public sealed class ForwardGroupTests
{
    private const uint GroupFlag = 0x40;

    [Theory]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, true)]
    [InlineData(IpFamily.V6, false)]
    public void Fragments_EachAndOnceAsAGroup(IpFamily family, bool grouped)
    {
        using Lab lab = new(family, grouped);
        List<string> seen = [];
        lab.Watch((list, flags) =>
        {
            int count = NetBufferListChain.OfLinked(list).Count;
            seen.Add($"{(flags & GroupFlag) != 0} {count}");
        });
        Assert.Equal(3000, lab.Send(3000));
        Assert.Equal(grouped ? ["False 1", "False 1", "False 1", "True 3"] : ["False 1", "False 1", "False 1"], seen);
        Assert.Equal(100, lab.Send(100));
        Assert.Equal("False 1", seen[^1]);
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Group_Reassembled_IsTheDatagram(IpFamily family)
    {
        using Lab lab = new(family, grouped: true);
        PacketInjection packets = lab.Router.Filters!.Injection!;
        byte[] whole = [];
        lab.Watch((list, _) =>
        {
            Assert.True(packets.ReassembleForwardFragmentGroup(list, out NetBufferList? packet).IsSuccess);
            whole = new byte[packet!.DataLength];
            packet.FirstNetBuffer.CopyTo(0, whole);
            packets.Free(packet);
        }, onlyGroups: true);
        lab.Send(3000);
        int header = family == IpFamily.V4 ? 20 : 40;
        Assert.Equal(header + 8 + 3000, whole.Length);
        Assert.Equal((byte)IpProtocol.Udp, whole[family == IpFamily.V4 ? 9 : 6]);
        Assert.Equal(3008, (whole[header + 4] << 8) | whole[header + 5]);
        if (family == IpFamily.V4)
        {
            Assert.True(InternetChecksum.IsValid(InternetChecksum.Sum(whole.AsSpan(0, 20))));
            Assert.Equal(0, ((whole[6] << 8) | whole[7]) & 0x3FFF);
        }
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Group_Blocked_NothingGoesOn(IpFamily family)
    {
        using Lab lab = new(family, grouped: true);
        LayerSchema layer = lab.Layer;
        EngineSession session = lab.Router.Filters!.Open();
        session.FilterAdd(new Filter
        {
            Name = "groups",
            LayerKey = layer.Key,
            Action = FilterActionType.Block,
            Conditions = [new FilterCondition(layer.FindField("FLAGS")!.Key, FwpMatchType.FlagsAllSet, FwpValue.UInt32(GroupFlag))],
        }, out _);
        Assert.Equal(0, lab.Send(3000));
        Assert.Equal(100, lab.Send(100));
        Assert.Equal(1, lab.Router.Kernel.Drops[GeneralDrop.FirewallPolicy]);
    }

    [Fact]
    public void Group_ThatStaysIncomplete_IsDroppedAfterAMinute()
    {
        using Lab lab = new(IpFamily.V4, grouped: true);
        bool first = true;
        lab.Watch((_, _) => { });
        LayerSchema inbound = lab.Router.Filters!.Catalog.Get(LayerId.InboundIpPacketV4);
        lab.Callout(inbound, (ref ClassifyOut o) =>
        {
            if (first)
            {
                first = false;
                o.Block();
            }
            else
            {
                o.Continue();
            }
        });
        Assert.Equal(0, lab.Send(3000));
        lab.Network.RunFor(TimeSpan.FromSeconds(61));
        Assert.Equal(2, lab.Router.Kernel.Drops.Snapshot().Single(d => d.Reason.Name == "ForwardGroupTimeout").Count);
    }

    private sealed class Lab : IDisposable
    {
        private readonly IpFamily _family;
        private readonly SimHost _alice;
        private readonly SimHost _bob;
        private int _lastKey = 9000;

        internal Lab(IpFamily family, bool grouped)
        {
            _family = family;
            bool v4 = family == IpFamily.V4;
            Network = new SimNetwork(seed: 1);
            _alice = Network.AddHost("alice", h => h.Address(v4 ? "10.0.0.1/24" : "fd00::1/64").Gateway(v4 ? "10.0.0.254" : "fd00::fe"));
            Router = Network.AddHost("router", h => h.Profile(StackProfile.Windows11 with { GroupForwardedFragments = grouped })
                .Adapter().Address(v4 ? "10.0.0.254/24" : "fd00::fe/64").Adapter().Address(v4 ? "10.1.0.254/24" : "fd01::fe/64").Forwarding());
            _bob = Network.AddHost("bob", h => h.Address(v4 ? "10.1.0.2/24" : "fd01::2/64").Gateway(v4 ? "10.1.0.254" : "fd01::fe"));
            Network.Connect(_alice.Nic, Router.Nics[0], new LinkOptions { DelayNs = 1_000_000 });
            Network.Connect(Router.Nics[1], _bob.Nic, new LinkOptions { DelayNs = 1_000_000 });
            Network.Run(async () => await _alice.PingAsync(_bob.Address));
        }

        internal delegate void Decision(ref ClassifyOut output);

        internal SimNetwork Network { get; }

        internal SimHost Router { get; }

        internal LayerSchema Layer => Router.Filters!.Catalog.Get(_family == IpFamily.V4 ? LayerId.IpForwardV4 : LayerId.IpForwardV6);

        public void Dispose() => Network.Dispose();

        internal void Watch(Action<NetBufferList, uint> look, bool onlyGroups = false)
        {
            int flags = Layer.FindField("FLAGS")!.Index;
            Add(Layer, FilterActionType.CalloutInspection, new LabCallout((ClassifyValues v, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                o.Continue();
                if (!onlyGroups || (v[flags].Number & GroupFlag) != 0)
                {
                    look((NetBufferList)d!, (uint)v[flags].Number);
                }
            }) { Layer = Layer });
        }

        internal void Callout(LayerSchema layer, Decision decide) =>
            Add(layer, FilterActionType.CalloutUnknown, new LabCallout((ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => decide(ref o)) { Layer = layer });

        /// <summary>Sends a datagram through the router; the bytes that arrived.</summary>
        internal int Send(int bytes) => Network.Run(async () =>
        {
            IpAddress any = _family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
            await using SimUdpSocket to = _bob.Sockets.OpenUdp(new IpEndpoint(any, 53));
            await using SimUdpSocket from = _alice.Sockets.OpenUdp(new IpEndpoint(any, 5000));
            ValueTask<UdpReceiveResult> receive = to.ReceiveFromAsync(new byte[bytes]);
            await from.SendToAsync(new byte[bytes], new IpEndpoint(_bob.Address, 53));
            await Task.Delay(TimeSpan.FromMilliseconds(100), Network.TimeProvider);
            return receive.IsCompletedSuccessfully ? (await receive).Bytes : 0;
        });

        private void Add(LayerSchema layer, FilterActionType action, LabCallout callout)
        {
            Guid key = new(++_lastKey, 3, 3, new byte[8]);
            EngineSession session = Router.Filters!.Open();
            session.CalloutAdd(new Callout { Key = key, Name = "lab", ApplicableLayer = layer.Key }, out _);
            Router.Filters.Callouts.Register(key, callout, CalloutFlags.None, out _);
            session.FilterAdd(new Filter { Name = "lab", LayerKey = layer.Key, Action = action, CalloutKey = key }, out _);
        }
    }
}
