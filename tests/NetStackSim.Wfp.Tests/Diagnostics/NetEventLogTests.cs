using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp.Tests;

/// <summary>Each type of net event: when it is recorded, which fields and flags it has, how it is printed.</summary>
public sealed class NetEventLogTests
{
    private static readonly Sid Package = Sid.Parse("S-1-15-2-1-2-3-4-5-6-7");

    [Fact]
    public void ClassifyDrop_HeaderFlagsAndPayload_AreThoseOfTheFieldsThatHaveAValue()
    {
        TestPolicy policy = Policy(LayerId.AleAuthConnectV6, out _);
        policy.Values.Set(AleAuthConnectField.IpProtocol, (byte)6);
        policy.Values.Set(AleAuthConnectField.IpLocalAddress, IpAddress.Parse("fe80::1"));
        policy.Values.Set(AleAuthConnectField.IpRemoteAddress, IpAddress.Parse("fe80::2"));
        policy.Values.Set(AleAuthConnectField.IpRemotePort, (ushort)80);
        policy.Values.Set(AleAuthConnectField.InterfaceIndex, 7u);
        policy.Values.Set(AleAuthConnectField.ReauthorizeReason, 1u);
        policy.Values.Set(AleAuthConnectField.OriginalProfileId, 1u);
        policy.Values.Set(AleAuthConnectField.CurrentProfileId, 2u);
        policy.Values.Set(AleAuthConnectField.Flags, 0x1u);
        NetEvent dropped = Dropped(policy);

        Assert.Equal(
            NetEventFlags.IpProtocol | NetEventFlags.LocalAddress | NetEventFlags.RemoteAddress | NetEventFlags.RemotePort | NetEventFlags.ScopeId
            | NetEventFlags.IpVersion | NetEventFlags.ReauthReason,
            dropped.Flags);
        Assert.Equal((NetEventType.ClassifyDrop, 7u, 7u, 1u, 1u, 2u, true), (dropped.Type, dropped.ScopeId, dropped.InterfaceIndex, dropped.ReauthReason, dropped.OriginalProfile, dropped.CurrentProfile, dropped.IsLoopback));
        Assert.Equal((0x3901u, "Block "), ((uint)dropped.Direction, dropped.FilterOrigin));
    }

    [Theory]
    [InlineData(LayerId.InboundTransportV4, 0x3900u)]
    [InlineData(LayerId.OutboundIpPacketV4, 0x3901u)]
    [InlineData(LayerId.IpForwardV4, 0x3902u)]
    [InlineData(LayerId.AleAuthListenV4, 0x3900u)]
    [InlineData(LayerId.IngressVSwitchEthernet, 0x3900u)]
    [InlineData(LayerId.EgressVSwitchEthernet, 0x3901u)]
    public void Direction_IsThatOfTheLayer(LayerId layer, uint direction) => Assert.Equal(direction, (uint)Dropped(Policy(layer, out _)).Direction);

    [Theory]
    [InlineData(0u, 0)]
    [InlineData((uint)NetEventKeywords.PortScanningDrop, 1)]
    public void PortScanningDrop_BlockAtADiscardLayer_OnlyWithItsKeyword(uint keywords, int expected)
    {
        TestPolicy policy = Policy(LayerId.InboundTransportV4Discard, out _);
        policy.Engine.NetEvents.Keywords = (NetEventKeywords)keywords;
        ClassifyResult result = policy.Classify();
        policy.Engine.NetEvents.Dropped(policy.Values, result);
        Assert.Equal(expected, policy.Engine.NetEvents.Count);
    }

    [Fact]
    public void PortScanningDrop_DiscardBlocksAreOrdinary_NeedsNoKeyword()
    {
        TestPolicy policy = new(LayerId.InboundTransportV4Discard, new WfpSemantics { DiscardBlocksArePortScans = false });
        policy.Add(policy.S1, FilterActionType.Block);
        Assert.Equal(NetEventType.ClassifyDrop, Dropped(policy).Type);
    }

    [Fact]
    public void Capability_OtherChoices_BothEventsAndTheDirectionAlone()
    {
        WfpSemantics semantics = new() { CapabilityEventReplacesClassifyEvent = false, PrivateAddressesNeedPrivateNetwork = false };
        foreach ((FilterActionType action, NetEventType[] expected) in new[]
        {
            (FilterActionType.Block, new[] { NetEventType.CapabilityDrop, NetEventType.ClassifyDrop }),
            (FilterActionType.Permit, new[] { NetEventType.CapabilityAllow, NetEventType.ClassifyAllow }),
        })
        {
            TestPolicy policy = new(semantics: semantics);
            policy.Add(SubLayerKeys.AppIsolation, action);
            policy.Values.Set(AleAuthConnectField.AleUserId, FwpValue.Of(SimToken.ForAppContainer(Sid.Parse("S-1-5-21-1-2-3-1001"), Package, "app")));
            policy.Values.Set(AleAuthConnectField.IpRemoteAddress, IpAddress.Parse("10.1.2.3"));
            Describe(policy, NetEventKeywords.CapabilityDrop | NetEventKeywords.CapabilityAllow | NetEventKeywords.ClassifyAllow);

            IReadOnlyList<NetEvent> events = policy.Engine.NetEvents.Snapshot();
            Assert.Equal(expected, events.Select(static e => e.Type));
            Assert.Equal([NetworkCapability.InternetClient, null], events.Select(static e => e.Capability));
        }
    }

