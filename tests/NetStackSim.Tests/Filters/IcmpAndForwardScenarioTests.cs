using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Filters on echoes and on forwarded packets (scenarios 30, 36).</summary>
public sealed class IcmpAndForwardScenarioTests
{
    [Theory]
    [LabCases]
    public void Scenario30_EchoBlockedByType_IsDeniedAtTheSenderAndSilentAtTheReceiver(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ushort request = (ushort)lab.ByFamily(8, 128);
        EchoRequestOptions options = new() { TimeoutNs = 500_000_000 };
        ulong accept = lab.Block(lab.B, "ALE_AUTH_RECV_ACCEPT", ("IP_LOCAL_PORT", FwpValue.UInt16(request)), ("IP_REMOTE_PORT", FwpValue.UInt16(0)));

        // The flow of the first echo of the lab is known: a change of policy asks about it again.
        Assert.Equal(NtStatus.IoTimeout, Ping());
        Assert.Equal(1, lab.B.Filters!.FindFilter(accept)!.Hits);
        lab.Delete(lab.B, accept);
        Assert.Equal(NtStatus.Success, Ping());
        ulong original = lab.Block(lab.B, "ALE_AUTH_RECV_ACCEPT", ("ORIGINAL_ICMP_TYPE", FwpValue.UInt16(request)));
        Assert.Equal(NtStatus.IoTimeout, Ping());
        Assert.Equal(1, lab.B.Filters.FindFilter(original)!.Hits);
        lab.Delete(lab.B, original);

        ulong connect = lab.Block(lab.A, "ALE_AUTH_CONNECT", ("IP_LOCAL_PORT", FwpValue.UInt16(request)));
        var sent = new LayerCount(lab, lab.A, "OUTBOUND_TRANSPORT", ("IP_LOCAL_PORT", FwpValue.UInt16(request)));
        Assert.True(Ping().IsError);
        Assert.Equal((1L, 0), (lab.A.Filters!.FindFilter(connect)!.Hits, sent.Calls));
        Assert.Equal(connect, FilterLab.Events(lab.A)[^1].FilterId);

        NtStatus Ping() => lab.Network.Run(async () => (await lab.A.PingAsync(lab.B.Address, options)).Status);
    }

    [Theory]
    [LabCases]
    public void Scenario36_ForwardBlocked_DropsWithoutAnErrorAndLeavesTheRouterItselfAlone(IpFamily family, ClassifierKind classifier)
    {
        bool four = family == IpFamily.V4;
        (string a, string near, string far, string b) = four
            ? ("10.0.0.1/24", "10.0.0.254/24", "10.1.0.254/24", "10.1.0.2/24")
            : ("fd00::1/64", "fd00::fe/64", "fd01::fe/64", "fd01::2/64");
        using var network = new SimNetwork(seed: 1);
        SimHost alice = network.AddHost("alice", h => h.Address(a).Gateway(IpPrefix.Parse(near).Address.ToString()));
        SimHost router = network.AddHost(
            "router", h => h.Adapter().Address(near).Adapter().Address(far).Forwarding().FilterSemantics(new WfpSemantics { Classifier = classifier }));
        SimHost bob = network.AddHost("bob", h => h.Address(b).Gateway(IpPrefix.Parse(far).Address.ToString()));
        network.Connect(alice.Nic, router.Nics[0], new LinkOptions { DelayNs = 1_000_000 });
        network.Connect(router.Nics[1], bob.Nic, new LinkOptions { DelayNs = 1_000_000 });
        Assert.Equal(NtStatus.Success, Ping(bob.Address));
        var recorder = new LayerRecorder(router, family);
        LayerSchema layer = router.Filters!.Catalog.Find(four ? "IPFORWARD_V4" : "IPFORWARD_V6")!;
        using EngineSession session = router.Filters.Open();
        session.SubLayerAdd(new SubLayer { Name = "S1", Weight = 0x1000 }, out Guid subLayer);
        FilterCondition[] conditions =
        [
            new(layer.FindField("IP_SOURCE_ADDRESS")!.Key, FwpMatchType.Equal, FwpValue.Address(alice.Address)),
            new(layer.FindField("IP_DESTINATION_ADDRESS")!.Key, FwpMatchType.Equal, FwpValue.Address(bob.Address)),
        ];
        session.FilterAdd(new Filter { Name = "no way", LayerKey = layer.Key, SubLayerKey = subLayer, Action = FilterActionType.Block, Conditions = conditions }, out ulong id);
        recorder.Take();
        Assert.Equal(NtStatus.IoTimeout, Ping(bob.Address));
        Assert.Equal("INBOUND_IPPACKET IPFORWARD IPFORWARD_DISCARD", recorder.Take());
        Assert.Equal(NtStatus.Success, Ping(router.Address));
        NetEvent dropped = Assert.Single(FilterLab.Events(router));
        Assert.Equal((id, layer.Id, NetEventDirection.Forward, 0x3902u), (dropped.FilterId, dropped.LayerId, dropped.Direction, (uint)dropped.Direction));
        Assert.Equal(1, router.Kernel.Drops[GeneralDrop.FirewallPolicy]);

        NtStatus Ping(IpAddress to) => network.Run(async () => (await alice.PingAsync(to, new EchoRequestOptions { TimeoutNs = 500_000_000 })).Status);
    }
}
