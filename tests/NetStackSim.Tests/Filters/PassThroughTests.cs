using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Packets for, and of, an address of another interface than the one they use are shown to the forward layer, too (section 11.3, weak host).</summary>
public sealed class PassThroughTests
{
    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.254/24", "10.1.0.254/24", IpFamily.V4)]
    [InlineData("fd00::1/64", "fd00::fe/64", "fd01::fe/64", IpFamily.V6)]
    public void Ping_OfTheFarAddress_IsShownInAndOut(string a, string near, string far, IpFamily family)
    {
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(a).Gateway(IpPrefix.Parse(near).Address.ToString()));
        SimHost router = network.AddHost("router", h => h.Adapter().Address(near).Adapter().Address(far).Forwarding());
        network.Connect(alice.Nic, router.Nics[0], new LinkOptions { DelayNs = 1_000_000 });
        IpAddress target = IpPrefix.Parse(far).Address;
        network.Run(async () => await alice.PingAsync(target));
        var recorder = new LayerRecorder(router, family);
        List<string> seen = Watch(router, family);
        network.Run(async () => await alice.PingAsync(target));
        Assert.Equal(
            "INBOUND_IPPACKET IPFORWARD INBOUND_TRANSPORT ALE_AUTH_RECV_ACCEPT ALE_FLOW_ESTABLISHED DATAGRAM_DATA DATAGRAM_DATA OUTBOUND_TRANSPORT IPFORWARD OUTBOUND_IPPACKET",
            recorder.Take());
        uint nearIndex = router.Adapters[0].Attributes.IfIndex;
        uint farIndex = router.Adapters[1].Attributes.IfIndex;
        Assert.Equal(
            [
                $"80000 {nearIndex} 0 {MetadataFields.CompartmentId | MetadataFields.ForwardInboundPassThrough} {(family == IpFamily.V4 ? 4 : 6)}",
                $"40000 {farIndex} {nearIndex} {MetadataFields.CompartmentId | MetadataFields.ForwardOutboundPassThrough} {(family == IpFamily.V4 ? 4 : 6)}",
            ],
            seen);
    }

    private static List<string> Watch(SimHost router, IpFamily family)
    {
        List<string> seen = [];
        LayerSchema layer = router.Filters!.Catalog.Get(family == IpFamily.V4 ? LayerId.IpForwardV4 : LayerId.IpForwardV6);
        var callout = new LabCallout((ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            byte[] first = new byte[1];
            ((Ndis.NetBufferList)d!).FirstNetBuffer.CopyTo(0, first);
            seen.Add($"{v[IpForwardField.Flags].Number:X} {v[IpForwardField.SourceInterfaceIndex].Number} {v[IpForwardField.DestinationInterfaceIndex].Number} {m.Present} {first[0] >> 4}");
        })
        { Layer = layer };
        Guid key = new(77, 7, 7, new byte[8]);
        EngineSession session = router.Filters.Open();
        session.CalloutAdd(new Callout { Key = key, Name = "watch", ApplicableLayer = layer.Key }, out _);
        router.Filters.Callouts.Register(key, callout, CalloutFlags.None, out _);
        session.FilterAdd(new Filter { Name = "watch", LayerKey = layer.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key }, out _);
        return seen;
    }
}