    [Theory]
    [InlineData("10.1.2.3", NetEventDirection.Out, NetworkCapability.PrivateNetwork)]
    [InlineData("93.184.216.34", NetEventDirection.Out, NetworkCapability.InternetClient)]
    [InlineData("93.184.216.34", NetEventDirection.In, NetworkCapability.InternetClientServer)]
    public void Capability_OfAnAppContainer_IsTheEventWithItsKeyword(string remote, NetEventDirection direction, NetworkCapability capability)
    {
        bool isInbound = direction == NetEventDirection.In;
        foreach ((FilterActionType action, NetEventKeywords keyword, NetEventType with, NetEventType without) in new[]
        {
            (FilterActionType.Block, NetEventKeywords.CapabilityDrop, NetEventType.CapabilityDrop, NetEventType.ClassifyDrop),
            (FilterActionType.Permit, NetEventKeywords.CapabilityAllow, NetEventType.CapabilityAllow, NetEventType.ClassifyAllow),
        })
        {
            TestPolicy policy = new(isInbound ? LayerId.AleAuthRecvAcceptV4 : LayerId.AleAuthConnectV4);
            policy.Add(SubLayerKeys.AppIsolation, action);
            LayerSchema layer = policy.Layer.Schema;
            policy.Values.Set(layer.IndexOf("ALE_USER_ID"), FwpValue.Of(SimToken.ForAppContainer(Sid.Parse("S-1-5-21-1-2-3-1001"), Package, "app")));
            policy.Values.Set(layer.IndexOf("IP_REMOTE_ADDRESS"), IpAddress.Parse(remote));
            Assert.Equal((without, (NetworkCapability?)null), Describe(policy, NetEventKeywords.ClassifyAllow));
            Assert.Equal((with, capability), Describe(policy, keyword | NetEventKeywords.ClassifyAllow));
        }
    }

    [Fact]
    public void Template_TypeConditionAndScope_Select()
    {
        TestPolicy policy = Policy(LayerId.AleAuthConnectV4, out _);
        Dropped(policy);
        Assert.Equal(1, Count(policy, new NetEventTemplate { Conditions = [new FilterCondition(NetEventTemplate.NetEventTypeKey, FwpMatchType.Equal, FwpValue.UInt32(3))] }));
        Assert.Equal(0, Count(policy, new NetEventTemplate { Conditions = [new FilterCondition(NetEventTemplate.NetEventTypeKey, FwpMatchType.Equal, FwpValue.UInt32(6))] }));
        Assert.Equal(1, Count(policy, new NetEventTemplate { ScopeId = 0 }));
        Assert.Equal(0, Count(policy, new NetEventTemplate { ScopeId = 4 }));
    }

    [Fact]
    public void Xml_OfEveryType_IsReadAgainAsItIsWritten()
    {
        NetEvent drop = Dropped(Policy(LayerId.AleAuthConnectV4, out _));
        NetEventMac mac = new(new MacAddress(0x020000000001), new MacAddress(0x020000000002), 0, 6, 0x0800, 0, 5, 0x6000001000000);
        NetEvent[] events =
        [
            drop,
            drop with { Type = NetEventType.ClassifyAllow },
            drop with { Type = NetEventType.CapabilityDrop, Capability = NetworkCapability.PrivateNetwork },
            drop with { Type = NetEventType.CapabilityAllow, Capability = NetworkCapability.InternetClient },
            drop with { Type = NetEventType.ClassifyDropMac, Mac = mac },
        ];
        string xml = WfpExport.Of(events, DateTimeOffset.UnixEpoch).Write();
        using MemoryStream file = new(System.Text.Encoding.UTF8.GetBytes(xml));
        Assert.True(WfpExport.TryRead(file, out WfpExport? export, out PolicyError? error), error?.ToString());

        Assert.Equal(xml, export!.Write());
        Assert.Equal(["CLASSIFY_DROP", "CLASSIFY_ALLOW", "CAPABILITY_DROP", "CAPABILITY_ALLOW", "CLASSIFY_DROP_MAC"], export.NetEvents.Select(static e => e.Type));
        Assert.All(export.NetEvents, e => Assert.Equal(drop.FilterId, e.FilterId));
        Assert.Contains("<localMacAddr>02-00-00-00-00-01</localMacAddr>", xml.Replace(':', '-'), StringComparison.Ordinal);
        Assert.Contains("FWP_AF_ETHER", xml, StringComparison.Ordinal);
    }

    private static TestPolicy Policy(LayerId layer, out ulong id)
    {
        TestPolicy policy = new(layer);
        id = policy.Add(policy.S1, FilterActionType.Block);
        return policy;
    }

    private static NetEvent Dropped(TestPolicy policy)
    {
        policy.Engine.NetEvents.Dropped(policy.Values, policy.Classify());
        return policy.Engine.NetEvents.Snapshot()[^1];
    }

    private static (NetEventType, NetworkCapability?) Describe(TestPolicy policy, NetEventKeywords keywords)
    {
        policy.Engine.NetEvents.Keywords = keywords;
        ClassifyResult result = policy.Classify();
        if (result.IsBlock)
        {
            policy.Engine.NetEvents.Dropped(policy.Values, result);
        }
        else
        {
            policy.Engine.NetEvents.Allowed(policy.Values, result);
        }

        NetEvent last = policy.Engine.NetEvents.Snapshot()[^1];
        return (last.Type, last.Capability);
    }

    private static int Count(TestPolicy policy, NetEventTemplate template)
    {
        Assert.True(policy.Session.NetEventCreateEnumHandle(template, out PolicyEnumeration<NetEvent>? handle).IsSuccess);
        return handle!.Remaining;
    }
}
