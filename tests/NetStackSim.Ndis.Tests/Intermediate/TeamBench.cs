using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>Adapters "nic0", "nic1", ... in a team "team0", and a protocol over the team.</summary>
internal sealed class TeamBench
{
    public const string Team = "team0";

    public TeamBench(int members = 2, TeamMode mode = TeamMode.AddressHash, Action<int, TestMiniport>? configure = null, TeamOptions? options = null)
    {
        Host = new TestHost();
        Runtime = new NdisRuntime(Host.Kernel);
        Driver = new TeamDriver(Runtime);
        Assert.Equal(NtStatus.Success, Driver.AddTeam(options ?? new TeamOptions { Name = Team, Mode = mode }));
        Protocol = TestProtocol.Register(Runtime, [], "above", options: new ProtocolOptions { Name = "above", BindsByDefault = false });
        Runtime.Bindings.Enable("above", Team);
        for (int i = 0; i < members; i++)
        {
            AddNic(i, configure);
            Assert.True(Driver.AddMember(Team, $"nic{i}").IsSuccess);
        }

        Settle();
        foreach (TestMiniport miniport in Nics)
        {
            // The announcement of the first primary member.
            miniport.CompletePending();
        }

        Frames.Clear();
    }

    public TestHost Host { get; }

    public NdisRuntime Runtime { get; }

    public TeamDriver Driver { get; }

    public TestProtocol Protocol { get; }

    public List<TestMiniport> Nics { get; } = [];

    /// <summary>What was sent: by which adapter, and its bytes.</summary>
    public List<(int Nic, byte[] Bytes)> Frames { get; } = [];

    public MiniportAdapter Adapter => Runtime.FindAdapter(Team)!;

    public string? Primary => Driver.PrimaryOf(Team);

    public static MacAddress AddressOf(int nic) => new(0x0200_0000_0010UL + (ulong)nic);

    public TestMiniport AddNic(int index, Action<int, TestMiniport>? configure = null)
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, [], $"nic{index}", made =>
        {
            made.General = new MiniportGeneralAttributes { CurrentMacAddress = AddressOf(index), PermanentMacAddress = AddressOf(index) };
            made.CompletesInline = false;
            made.OnSent = list => Frames.Add((index, TestHost.DataOf(list.FirstNetBuffer)));
            configure?.Invoke(index, made);
        });
        Nics.Add(miniport);
        return miniport;
    }

    public void SetLink(int nic, bool up) =>
        Nics[nic].Adapter.IndicateLinkState(new LinkState { MediaConnectState = up ? MediaConnectState.Connected : MediaConnectState.Disconnected });

    /// <summary>Sends a frame of a flow.</summary>
    public void Send(int flow, ushort type = EtherTypes.IPv4, MacAddress? to = null)
    {
        NetBufferList list = Protocol.NewList(60);
        list.FirstNetBuffer.CopyFrom(0, Packet(flow, type, to ?? MacAddress.Parse("02-00-00-00-00-99")));
        NetBufferListChain chain = new(list);
        Protocol.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
    }

    public void CompleteAll()
    {
        foreach (TestMiniport miniport in Nics)
        {
            miniport.CompletePending();
        }
    }

    public void Indicate(int nic, MacAddress to, int count = 1)
    {
        NetBufferList[] lists = [.. Enumerable.Range(0, count).Select(_ => Nics[nic].Frame(to: to))];
        Nics[nic].Indicate(ReceiveFlags.None, lists);
    }

    public void Settle() => Host.Loop.RunFor(1_000_000);

    /// <summary>Everything is taken down; nothing may be left.</summary>
    public void Finish()
    {
        Driver.Dispose();
        CompleteAll();
        Settle();
        foreach (TestMiniport miniport in Nics)
        {
            if (Runtime.Adapters.Contains(miniport.Adapter))
            {
                Runtime.RemoveAdapter(miniport.Adapter);
            }
        }

        Settle();
        Assert.Empty(Runtime.Adapters);
        Assert.Empty(Runtime.Interfaces.StackEntries);
        Assert.True(Host.Kernel.CheckLeaks().IsClean, Host.Kernel.CheckLeaks().ToString());
    }

    private static byte[] Packet(int flow, ushort type, MacAddress to)
    {
        byte[] bytes = new byte[60];
        to.CopyTo(bytes);
        AddressOf(0).CopyTo(bytes.AsSpan(6));
        (bytes[12], bytes[13]) = ((byte)(type >> 8), (byte)type);
        (bytes[14], bytes[23]) = (0x45, 6);
        (bytes[34], bytes[35], bytes[37]) = ((byte)(flow >> 8), (byte)flow, 80);
        return bytes;
    }
}
