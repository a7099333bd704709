using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>The broadcast address of a subnet is a broadcast address (NlatBroadcast, section 3) at every layer that shows types of addresses.</summary>
public sealed class AddressTypeTests
{
    private const string Outgoing = "IP_DESTINATION_ADDRESS_TYPE";
    private const string Local = "IP_LOCAL_ADDRESS_TYPE";

    [Theory]
    [InlineData("10.0.0.255", 4, ClassifierKind.Compiled)]
    [InlineData("10.0.0.255", 4, ClassifierKind.Reference)]
    [InlineData("255.255.255.255", 4, ClassifierKind.Compiled)]
    [InlineData("224.0.0.1", 3, ClassifierKind.Compiled)]
    [InlineData("10.0.0.2", 1, ClassifierKind.Compiled)]
    public void EveryLayerOfADatagram_ShowsTheTypeOfItsDestination(string destination, int type, ClassifierKind classifier)
    {
        using var lab = new FilterLab(classifier: classifier);
        List<string> sent = Watch(lab, lab.A, Outgoing, "ALE_AUTH_CONNECT", "ALE_FLOW_ESTABLISHED", "OUTBOUND_TRANSPORT");
        List<string> received = Watch(lab, lab.B, Local, "INBOUND_IPPACKET", "INBOUND_TRANSPORT", "ALE_AUTH_RECV_ACCEPT", "ALE_FLOW_ESTABLISHED", "DATAGRAM_DATA");
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            from.EnableBroadcast();
            await from.SendToAsync(new byte[3], new IpEndpoint(IpAddress.Parse(destination), 53));
            await to.ReceiveFromAsync(new byte[10]);
        });
        Assert.Equal([$"ALE_AUTH_CONNECT {type}", $"ALE_FLOW_ESTABLISHED {type}", $"OUTBOUND_TRANSPORT {type}"], sent);
        Assert.Equal(
            [$"INBOUND_IPPACKET {type}", $"INBOUND_TRANSPORT {type}", $"ALE_AUTH_RECV_ACCEPT {type}", $"ALE_FLOW_ESTABLISHED {type}", $"DATAGRAM_DATA {type}"],
            received);
    }

    [Theory]
    [InlineData(ClassifierKind.Compiled)]
    [InlineData(ClassifierKind.Reference)]
    public void AFilterOnBroadcasts_BlocksThoseOfTheSubnetOnly(ClassifierKind classifier)
    {
        using var lab = new FilterLab(classifier: classifier);
        lab.Block(lab.A, "ALE_AUTH_CONNECT", (Outgoing, FwpValue.UInt8(4)));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            from.EnableBroadcast();
            await from.SendToAsync(new byte[3], new IpEndpoint(lab.B.Address, 53));
            await Assert.ThrowsAsync<SocketStatusException>(async () => await from.SendToAsync(new byte[3], new IpEndpoint(lab.Neighbour(255), 53)));
        });
    }

    [Fact]
    public void AddressesThatComeAndGo_ChangeWhatIsABroadcast()
    {
        using var lab = new FilterLab();
        IpInterface adapter = lab.A.Stack.Interfaces[1];
        IpPrefix second = new(IpAddress.Parse("10.7.0.1"), 16);
        IpAddress broadcast = IpAddress.Parse("10.7.255.255");
        Func<IpAddress, bool> isBroadcast = lab.A.Stack.Inspection.IsBroadcast!;
        Assert.False(isBroadcast(broadcast));
        Assert.True(lab.A.Stack.AddAddress(adapter, second, skipDad: true).IsSuccess);
        Assert.True(isBroadcast(broadcast));
        Assert.True(isBroadcast(lab.Neighbour(255)));
        Assert.True(lab.A.Stack.RemoveAddress(adapter, second.Address).IsSuccess);
        Assert.False(isBroadcast(broadcast));
        Assert.True(isBroadcast(IpAddress.BroadcastV4));
        Assert.False(isBroadcast(IpAddress.Parse("fd00::ff")));
    }

    private static List<string> Watch(FilterLab lab, SimHost host, string field, params string[] layers)
    {
        List<string> seen = [];
        foreach (string name in layers)
        {
            int index = lab.Layer(host, name).FindField(field)!.Index;
            lab.Callout(
                host,
                name,
                (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                {
                    seen.Add($"{name} {v[index].Number}");
                    o.Continue();
                },
                FilterActionType.CalloutInspection);
        }

        return seen;
    }
}
