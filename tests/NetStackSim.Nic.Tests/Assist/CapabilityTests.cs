using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Assist;

/// <summary>What a card can do and what is on, asked for by request.</summary>
public sealed class CapabilityTests
{
    [Fact]
    public void Queries_OfACardWithKeywords_TellHardwareAndConfigurationApart()
    {
        NicFixture nic = new(
            null, null, new KeyValuePair<string, string>("*WakeOnMagicPacket", "0"), new KeyValuePair<string, string>("*RssOrVmqPreference", "1"),
            new KeyValuePair<string, string>("*VMQVlanFiltering", "0"), new KeyValuePair<string, string>("*HeaderDataSplit", "1"));
        Assert.Equal(VirtualNicOptions.AllPower, Read<PowerManagementCapabilities>(nic, Oid.PmHardwareCapabilities));
        Assert.Equal(WakePacketKinds.All & ~WakePacketKinds.Magic, Read<PowerManagementCapabilities>(nic, Oid.PmCurrentCapabilities).WakePackets);
        Assert.True(Query<ReceiveFilterCapabilities>(nic, Oid.ReceiveFilterHardwareCapabilities).FiltersVlan);
        Assert.Equal((16, false), Describe(Query<ReceiveFilterCapabilities>(nic, Oid.ReceiveFilterCurrentCapabilities)));
        Assert.Equal(new HeaderDataSplitConfig(true, true, false, 128, 128), Read<HeaderDataSplitConfig>(nic, Oid.GenHdSplitCurrentConfig));
        Assert.Empty(Query<ReceiveQueueInfo[]>(nic, Oid.ReceiveFilterEnumQueues));
        Assert.Equal(PowerManagementParameters.None, Read<PowerManagementParameters>(nic, Oid.PmParameters));
    }

    private static (int Queues, bool Vlan) Describe(ReceiveFilterCapabilities capabilities) => (capabilities.QueueCount, capabilities.FiltersVlan);

    private static T Read<T>(NicFixture nic, Oid oid)
        where T : class, IOidStructure<T>
    {
        OidRequest request = OidRequest.Query(oid, 256);
        Assert.Equal(NtStatus.Success, nic.Request(request));
        return request.TryGetAnswer<T>(out T? answer) ? answer : throw new InvalidOperationException($"{oid}: {request.BytesWritten} bytes");
    }

    private static T Query<T>(NicFixture nic, Oid oid)
    {
        OidRequest request = OidRequest.Query(oid, 0);
        Assert.Equal(NtStatus.Success, nic.Request(request));
        return Assert.IsType<T>(request.InformationObject);
    }
}
