using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>The loopback path of NDIS: who gets a copy of what is sent.</summary>
public sealed class SoftwareLoopbackTests
{
    private const PacketFilter Standard = PacketFilter.Directed | PacketFilter.Multicast | PacketFilter.Broadcast;
    private const PacketFilter Promiscuous = PacketFilter.Promiscuous;

    private static readonly MacAddress _stranger = MacAddress.Parse("02-00-00-00-00-99");

    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;

    public SoftwareLoopbackTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
    }

    /// <summary>
    /// One sender (filter Standard unless said otherwise) and perhaps another binding and a filter module; the sender sends to itself, to a stranger and to everybody.
    /// Expected: what sender and other binding get.
    /// </summary>
    [Theory]
    //          medium                 sender's filter, other's filter, module, check, sender gets, other gets
    [InlineData(NdisMedium.Medium802_3, Standard, Standard, false, false, 0, 0)]
    [InlineData(NdisMedium.Medium802_3, Standard, Promiscuous, false, false, 0, 3)]
    [InlineData(NdisMedium.Medium802_5, Standard, Promiscuous, false, false, 0, 3)]
    [InlineData(NdisMedium.Wan, Standard, Promiscuous, false, false, 0, 0)]
    [InlineData(NdisMedium.Native802_11, Standard, Promiscuous, false, true, 0, 0)]
    [InlineData(NdisMedium.Medium802_3, Standard, Promiscuous | PacketFilter.NoLocal, false, false, 0, 0)]
    [InlineData(NdisMedium.Medium802_3, Standard, PacketFilter.AllLocal, false, false, 0, 3)]
    [InlineData(NdisMedium.Medium802_3, Standard, PacketFilter.AllLocal | PacketFilter.NoLocal, false, false, 0, 0)]
    [InlineData(NdisMedium.Medium802_3, Promiscuous, Standard, false, false, 0, 2)]
    [InlineData(NdisMedium.Medium802_3, Promiscuous, null, false, false, 0, 0)]
    [InlineData(NdisMedium.Medium802_3, Promiscuous, null, true, false, 0, 0)]
    [InlineData(NdisMedium.Medium802_3, Standard, null, true, false, 0, 0)]
    [InlineData(NdisMedium.Medium802_3, Standard, null, false, true, 2, 0)]
    [InlineData(NdisMedium.Medium802_3, Promiscuous, null, false, true, 3, 0)]
    [InlineData(NdisMedium.Medium802_3, Standard, Standard, false, true, 2, 2)]
    [InlineData(NdisMedium.Medium802_3, Standard, PacketFilter.Broadcast, false, true, 2, 1)]
    [InlineData(NdisMedium.Medium802_3, Standard | PacketFilter.NoLocal, Standard, false, true, 2, 2)]
    [InlineData(NdisMedium.Medium802_3, Standard, Standard | PacketFilter.NoLocal, false, true, 2, 0)]
    [InlineData(NdisMedium.Medium802_3, PacketFilter.Broadcast, PacketFilter.Directed, false, true, 1, 1)]
    [InlineData(NdisMedium.Wan, Standard, Standard, false, true, 0, 0)]
    public void Matrix_WhoGetsACopy(NdisMedium medium, PacketFilter sendersFilter, PacketFilter? othersFilter, bool module, bool check, int toSender, int toOther)
    {
        if (module)
        {
            TestFilterDriver.Register(_runtime, [], "module", static (d, m) => new PassThroughFilter(d, m));
        }

        TestMiniport miniport = TestMiniport.AddTo(_runtime, [], configure: m => m.General = new() { MediaType = medium, CurrentMacAddress = TestMiniport.Address });
        PassThroughFilter? filter = module ? (PassThroughFilter)miniport.Adapter.Filters[0].Filter! : null;
        TestProtocol sender = Protocol("sender", sendersFilter);
        TestProtocol? other = othersFilter is { } wanted ? Protocol("other", wanted) : null;

        Send(sender, check ? SendFlags.CheckForLoopback : SendFlags.None, TestMiniport.Address, _stranger, MacAddress.Broadcast);

        Assert.Equal((toSender, toOther, 3), (sender.Received, other?.Received ?? 0, miniport.Sent));
        bool monitored = (sendersFilter & Promiscuous) != 0;
        Assert.Equal(module && monitored ? 3 : 0, filter?.Receives ?? 0);
        Assert.Equal(0, miniport.Returned);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Copy_IsMarked_ComesBeforeTheOriginal_AndHasItsBytes()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol sender = Protocol("sender", Standard);
        TestProtocol capture = Protocol("capture", Promiscuous);
        capture.Holds = true;
        int sentWhenSeen = -1;
        capture.OnReceived = () => sentWhenSeen = miniport.Sent;
        NetBufferList original = sender.NewList(77);
        original.FirstNetBuffer.CopyFrom(0, TestHost.Pattern(77, 3));
        original.Vlan = new VlanInfo(5, 100);
        NetBufferListChain chain = new(original);

        sender.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);

        NetBufferList copy = capture.Held.Head!;
        Assert.Equal(0, sentWhenSeen);
        Assert.True((copy.NblFlags & NblFlags.IsLoopbackPacket) != 0);
        Assert.Equal(ReceiveChecksumInfo.Loopback, copy.ReceiveChecksum);
        Assert.Equal(new VlanInfo(5, 100), copy.Vlan);
        Assert.Equal(TestHost.Pattern(77, 3), TestHost.DataOf(copy.FirstNetBuffer));
        Assert.Single(sender.Completions);
        capture.ReturnHeld();
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void ListWithSeveralFrames_BecomesAsManyCopies()
    {
        TestMiniport.AddTo(_runtime, []);
        TestProtocol sender = Protocol("sender", Standard);
        TestProtocol capture = Protocol("capture", Promiscuous);
        NetBufferList list = sender.NewList();
        Assert.True(sender.Pool.TryRentNetBuffer(out NetBuffer? second));
        second.AppendMdl(TestHost.Chain(60));
        second.DataLength = 60;
        list.AppendNetBuffer(second);
        NetBufferListChain chain = new(list);

        sender.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);

        Assert.Equal(2, capture.Received);
    }

    [Fact]
    public void ManyCopies_OverSeveralMonitors_AllComeHome()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol sender = Protocol("sender", Standard);
        TestProtocol[] captures = [Protocol("a", Promiscuous), Protocol("b", PacketFilter.AllLocal), Protocol("c", Promiscuous)];

        for (int i = 0; i < 100; i++)
        {
            Send(sender, SendFlags.None, _stranger, MacAddress.Broadcast);
            miniport.Indicate(ReceiveFlags.None, miniport.Frame(to: MacAddress.Broadcast));
        }

        Assert.Equal([300, 200, 300], captures.Select(capture => capture.Received));
        Assert.Equal((100, 100), (sender.Received, miniport.Returned));
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void MonitorThatCloses_TakesTheLoopbackOffTheSendPath()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol sender = Protocol("sender", Standard);
        TestProtocol capture = Protocol("capture", Promiscuous);
        Assert.True(miniport.Adapter.Stack.Loopback.IsWanted);

        capture.Registration.Dispose();
        Send(sender, SendFlags.None, MacAddress.Broadcast);

        Assert.False(miniport.Adapter.Stack.Loopback.IsWanted);
        Assert.Equal(0, sender.Received);
    }

    [Fact]
    public void NoMemoryForACopy_TheOriginalIsSentAllTheSame()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol sender = Protocol("sender", Standard);
        TestProtocol capture = Protocol("capture", Promiscuous);
        Send(sender, SendFlags.None, _stranger);
        ((NetBufferListPool)_host.Kernel.Pools.Find("Ethernet/loopback")!).FailRentAt(2);

        Send(sender, SendFlags.None, _stranger);
        Send(sender, SendFlags.None, _stranger);

        Assert.Equal((2, 3, 1L), (capture.Received, miniport.Sent, _host.Kernel.Drops[NdisDrop.LoopbackFailed]));
    }

    private static void Send(TestProtocol sender, SendFlags flags, params MacAddress[] destinations)
    {
        NetBufferListChain chain = default;
        foreach (MacAddress destination in destinations)
        {
            NetBufferList list = sender.NewList();
            byte[] header = new byte[14];
            destination.CopyTo(header);
            header[12] = 8;
            list.FirstNetBuffer.CopyFrom(0, header);
            chain.Add(list);
        }

        sender.Binding.Send(ref chain, PortNumber.Default, flags);
    }

    private TestProtocol Protocol(string name, PacketFilter filter) => TestProtocol.Register(_runtime, [], name, protocol => protocol.Filter = filter);
}
